"""A newspaper of two large pages, made in place: stories in columns, a picture, bookmarks where they are wanted."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 842, 1190
#: (title, page, column, row where it begins, rows of text), rows from the top.
STORIES = (
    ("Flood in Muong Te", 1, 0, 0, 20),
    ("Market day in San Thang", 1, 1, 0, 20),
    ("A new road to Sin Ho", 2, 0, 0, 20),
)
_FIRST_ROW, _PITCH = 1060, 13


def rows_of(title: str, count: int = 20) -> list[str]:
    """The lines of a story; each story has its own words."""
    word = title.split(maxsplit=1)[0].lower()
    return [f"The {word} line {at} tells the people of the commune what came about" for at in range(count)]


def make(path: Path, *, outline: bool = True) -> Path:
    """The PDF. Its picture stands on page 1 in the first column, right below the words of the first story."""
    picture = Image.linear_gradient("L").resize((240, 160)).convert("RGB")
    pages = [_content(number) for number in (1, 2)]
    path.write_bytes(_pdf(pages, picture, [(title, page) for title, page, *_ in STORIES] if outline else []))
    return path


def _content(page: int) -> str:
    drawn = [*_words(["THE PEOPLE OF LAI CHAU"], left=40, top=1120, size=40)] if page == 1 else []
    for title, at, column, row, count in STORIES:
        if at != page:
            continue
        left, top = 40 + 390 * column, _FIRST_ROW - _PITCH * row
        drawn += _words([title], left=left, top=top, size=18)
        drawn += _words(rows_of(title, count), left=left, top=top - 30, size=10)
        # A second column of its own words keeps every page in columns.
        filler = [
            f"In short number {line} of column {column} of page {page} there is more to tell" for line in range(20)
        ]
        drawn += _words(filler, left=left, top=top - 600, size=10)
    if page == 2:
        drawn += _words(
            [f"Small news {line} from all the villages around the lake" for line in range(45)],
            left=430,
            top=1060,
            size=10,
        )
    return "".join(drawn) + ("q 240 0 0 160 40 590 cm /I1 Do Q\n" if page == 1 else "")


def _words(lines: list[str], *, left: int, top: int, size: int) -> Iterator[str]:
    for at, line in enumerate(lines):
        yield f"BT /F1 {size} Tf {left} {top - _PITCH * at} Td ({line}) Tj ET\n"


def _pdf(pages: list[str], picture: Image.Image, marks: list[tuple[str, int]]) -> bytes:
    """Objects: 1 catalogue, 2 pages, 3 font, 4 picture, then content and page by turns, then the outline."""
    first = 5
    kids = [first + 2 * at + 1 for at in range(len(pages))]
    outline = first + 2 * len(pages)
    root = f"/Outlines {outline} 0 R" if marks else ""
    pixels = picture.tobytes()
    head = f"<</Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Width {picture.width}"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{root}>>".encode(),
        f"<</Type/Pages/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]/Count {len(kids)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"{head}/Height {picture.height}/Length {len(pixels)}>>stream\n".encode() + pixels + b"\nendstream",
    ]
    for at, content in enumerate(pages):
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream".encode())
        box = f"/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {first + 2 * at} 0 R"
        objects.append(f"<</Type/Page{box}/Resources<</Font<</F1 3 0 R>>/XObject<</I1 4 0 R>>>>>>".encode())
    if marks:
        last = outline + len(marks)
        objects.append(f"<</Type/Outlines/First {outline + 1} 0 R/Last {last} 0 R/Count {len(marks)}>>".encode())
    for at, (title, page) in enumerate(marks, outline + 1):
        beside = f"/Prev {at - 1} 0 R" * (at > outline + 1) + f"/Next {at + 1} 0 R" * (at < outline + len(marks))
        objects.append(f"<</Title({title})/Parent {outline} 0 R/Dest[{kids[page - 1]} 0 R/Fit]{beside}>>".encode())
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + body + b"endobj\n"
    start, size = len(out), len(objects) + 1
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF".encode())
