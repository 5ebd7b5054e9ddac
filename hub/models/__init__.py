"""The tables, one noun a file."""

from hub.models.arrival import Arrival, ArrivalState, Way
from hub.models.asset import Asset, AssetState
from hub.models.audit import AuditEntry
from hub.models.base import Base, new_id
from hub.models.chunk import Chunk, ChunkState
from hub.models.correction import Correction
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
from hub.models.likeness import Likeness
from hub.models.listing import Listing, ListingEntry
from hub.models.organisation import Organisation
from hub.models.package import Package
from hub.models.practice import PracticePost
from hub.models.programme import Kind, Programme
from hub.models.public_path import DirtyPath
from hub.models.rendition import Rendition, RenditionState
from hub.models.search_entry import SearchEntry
from hub.models.site_text import SiteText
from hub.models.slot import Slot
from hub.models.source import Source, SourceKind
from hub.models.staff import Group, Role, RoleName, SignInLink, Staff
from hub.models.subscription import Subscription, SubscriptionState
from hub.models.token import Scope, Token
from hub.models.upload import Upload, UploadState
from hub.models.work import WAITING, Attempt, Priority, Work, WorkState

__all__ = [
    "WAITING",
    "Arrival",
    "ArrivalState",
    "Asset",
    "AssetState",
    "Attempt",
    "AuditEntry",
    "Base",
    "Chunk",
    "ChunkState",
    "Correction",
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
    "Likeness",
    "Listing",
    "ListingEntry",
    "Organisation",
    "Package",
    "PracticePost",
    "Priority",
    "Programme",
    "Rendition",
    "RenditionState",
    "Role",
    "RoleName",
    "Scope",
    "SearchEntry",
    "SignInLink",
    "SiteText",
    "Slot",
    "Source",
    "SourceKind",
    "Staff",
    "Subscription",
    "SubscriptionState",
    "Token",
    "TrainingEvent",
    "Upload",
    "UploadState",
    "Way",
    "Work",
    "WorkState",
    "new_id",
]
