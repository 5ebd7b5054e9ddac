"""The guard in front of packages (ZIP with XML parts): nothing is handed to a reader before it passed here.

Sources: PKWARE APPNOTE 6.3 (ZIP), ECMA-376 part 2 (parts of a package, no DTD in them).
"""

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from transcode.documents.limits import DocumentLimits
from transcode.errors import RejectedError

_END = b"PK\x05\x06"
_END_BYTES = 22
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20
_LONGEST_COMMENT = 65_535
_DIRECTORY_BYTES_PER_ENTRY = 1_024
_MEDIA_TYPE_BYTES = 200
_CHUNK_BYTES = 1 << 16
_RATIO_FREE_BYTES = 1 << 20
_DEPTH = 200
_ENCRYPTED = 0x1
_MEGABYTE = 1_000_000
#: What the readers of ZIP, XML and DOCX raise on content that is not as the standards say.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, SAXException, ExpatError, ParseError, EOFError, NotImplementedError,
    ValueError, LookupError, AttributeError, TypeError,
)  # fmt: skip
_XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\x00<")


def package_names(path: Path, *, limits: DocumentLimits | None = None) -> frozenset[str]:
    """Names of the parts in the package, told without unpacking any.

    Raises:
        RejectedError: "document-broken" when there is no readable directory, "zip-bomb" when it lists too many parts.
    """
    bounds = limits or DocumentLimits()
    with path.open("rb") as stream:
        _check_directory(stream, bounds)
        with refusing_broken("ZIP"), zipfile.ZipFile(stream) as package:
            return frozenset(package.namelist())


def opendocument_kind(path: Path) -> str:
    """What the first part of an OpenDocument file says that it is: "text", "spreadsheet" and so on.

    Files that tell none are taken for texts (OpenDocument 1.3 part 2, 3.3: the part is only recommended).
    """
    with refusing_broken("ODT"), zipfile.ZipFile(path) as package:
        if "mimetype" not in package.namelist():
            return "text"
        with package.open("mimetype") as part:
            told = part.read(_MEDIA_TYPE_BYTES).decode("ascii", "replace").strip()
    return told.rpartition(".")[2].removesuffix("-template") if "opendocument" in told else "text"


def check_package(path: Path, *, limits: DocumentLimits, format_name: str = "DOCX", scan: bool = True) -> None:
    """Unpacks every part into nothing, counting, and reads every XML part with entities forbidden.

    The sizes in the package's directory are only a hint: what really comes out is counted.

    Args:
        path: The package.
        limits: Its bounds.
        format_name: What people call it.
        scan: False for packages whose parts may have a DTD (EPUB); their reader resolves no entities.

    Raises:
        RejectedError: "zip-bomb"; "document-hostile" for names that leave the package, for DTDs, entities and elements
            nested too deep; "document-format-not-taken" for locked parts; "document-broken".
    """
    package_names(path, limits=limits)
    with refusing_broken(format_name), zipfile.ZipFile(path) as package:
        entries = package.infolist()
        for entry in entries:
            _check_entry(entry)
        if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
            raise _bomb(limits)
        left = limits.unpacked_bytes
        for entry in entries:
            left -= _unpack(package, entry, left=left, limits=limits, format_name=format_name if scan else "")


@contextmanager
def refusing_broken(format_name: str) -> Iterator[None]:
    """Turns what libraries raise on broken packages into "document-broken"; errors of the disk stay what they are.

    Raises:
        RejectedError: "document-broken".
    """
    try:
        yield
    except OSError as error:
        # Errors of the disk carry a number. A place before the file's beginning comes from the package's own directory.
        if error.errno not in {None, errno.EINVAL}:
            raise
        raise RejectedError("document-broken", format=format_name) from error
    except _BROKEN as error:
        raise RejectedError("document-broken", format=format_name) from error


def _check_directory(stream: BinaryIO, limits: DocumentLimits) -> None:
    """Looks at the package's last record by itself, because opening the package reads all that the record promises."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT - _ZIP64_LOCATOR_BYTES))
    tail = stream.read()
    exact = len(tail) - _END_BYTES
    place = exact if tail[exact:].startswith(_END) and tail.endswith(b"\0\0") else tail.rfind(_END)
    record = tail[place : place + _END_BYTES]
    if place < 0 or len(record) < _END_BYTES:
        raise RejectedError("document-broken", format="ZIP")
    entries, directory_bytes = struct.unpack("<HL", record[10:16])
    zip64 = tail[max(0, place - _ZIP64_LOCATOR_BYTES) : place].startswith(_ZIP64_LOCATOR)
    if zip64 or entries > limits.entries or directory_bytes > limits.entries * _DIRECTORY_BYTES_PER_ENTRY:
        raise _bomb(limits)
    stream.seek(0)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    # The name as written: zipfile cuts names at NUL and turns the system's separators.
    name = entry.orig_filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in name or "\0" in name:
        raise RejectedError("document-hostile", part=ascii(name[:80]), reason="name")
    if entry.flag_bits & _ENCRYPTED:
        raise RejectedError("document-format-not-taken", format="ZIP + password")


def _unpack(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, *, left: int, limits: DocumentLimits, format_name: str
) -> int:
    """The bytes that one part unpacks to. Its XML is read when format_name says whose it is."""
    with package.open(entry) as part:
        first = part.read(_CHUNK_BYTES)
        xml = _looks_like_xml(entry.filename, first)
        scan = _XmlScan(entry.filename, format_name) if xml and format_name else None
        most = min(left, limits.xml_part_bytes) if xml else left
        total = 0
        chunk = first
        while chunk:
            total += len(chunk)
            if total > most or total > max(_RATIO_FREE_BYTES, limits.ratio * entry.compress_size):
                raise _bomb(limits)
            if scan:
                scan.feed(chunk)
            chunk = part.read(_CHUNK_BYTES)
        if scan:
            scan.close()
    return total


def _looks_like_xml(name: str, first: bytes) -> bool:
    """By content as well as by name: which part is read as XML is decided by relationships, not by names."""
    start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    return name.lower().endswith((".xml", ".rels")) or start.startswith(_XML_STARTS)


class _Depth(ContentHandler):
    """Counts how deep elements are nested."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part
        self._depth = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: ARG002, N802 - the names are SAX's
        self._depth += 1
        if self._depth > _DEPTH:
            raise RejectedError("document-hostile", part=self._part, reason="depth")

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - the names are SAX's
        self._depth -= 1


class _XmlScan:
    """Reads XML piece by piece, keeping nothing."""

    def __init__(self, part: str, format_name: str) -> None:
        self._part = part
        self._format_name = format_name
        self._parser = DefusedExpatParser(forbid_dtd=True)
        self._parser.setContentHandler(_Depth(part))

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.feed(chunk)
        except DefusedXmlException as error:
            raise RejectedError("document-hostile", part=self._part, reason="DTD") from error
        except SAXException as error:
            raise RejectedError("document-broken", format=self._format_name) from error

    def close(self) -> None:
        try:
            self._parser.close()
        except SAXException as error:
            raise RejectedError("document-broken", format=self._format_name) from error


def _bomb(limits: DocumentLimits) -> RejectedError:
    return RejectedError(
        "zip-bomb",
        most_megabytes=limits.unpacked_bytes // _MEGABYTE,
        most_ratio=limits.ratio,
        most_entries=limits.entries,
    )
