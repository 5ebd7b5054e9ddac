"""HTML pages, whoever wrote them: the article is taken out, the rest of the page is not."""

import re
from collections.abc import Mapping
from dataclasses import replace

from lxml import html as lxml_html
from lxml.html import HtmlElement

from transcode.documents.album import Album, from_data_url, kind_of
from transcode.documents.article import Article, escaped, one_line, summarise, unmarked, without_turns
from transcode.documents.byline import take_byline
from transcode.documents.limits import DocumentLimits
from transcode.documents.markup import markdown_from_tree
from transcode.documents.notes import gather_notes
from transcode.documents.text import Decoded, decode
from transcode.documents.tidying import PictureTaker, beside, is_counter, picture_source, tidy
from transcode.documents.title import given_title, title_from_name
from transcode.documents.webpage_facts import PageFacts, facts_of
from transcode.errors import RejectedError

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6} (.+)")
_SENTENCE_END = (".", "…", ".”", '."', "!", "!”")
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]]{1,500}", re.IGNORECASE)
#: A part of the page is taken for the article when it holds this share of the page's words at the least.
_ARTICLE_SHARE = 0.3
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_SAME_CHARSETS = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252"}
_HEAD_BYTES = 8192


def read_html(
    data: bytes,
    *,
    name: str,
    limits: DocumentLimits,
    encoding: str = "",
    fetched: Mapping[str, str] | None = None,
) -> Article:
    """The article of a page: headings, lists, tables, figures with captions, footnotes, links that lead somewhere safe.

    Nothing is fetched. Pictures that stand in the page itself are taken; one that lies beside it stays named by its
    path, `![alt](path "caption")`, for whoever has the file; of one elsewhere the words for it remain.

    Args:
        data: The page.
        name: What its sender called it.
        limits: Its bounds.
        encoding: One of `detection.ENCODINGS` that somebody named; empty to find out.
        fetched: Of a page from the web, its pictures that are here: as `pictures_named` tells them -> a local name,
            by which the article then names them. Of all others the words remain.

    Raises:
        RejectedError: "text-encoding-unknown", "text-too-long", "document-hostile" for depth, "no-text".
    """
    decoded = decode(data, encoding) if encoding else _told(decode(data), data)
    limits.check_text(decoded.text)
    root = page_tree(decoded.text)
    facts = facts_of(root)
    album = Album(limits=limits)
    part = article_part(root)
    pictures = _addresses(part)
    body = article_markdown(part, pictures=_taker(album, fetched))
    limits.check_text(body)
    headed = bool(given_title(facts.title) or given_title(facts.page_title) or _HEADING.match(body))
    title, body = titled(body, told=facts.title, page_title=facts.page_title, name=name)
    if headed and not body.strip():
        # A headline alone says little, but the page says more than its body: what it is about, or where its picture is.
        body = escaped(facts.summary) or pictures
    article = _article(title, _with_plain_lead(body), facts=facts, album=album, decoded=decoded)
    lead = (fetched or {}).get(facts.picture, "")
    return replace(article, markdown=f"![]({lead})\n\n{article.markdown}") if lead and lead not in body else article


def pictures_beside(data: bytes) -> list[str]:
    """The addresses of the pictures that lie beside a page, each once, as `read_html` writes them.

    Raises:
        RejectedError: as `read_html`.
    """
    images = page_tree(decode(data).text).iter("img")
    return [*dict.fromkeys(place for image in images if (place := beside(picture_source(image))))]


def pictures_named(data: bytes) -> list[str]:
    """The addresses of the pictures of a page's article, as the page writes them, each once; none that it holds itself.

    Of an article without any, the one by which the page is shown elsewhere.

    Raises:
        RejectedError: as `read_html`.
    """
    found: dict[str, bool] = {}

    def take(source: str, alt: str, caption: str) -> str:  # noqa: ARG001  the words stay where they are
        if source.strip():
            found[source.strip()] = bool(from_data_url(source))
        return ""

    root = page_tree(decode(data).text)
    lead = facts_of(root).picture
    article_markdown(article_part(root), pictures=take)
    return [one for one, is_inside in (found or {lead: not lead}).items() if not is_inside]


def base_of(data: bytes) -> str:
    """The address from which those of a page are to be read, where it names one. Raises RejectedError."""
    base = page_tree(decode(data).text).find(".//base")
    return "" if base is None else (base.get("href") or "").strip()


