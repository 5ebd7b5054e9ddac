"""Literal bytes that formats begin with.

Sources: the formats' own specifications, and the list of file signatures kept by the PRONOM registry.
"""

from dataclasses import dataclass

from transcode.errors import RejectedError


@dataclass(frozen=True)
class Sign:
    """Bytes at a place. `then` are more bytes that must stand at their own place."""

    magic: bytes
    format: str
    offset: int = 0
    then: tuple[int, bytes] = (0, b"")

    def marks(self, head: bytes) -> bool:
        """True when head carries this sign."""
        place, more = self.then
        return head.startswith(self.magic, self.offset) and head.startswith(more, place)


#: Formats that are taken as soon as their first bytes are seen.
TAKEN: tuple[Sign, ...] = (
    Sign(b"\xff\xd8\xff", "jpeg"),
    Sign(b"\x89PNG\r\n\x1a\n", "png"),
    Sign(b"RIFF", "webp", then=(8, b"WEBP")),
    Sign(b"GIF87a", "gif"),
    Sign(b"GIF89a", "gif"),
    Sign(b"RIFF", "wav", then=(8, b"WAVE")),
    Sign(b"RF64", "wav", then=(8, b"WAVE")),
    Sign(b"BW64", "wav", then=(8, b"WAVE")),
    Sign(b"RIFF", "avi", then=(8, b"AVI ")),
    Sign(b"fLaC", "flac"),
    Sign(b"#!AMR\n", "amr"),
    Sign(b"#!AMR-WB\n", "amr"),
    Sign(b"FLV\x01", "flv"),
    Sign(b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01", "mxf"),
)

#: code -> formats that are known and not taken.
REFUSED: tuple[tuple[str, tuple[Sign, ...]], ...] = (
    (
        "executable",
        (
            Sign(b"MZ", "Windows"),
            Sign(b"\x7fELF", "Linux"),
            Sign(b"\xfe\xed\xfa\xce", "macOS"),
            Sign(b"\xfe\xed\xfa\xcf", "macOS"),
            Sign(b"\xce\xfa\xed\xfe", "macOS"),
            Sign(b"\xcf\xfa\xed\xfe", "macOS"),
            Sign(b"\xca\xfe\xba\xbe", "Java, macOS"),
            Sign(b"\x00asm", "WebAssembly"),
            Sign(b"dex\n", "Android"),
            Sign(b"L\x00\x00\x00\x01\x14\x02\x00", "Windows LNK"),
        ),
    ),
    (
        "archive-not-document",
        (
            Sign(b"7z\xbc\xaf\x27\x1c", "7z"),
            Sign(b"Rar!\x1a\x07", "RAR"),
            Sign(b"\x1f\x8b\x08", "gzip"),
            Sign(b"BZh", "bzip2", then=(4, b"1AY&SY")),
            Sign(b"\xfd7zXZ\x00", "xz"),
            Sign(b"\x28\xb5\x2f\xfd", "zstd"),
            Sign(b"ustar", "tar", offset=257),
            Sign(b"PK\x05\x06", "ZIP"),
            Sign(b"PK\x07\x08", "ZIP"),
        ),
    ),
    (
        "media-format-not-taken",
        (
            Sign(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA, WMV"),
            Sign(b"FORM", "AIFF", then=(8, b"AIF")),
            Sign(b".RMF", "RealMedia"),
            Sign(b"MThd", "MIDI"),
            Sign(b"caff", "CAF"),
            Sign(b"MAC ", "APE"),
            Sign(b"wvpk", "WavPack"),
            Sign(b"\x00\x00\x01\xba", "MPEG-PS"),
            Sign(b"\x00\x00\x01\xb3", "MPEG-ES"),
        ),
    ),
    (
        "picture-format-not-taken",
        (
            Sign(b"II*\x00", "TIFF"),
            Sign(b"MM\x00*", "TIFF"),
            Sign(b"BM", "BMP", then=(6, b"\x00\x00\x00\x00")),
            Sign(b"8BPS", "PSD"),
            Sign(b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
            Sign(b"\xff\x4f\xff\x51", "JPEG 2000"),
            Sign(b"\xff\x0a", "JPEG XL"),
            Sign(b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
            Sign(b"\x00\x00\x01\x00", "ICO"),
        ),
    ),
    (
        "document-format-not-taken",
        (Sign(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC, XLS, PPT"),),
    ),
)


def taken_format(head: bytes) -> str | None:
    """The format whose literal sign head carries, None when there is none."""
    return next((sign.format for sign in TAKEN if sign.marks(head)), None)


def refuse_known(head: bytes) -> None:
    """Refuses binary content whose type is known and not taken. Not for text, which may begin with the same letters.

    Raises:
        RejectedError: "executable", "archive-not-document" or a "…-format-not-taken", with the format's name.
    """
    for code, signs in REFUSED:
        for sign in signs:
            if sign.marks(head):
                raise RejectedError(code, format=sign.format)
