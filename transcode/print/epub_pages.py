"""The pages of a book: cover, articles, and their look."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from transcode.documents.article import one_line
from transcode.print.address import safe_address
from transcode.print.article import PrintedArticle, PrintedPicture, moment, words, words_language
from transcode.print.markup import body_tree, loose_pictures, picture_number, without_controls
from transcode.print.xhtml import EPUB_TYPE, OPS, XHTML, XML_LANG, Copier, new

#: Readers set fonts, size and colours themselves; this only keeps things apart. Of the house: its blue and its gold.
STYLE = b"""body{line-height:1.5;margin:0 4%}
h1,h2,h3,h4,.cover p{line-height:1.35;text-align:left;hyphens:none}
h1{font-size:1.5em;margin:.3em 0 .6em}
h2{font-size:1.2em;margin:1.4em 0 .4em}
h3,h4,h5,h6{font-size:1.05em;margin:1.2em 0 .3em}
p{margin:0 0 .7em}
.kind,.facts,figcaption,.caption,.machine{font-size:.85em}
.kind{text-transform:uppercase;letter-spacing:.04em}
.lead{font-weight:bold}
.machine{border-left:.25em solid #c8a14a;padding-left:.6em}
figure{margin:1em 0;page-break-inside:avoid;break-inside:avoid}
img{max-width:100%;height:auto}
blockquote{margin:1em 0;padding-left:.8em;border-left:.2em solid #39408a}
table{border-collapse:collapse;margin:1em 0;font-size:.9em}
th,td{border:1px solid #999;padding:.25em .5em;vertical-align:top;text-align:left}
.right{text-align:right}
.center{text-align:center}
pre{white-space:pre-wrap}
.meaning{margin-left:1.2em}
.notes{margin-top:1.5em;border-top:1px solid #999;padding-top:.6em;font-size:.85em}
.cover{text-align:center;margin:0}
.cover img{max-height:100%}
.front{margin:18% 8%;padding:1.2em;border-top:.35em solid #23285c;border-bottom:.35em solid #c8a14a}
.front .title{font-size:1.9em;font-weight:bold;margin:.5em 0}
nav ol{list-style:none;padding-left:1em}
nav li{margin:.35em 0}
"""

Placed = Callable[[PrintedPicture], str]


@dataclass(frozen=True, kw_only=True)
class Front:
    """What the cover says where there is no picture of one."""

    title: str
    organisation: str
    line: str
    date: str
    language: str
    picture: PrintedPicture | None = None


def page(title: str, language: str) -> tuple[etree._Element, etree._Element]:
    """An empty page: its root, and its body."""
    root = etree.XML(f'<html xmlns="{XHTML}" xmlns:epub="{OPS}"/>')
    root.set("lang", language)
    root.set(XML_LANG, language)
    head = new(root, "head")
    new(head, "title", clean(title))
    new(head, "link", rel="stylesheet", type="text/css", href="style.css")
    return root, new(root, "body")


def data_of(root: etree._Element) -> bytes:
    """The bytes of a page."""
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return data + b"\n"


def cover_page(front: Front, placed: Placed) -> bytes:
    """The first page: the cover's picture, or its words set in type."""
    root, body = page(front.title, front.language)
    body.set(EPUB_TYPE, "frontmatter")
    cover = new(body, "section", class_="cover")
    cover.set(EPUB_TYPE, "cover")
    source = placed(front.picture) if front.picture else ""
    if front.picture and source:
        new(cover, "img", src=source, alt=clean(front.picture.alt or front.title))
        return data_of(root)
    framed = new(cover, "div", class_="front")
    for kind, text in (("kind", front.organisation), ("title", front.title), ("facts", front.line)):
        if text:
            new(framed, "p", clean(text), class_=kind)
    new(framed, "p", front.date, class_="facts")
    return data_of(root)


def article_page(article: PrintedArticle, placed: Placed) -> bytes:
    """One article: who, headline, lead, when, body, source.

    Args:
        article: It.
        placed: Puts a picture into the book and tells its name there; "" when it has no file.
    """
    root, body = page(article.title, article.language)
    body.set(EPUB_TYPE, "bodymatter")
    chapter = new(body, "section", aria_labelledby="title")
    chapter.set(EPUB_TYPE, "chapter")
    _heading(article, chapter)
    tree = body_tree(article)
    writer = _Pictures(article=article, placed=placed)
    for number in loose_pictures(article, tree):
        writer.figure(chapter, article.pictures[number], "")
    says = words(article.language)
    copier = Copier(
        figure=writer.alone,
        picture=writer.among_words,
        base=article.address,
        notes_title=says["footnotes"],
        back_title=says["back"],
    )
    copier.copy(tree, chapter)
    _ending(article, chapter)
    return data_of(root)


def _heading(article: PrintedArticle, chapter: etree._Element) -> None:
    named = " · ".join(clean(name) for name in (article.organisation, article.programme) if name)
    _said(new(chapter, "p", named, class_="kind"), "vi", article)
    new(chapter, "h1", clean(article.title), id="title")
    if article.lead:
        new(chapter, "p", clean(article.lead), class_="lead")
    facts = " · ".join([moment(article.published_at), *map(clean, article.authors)])
    new(chapter, "p", facts, class_="facts")
    if article.ai_label:
        told = f"{words(article.language)['machine']}: {clean(article.ai_label)}"
        _said(new(chapter, "p", told, class_="machine"), words_language(article.language), article)


def _ending(article: PrintedArticle, chapter: etree._Element) -> None:
    says, spoken = words(article.language), words_language(article.language)
    if article.credit:
        _said(new(chapter, "p", f"{says['credit']}: {clean(article.credit)}", class_="facts"), spoken, article)
    address = safe_address(article.address)
    if address:
        line = new(chapter, "p", f"{says['address']}: ", class_="facts")
        _said(line, spoken, article)
        new(line, "a", article.address, href=address)


def _said(element: etree._Element, language: str, article: PrintedArticle) -> None:
    """Tells the language of words that are not in the article's own."""
    if language != article.language:
        element.set("lang", language)
        element.set(XML_LANG, language)


def clean(text: str) -> str:
    """One line that XML can hold."""
    return one_line(without_controls(text), most=2_000)


@dataclass(frozen=True, kw_only=True)
class _Pictures:
    """Writes the pictures of one article."""

    article: PrintedArticle
    placed: Placed

    def alone(self, element: HtmlElement, target: etree._Element) -> None:
        """The picture of an `img`, with its caption."""
        number = picture_number(element)
        if number is not None:
            self.figure(target, self.article.pictures[number], element.get("alt") or "")

    def among_words(self, element: HtmlElement, target: etree._Element) -> None:
        """The picture of an `img` without more."""
        number = picture_number(element)
        if number is not None:
            self._image(target, self.article.pictures[number], element.get("alt") or "")

    def figure(self, target: etree._Element, picture: PrintedPicture, alt: str) -> None:
        """A picture and its caption; without a file only what stands below it."""
        figure = new(target, "figure")
        self._image(figure, picture, alt)
        if picture.caption:
            new(figure, "figcaption", clean(picture.caption))
        if not len(figure):
            target.remove(figure)

    def _image(self, target: etree._Element, picture: PrintedPicture, alt: str) -> None:
        source = self.placed(picture)
        if not source:
            return
        image = new(target, "img", src=source, alt=clean(alt or picture.alt or picture.caption))
        if picture.width and picture.height:
            image.set("width", str(picture.width))
            image.set("height", str(picture.height))