def _told(decoded: Decoded, data: bytes) -> Decoded:
    """What was guessed is certain where the page says the same."""
    found = _CHARSET.search(data[:_HEAD_BYTES])
    charset = found[1].decode("ascii").lower() if found else ""
    same = _SAME_CHARSETS.get(charset, charset) == decoded.encoding.lower()
    return replace(decoded, sure=decoded.sure or same)


def page_tree(text: str) -> HtmlElement:
    """The tree of a page.

    Raises:
        RejectedError: "document-hostile" when elements nest without end, "no-text" when there are none.
    """
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    source = _DECLARATION.sub("", text.replace("\0", ""), count=1)
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (ValueError, lxml_html.etree.ParserError) as error:
        raise RejectedError("no-text") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise RejectedError("document-hostile", part="html", reason="depth")
    return root


def article_part(root: HtmlElement) -> HtmlElement:
    """The element that holds the article: what the page says is one, else its main part, else all of it."""
    body = root.find("body")
    whole = body if body is not None else root
    words = len(whole.text_content())
    marked = root.xpath("//*[contains(concat(' ', normalize-space(@itemprop), ' '), ' articleBody ')]")
    for found in ([*root.iter("article")], marked, [*root.iter("main"), *root.xpath("//*[@role='main']")]):
        longest = max(found, key=lambda part: len(part.text_content()), default=None)
        if longest is not None and len(longest.text_content()) >= _ARTICLE_SHARE * words:
            return longest
    return whole


def article_markdown(part: HtmlElement, *, pictures: PictureTaker) -> str:
    """The Markdown of a part of a page.

    Raises:
        RejectedError: "document-hostile" when elements nest deeper than any writer's do.
    """
    try:
        notes = gather_notes(part)
        tidy(part, pictures=pictures)
        for note in notes:
            tidy(note, pictures=pictures)
            part.append(note)
        return without_turns(markdown_from_tree(part))
    except RecursionError as error:
        raise RejectedError("document-hostile", part="html", reason="depth") from error


def _taker(album: Album, fetched: Mapping[str, str] | None) -> PictureTaker:
    def take(source: str, alt: str, caption: str) -> str:
        data = from_data_url(source)
        if not data:
            return beside(source) if fetched is None else fetched.get(source.strip(), "")
        number = album.take(data, kind_of(data), alt=alt, caption=caption)
        return "" if number is None else f"picture:{number}"

    return take


def _addresses(part: HtmlElement) -> str:
    """Links to the pictures of an article that lie on other machines, as Markdown."""
    sources = [picture_source(image) for image in part.iter("img") if not is_counter(image)]
    return "\n\n".join(dict.fromkeys(f"<{source}>" for source in sources if _ADDRESS.fullmatch(source)))


def _with_plain_lead(body: str) -> str:
    """The same with the lead as a paragraph where the page has set it as a heading: it is a whole sentence."""
    first, gap, rest = body.partition("\n\n")
    heading = _HEADING.fullmatch(first)
    return f"{heading[1]}{gap}{rest}" if heading and heading[1].endswith(_SENTENCE_END) else body


def _article(title: str, body: str, *, facts: PageFacts, album: Album, decoded: Decoded) -> Article:
    body, named = take_byline(body, known=facts.author) if body else (body, "")
    if not body.strip():
        raise RejectedError("no-text")
    metadata = dict(facts.told) | album.told | {"encoding": decoded.encoding}
    if named or facts.author:
        metadata["author"] = named or facts.author
    return Article(
        title=title,
        summary=one_line(facts.summary, most=300) or summarise(body),
        markdown=body,
        pictures=tuple(album.pictures),
        language=facts.language,
        metadata=metadata,
        remarks=decoded.remarks,
    )


def titled(body: str, *, told: str, page_title: str, name: str) -> tuple[str, str]:
    """The title, and the body without it.

    What the page tells others is the title; else its first heading, else what stands in the title bar.
    """
    first, _, rest = body.partition("\n\n")
    heading = _HEADING.fullmatch(first)
    shown = one_line(unmarked(heading[1])) if heading else ""
    title = given_title(told) or shown or given_title(page_title) or title_from_name(name)
    same = shown and shown.casefold() == title.casefold()
    return title, rest if same else body
