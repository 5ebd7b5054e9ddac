"""Whether a feed is what it says, and so are the files that it names: looked at as a reader far away would."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from feeds.check import inspect
from feeds.inspection.errors import Fault, fault
from feeds.inspection.stated import StatedFile, stated

#: Names of one and the same type.
_SAME_TYPES = (
    frozenset({"audio/mp4", "audio/x-m4a", "audio/m4a"}),
    frozenset({"video/mp4", "video/x-m4v"}),
    frozenset({"audio/ogg", "audio/opus", "application/ogg"}),
    frozenset({"application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/mpegurl"}),
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back when an address was asked for.

    Attributes:
        status: Of HTTP; 0 when nobody answered.
        headers: Their names in any case.
        length: Of the whole file in bytes; None when it was not told.
        accepts_ranges: Whether a part of it was given when a part was asked for.
    """

    status: int
    headers: Mapping[str, str]
    length: int | None = None
    accepts_ranges: bool = False

    @property
    def media_type(self) -> str:
        """Without parameters; empty when it was not told."""
        told = {name.lower(): value for name, value in self.headers.items()}.get("content-type", "")
        return told.partition(";")[0].strip().lower()

    @property
    def is_there(self) -> bool:
        """Whether the whole or a part came back."""
        return self.status in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}


#: Asks for an address. It decides how: over the net, or in the folder that is served there.
Ask = Callable[[str], Answer]


def self_test(document: bytes, kind: str, self_url: str, ask: Ask) -> tuple[Fault, ...]:
    """Find what keeps a feed, or the files that it names, from reaching readers.

    Args:
        document: As it is published, or would be.
        kind: "rss", "atom", "json" or "podcast".
        self_url: Where it is published.
        ask: Called once for each file that the feed names, and for its older and newer documents.

    Returns:
        The faults of the document itself (its rules, ids that come twice, entries out of order), then those of its
        address, of its media, and of the other files and documents that it leads to; empty when all is well.

    Raises:
        FeedError: `unknown-feed-kind`.
    """
    faults = list(inspect(document, kind))
    told = stated(document, kind)
    if told.self_url != self_url:
        faults.append(fault("self-test-other-address", url=told.self_url, expected=self_url))
    urls = dict.fromkeys((*(file.url for file in told.files), *told.documents, *told.companions))
    answers = {url: ask(url) for url in urls}
    for url, answer in answers.items():
        faults += _unreachable(url, answer)
    for file in told.files:
        faults += _file_faults(file, answers[file.url])
    return tuple(faults)


def _unreachable(url: str, answer: Answer) -> Iterator[Fault]:
    if not answer.is_there:
        yield fault("self-test-unreachable", url=url, status=answer.status)


def _file_faults(file: StatedFile, answer: Answer) -> Iterator[Fault]:
    if not answer.is_there:
        return
    if not _same_type(file.media_type.partition(";")[0].strip().lower(), answer.media_type):
        yield fault("self-test-other-type", url=file.url, stated=file.media_type, found=answer.media_type)
    if not file.length:  # a stream
        return
    if not answer.accepts_ranges:
        yield fault("self-test-no-ranges", url=file.url)
    if file.length != str(answer.length):
        found = "—" if answer.length is None else answer.length
        yield fault("self-test-other-length", url=file.url, stated=file.length, found=found)


def _same_type(stated_type: str, found: str) -> bool:
    return stated_type == found or any({stated_type, found} <= names for names in _SAME_TYPES)
