"""What the API gives and takes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hub.services.addresses import LONGEST

Page = Annotated[int, Field(ge=1, le=10_000)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Said(Shape):
    code: str
    message: str


class Fault(Shape):
    """Every error: a code for programs, a sentence for people."""

    error: Said


class Programme(Shape):
    slug: str
    title: str
    kind: Literal["radio", "tv", "print"]
    language: str


class Form(Shape):
    """One rendition."""

    form: str
    state: str
    media_type: str
    size_bytes: int
    #: Address for readers, where the item is published.
    url: str | None


class Sending(Shape):
    """One delivery."""

    id: str
    destination: str
    state: str
    reason: str
    url: str | None


class Item(Shape):
    id: str
    title: str
    programme: str
    kind: str
    language: str
    state: str
    created_at: datetime
    published_at: datetime | None
    url: str | None
    #: What is wrong with its original, as a sentence; empty where nothing is.
    reason: str


class ItemWhole(Item):
    summary: str
    authors: list[str]
    tags: list[str]
    #: Slugs of communes and wards.
    places: list[str]
    forms: list[Form]
    deliveries: list[Sending]
    arrivals: list["Arrival"]


class Arrival(Shape):
    """One thing that came by one way."""

    id: str
    way: str
    source: str | None
    name: str
    address: str
    state: str
    #: What its agency sent of an item that was there: "update" or "cancellation"; empty for all else.
    brought: str
    item: str | None
    sha256: str
    reason: str
    arrived_at: datetime
    arrived_by: str


class Source(Shape):
    slug: str
    kind: str
    title: str
    programme: str
    address: str
    options: dict[str, Any]
    enabled: bool
    quiet_after_h: int
    looked_at: datetime | None
    new_at: datetime | None
    reason: str


class Package(Shape):
    """What an editor has chosen for a group of readers."""

    slug: str
    title: str
    description: str
    language: str
    #: Names of lists; what is in one of each sort is in the package.
    lists: list[str]
    #: Whether the subscribe page names it.
    offered: bool
    #: How many items readers find in it.
    items: int
    url: str
    feed: str


class Upload(Shape):
    id: str
    name: str
    size_bytes: int
    offset: int
    state: str
    item: str | None
    reason: str
    expires_at: datetime


class Items(Shape):
    items: list[Item]
    more: bool


class Arrivals(Shape):
    arrivals: list[Arrival]
    more: bool


class Programmes(Shape):
    programmes: list[Programme]


class Sources(Shape):
    sources: list[Source]


class Packages(Shape):
    packages: list[Package]


class Uploads(Shape):
    uploads: list[Upload]


class Sendings(Shape):
    deliveries: list[Sending]


class ItemsWanted(Shape):
    kind: Literal["", "radio", "tv", "print"] = ""
    state: str = ""
    page: Page = 1


class ArrivalsWanted(Shape):
    way: str = ""
    source: str = ""
    state: str = ""
    trouble: bool = False
    page: Page = 1


class SearchWanted(Shape):
    """All words of `q` are wanted, phrases in quotes, the last word may be begun; tones need not be typed."""

    q: str = ""
    kind: Literal["", "radio", "tv", "print"] = ""
    #: BCP-47.
    language: str = ""
    #: Slug.
    programme: str = ""
    #: Days in the province (UTC+7), both included.
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    page: Page = 1


class Hit(Shape):
    """One item that was found."""

    id: str
    title: str
    summary: str
    kind: str
    language: str
    programme: str
    published_at: datetime
    url: str


class Hits(Shape):
    items: list[Hit]
    #: Found in all, at most 100.
    count: int
    #: Whether there are more than `count`.
    more: bool
    page: int
    pages: int


class ItemPath(Shape):
    item_id: str


class ArrivalPath(Shape):
    arrival_id: str


class SourcePath(Shape):
    slug: str


class UploadPath(Shape):
    upload_id: str


class Address(Shape):
    """Something to be fetched."""

    address: str = Field(max_length=LONGEST)
    programme: str
    title: str = ""
    language: str = ""
    #: At once when it is ready; for editors.
    publish: bool = False
    #: Let an editor review it.
    review: bool = False
    form: Literal["best", "720p", "480p", "audio"] = "best"
    subtitles: list[str] = []
    original_date: bool = False


class Into(Shape):
    into: str


class Push(Shape):
    #: Slugs of destinations; empty for all that are switched on.
    to: list[str] = []


class Reason(Shape):
    reason: str = ""
    to_readers: str = ""


class SourceNew(Shape):
    slug: str
    kind: Literal["feed", "channel", "folder"]
    title: str
    programme: str
    address: str
    options: dict[str, Any] = {}
    quiet_after_h: int = Field(default=0, ge=0, le=24 * 365)


class SourceChange(Shape):
    title: str | None = None
    address: str | None = None
    options: dict[str, Any] | None = None
    quiet_after_h: int | None = Field(default=None, ge=0, le=24 * 365)
    enabled: bool | None = None
