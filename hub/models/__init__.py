"""The tables, one noun a file."""

from hub.models.asset import Asset, AssetState
from hub.models.audit import AuditEntry
from hub.models.base import Base, new_id
from hub.models.delivery import Delivery, DeliveryState
from hub.models.destination import Destination
from hub.models.enrolment import (
    CourseVersion,
    Enrolment,
    EnrolmentState,
    IssuedCertificate,
    TrainingEvent,
)
from hub.models.fact import Fact
from hub.models.item import Item, ItemState
from hub.models.listing import Listing, ListingEntry
from hub.models.organisation import Organisation
from hub.models.practice import PracticePost
from hub.models.programme import Kind, Programme
from hub.models.public_path import DirtyPath
from hub.models.rendition import Rendition, RenditionState
from hub.models.staff import Group, Role, RoleName, SignInLink, Staff
from hub.models.work import WAITING, Attempt, Work, WorkState

__all__ = [
    "WAITING",
    "Asset",
    "AssetState",
    "Attempt",
    "AuditEntry",
    "Base",
    "CourseVersion",
    "Delivery",
    "DeliveryState",
    "Destination",
    "DirtyPath",
    "Enrolment",
    "EnrolmentState",
    "Fact",
    "Group",
    "IssuedCertificate",
    "Item",
    "ItemState",
    "Kind",
    "Listing",
    "ListingEntry",
    "Organisation",
    "PracticePost",
    "Programme",
    "Rendition",
    "RenditionState",
    "Role",
    "RoleName",
    "SignInLink",
    "Staff",
    "TrainingEvent",
    "Work",
    "WorkState",
    "new_id",
]
