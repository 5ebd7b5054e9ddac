"""Files that mean harm or are broken, made in place; each returns the bytes."""

import io
import struct
import zipfile
import zlib

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

#: Bytes that one part of the bomb unpacks to, and how many there are.
PART_BYTES, PARTS = 50_000_000, 44


def mp4_without_index() -> bytes:
    """What a recorder leaves that was switched off: a type box, and media data that break off."""
    kind = b"isom" + struct.pack(">I", 512) + b"isomiso2avc1mp41"
    return _box(b"ftyp", kind) + struct.pack(">I", 9_000_000) + b"mdat" + bytes(range(256)) * 400


def playlist(target: str) -> bytes:
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10.0,\n{target}\n#EXT-X-ENDLIST\n".encode()


def concat_list(target: str) -> bytes:
    return f"ffconcat version 1.0\nfile '{target}'\n".encode()


def dash_manifest(target: str) -> bytes:
    return (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet '
        f'mimeType="video/mp4"><Representation id="1"><BaseURL>{target}</BaseURL></Representation></AdaptationSet>'
        "</Period></MPD>"
    ).encode()


def huge_picture(side: int = 30_000) -> bytes:
    """A PNG of side × side pixels in a few kilobytes: most of its rows are missing, its header is right."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * (1 + side * 3) * 20)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def document_bomb() -> bytes:
    """A DOCX of 2.2 GB in 2 MB. One part is packed once, and stands in the package 44 times."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _DOCUMENT.items():
            package.writestr(name, text)
    whole = file.getvalue()
    start, count, size = _directory(whole)
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(b"\0" * PART_BYTES) + packed.flush()
    facts = struct.pack("<III", zlib.crc32(b"\0" * PART_BYTES), len(data), PART_BYTES)
    body, entries = whole[:start], whole[start : start + size]
    for number in range(PARTS):
        name = f"word/media/{number:03}.bin".encode()
        common = struct.pack("<HHHHH", 20, 0, 8, 0, 0x21) + facts + struct.pack("<HH", len(name), 0)
        entries += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + common + name + data
    total = count + PARTS
    return body + entries + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, total, total, len(entries), len(body), 0)


def plain_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("../../ra-ngoai.txt", "x")
    return file.getvalue()


def locked_pdf() -> bytes:
    """One page, and a lock that no empty password opens."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Filter/Standard/V 1/R 2/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">/P -4>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj" % number + part + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n"
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer + b"startxref\n%d\n%%%%EOF" % len(data)


def locked_book() -> bytes:
    """An EPUB whose pages can be read only with the shop's program."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/epub+zip")
        package.writestr("META-INF/container.xml", "<container/>")
        method = '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
        package.writestr("META-INF/encryption.xml", f"<encryption><EncryptedData>{method}</EncryptedData></encryption>")
    return file.getvalue()


def wav_that_claims(recorded: bytes, claimed_s: int, rate_bytes: int) -> bytes:
    """A WAV whose header tells of more sound than there is."""
    place = recorded.index(b"data") + 4
    size = claimed_s * rate_bytes
    riff = recorded[:4] + struct.pack("<I", size + 36) + recorded[8:place]
    return riff + struct.pack("<I", size) + recorded[place + 4 :]


def mp3_that_claims(recorded: bytes, claimed_s: int) -> bytes:
    """An MP3 whose first frame tells of more frames than there are."""
    mark = next(mark for mark in (b"Info", b"Xing") if mark in recorded)
    place = recorded.index(mark) + 8
    # 1152 samples a frame at most; whichever the rate, this is far more than there is.
    return recorded[:place] + struct.pack(">I", claimed_s * 50) + recorded[place + 4 :]


_DOCUMENT = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>Tin.</w:t></w:r></w:p></w:body>'
    "</w:document>",
}


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _directory(package: bytes) -> tuple[int, int, int]:
    """Where the central directory of a package stands, its entries, its bytes."""
    place = package.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<HII", package[place + 10 : place + 20])
    return start, count, size
