"""Articles cut from the pages of an issue: by its bookmarks, by its headlines, or by hand."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transcode.documents.article import Article, ArticlePicture, one_line, summarise
from transcode.documents.byline import take_byline
from transcode.documents.issue import Issue, IssueBlock, OutlineEntry
from transcode.documents.layout import Block, joined_over
from transcode.errors import RejectedError

_WORDS = re.compile(r"\w+")
_PICTURE = re.compile(r'(!\[(?:[^\[\]\\]|\\.)*\]\(picture:)(\d{1,4})((?: "[^"\n]*")?\))')
_MOST_RANGES = 200
_SUMMARY_LENGTH = 300


@dataclass(frozen=True, kw_only=True)
class BlockRange:
    """Blocks of one page, both ends included."""

    page: int
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Story:
    """A proposal for an article: what it is called and where it stands."""

    title: str
    ranges: tuple[BlockRange, ...]


def stories(issue: Issue) -> tuple[Story, ...]:
    """The articles that the bookmarks point at, or the headlines where there are no bookmarks, in reading order.

    Each runs from its headline to the next one's. A bookmark whose words are not found on its page is left out.
    """
    starts = _outlined(issue) or [
        (page.number, block.number, one_line(block.text))
        for page in issue.pages
        for block in page.headlines
        if (page.number, block.number) not in issue.masthead
    ]
    starts.sort()
    ends = [*starts[1:], (issue.pages[-1].number + 1, 1, "")] if starts else []
    found = []
    for (page, block, title), (next_page, next_block, _) in zip(starts, ends, strict=True):
        ranges = tuple(_between(issue, (page, block), (next_page, next_block)))
        found.append(Story(title=title, ranges=ranges))
    return tuple(found)


def contents(issue: Issue) -> str:
    """What an issue is, in Vietnamese: how many pages it has, and what its stories are called."""
    found = stories(issue)
    what = f"Ấn phẩm gồm {len(found)} phần" if issue.in_chapters else f"Số báo {len(issue.pages)} trang"
    titles = "; ".join(story.title.rstrip(" .;") for story in found)
    return one_line(f"{what}. Trong số này: {titles}." if titles else f"{what}.", most=_SUMMARY_LENGTH)


def cut(issue: Issue, ranges: Sequence[BlockRange], *, pictures: Sequence[ArticlePicture] = ()) -> Article:
    """The article that stands in these blocks, in the order in which they are given; each block counts once.

    Args:
        issue: The issue.
        ranges: Which blocks.
        pictures: Those of the article of the whole issue; pictures among the blocks are taken from them.

    Returns:
        Its title is its first headline, else the beginning of its words.

    Raises:
        RejectedError: "issue-block-unknown" for pages and blocks that are not there; "no-text".
    """
    chosen = [*dict.fromkeys(_chosen(issue, ranges))]
    words = [block for _, block in chosen if block.text]
    if not words:
        raise RejectedError("no-text")
    headline = next((block for block in words if block.heading), None)
    numbers = [number for _, block in chosen for number in _pictures(block) if number < len(pictures)]
    places = {picture: place for place, picture in enumerate(dict.fromkeys(numbers))}
    body = "\n\n".join(_markdown([block for _, block in chosen if block is not headline], places))
    body, author = take_byline(body, known="") if body else (body, "")
    return Article(
        title=one_line(headline.text if headline else words[0].text),
        summary=summarise(body),
        markdown=body,
        pictures=tuple(pictures[number] for number in places),
        metadata={"issue": issue.label, "pages": ", ".join(str(page) for page in sorted({page for page, _ in chosen}))}
        | ({"author": author} if author else {}),
    )


def _outlined(issue: Issue) -> list[tuple[int, int, str]]:
    """Page, block and title of every bookmark that has none under it and whose headline is found."""
    starts = []
    entries = issue.outline
    for place, entry in enumerate(entries):
        is_last_step = all(after.level <= entry.level for after in entries[place + 1 : place + 2])
        number = entry.block or _number_of_headline(issue, entry)
        if is_last_step and number:
            starts.append((entry.page, number, entry.title))
    return starts


def _number_of_headline(issue: Issue, entry: OutlineEntry) -> int:
    """The block of its page that a bookmark leads to, by its words; 0 when none has them."""
    page = next(page for page in issue.pages if page.number == entry.page)
    wanted = _key(entry.title)
    alike = [block for block in page.blocks if block.text and (key := _key(block.text)) and _same(key, wanted)]
    return max(alike, key=lambda block: (block.heading, block.size)).number if alike else 0


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _same(key: str, wanted: str) -> bool:
    """A headline of several decks may be in the bookmark in part only, or the other way round."""
    shorter, longer = sorted((key, wanted), key=len)
    return longer.startswith(shorter) and len(shorter) * 2 >= len(longer)


def _between(issue: Issue, start: tuple[int, int], end: tuple[int, int]) -> Iterator[BlockRange]:
    for page in issue.pages:
        run: list[int] = []
        for block in page.blocks:
            place = (page.number, block.number)
            if place in issue.masthead:
                # A story that goes on over the page does not take the head of that page with it.
                yield from _whole(page.number, run)
                run = []
            elif start <= place < end and block.text:
                run.append(block.number)
        yield from _whole(page.number, run)


def _whole(page: int, run: Sequence[int]) -> Iterator[BlockRange]:
    if run:
        yield BlockRange(page=page, first=run[0], last=run[-1])


def _chosen(issue: Issue, ranges: Sequence[BlockRange]) -> Iterator[tuple[int, IssueBlock]]:
    pages = {page.number: page for page in issue.pages}
    for wanted in ranges[:_MOST_RANGES]:
        page = pages.get(wanted.page)
        if page is None or not 1 <= wanted.first <= wanted.last <= len(page.blocks):
            raise RejectedError("issue-block-unknown", page=wanted.page, block=wanted.last)
        yield from ((page.number, block) for block in page.blocks[wanted.first - 1 : wanted.last])


def _pictures(block: IssueBlock) -> list[int]:
    """The numbers of the pictures of a block: it is one, or they stand among its words."""
    inside = [int(found[2]) for found in _PICTURE.finditer(block.markdown)]
    return inside or ([] if block.picture is None else [block.picture])


def _renumbered(markdown: str, places: Mapping[int, int]) -> str:
    """The same with its pictures by their places in the article; those that it does not have go."""

    def numbered(found: re.Match[str]) -> str:
        place = places.get(int(found[2]))
        return "" if place is None else f"{found[1]}{place}{found[3]}"

    return _PICTURE.sub(numbered, markdown).strip()


def _markdown(blocks: Iterable[IssueBlock], places: Mapping[int, int]) -> Iterator[str]:
    """Paragraphs that run over the foot of a column or page are whole again; pictures stand where they were chosen."""
    written: list[Block | str] = []
    for block in blocks:
        last = written[-1] if written else None
        if block.markdown:
            written += [marked] if (marked := _renumbered(block.markdown, places)) else []
            continue
        if block.picture is not None:
            written += [f"![](picture:{places[block.picture]})"] if block.picture in places else []
            continue
        new = Block(text=block.text, size=block.size, heading=block.heading)
        if not (isinstance(last, Block) and joined_over(last, new)):
            written.append(new)
    return (block.markdown() if isinstance(block, Block) else block for block in written)
