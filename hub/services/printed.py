"""Forms of an article: plain text, EPUB, share card, pictures, reading aloud."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy import select

from hub.config import Settings
from hub.extensions.parts import Parts
from hub.models import Item, Rendition, RenditionState
from hub.services import cutting_out, outdated, standing_picture, voices
from hub.services.bench import Bench
from transcode.made import Forms, Made
from transcode.picture_forms import BOOK, make_picture_forms
from transcode.picture_set import make_picture_set
from transcode.print.article import PrintedArticle, PrintedPicture
from transcode.print.card import CardPicture, CardWords, make_card
from transcode.print.card_forms import CARD_FORMS
from transcode.print.epub import Book, Section, book_of, make_epub
from transcode.print.plain_text import make_plain_text
from transcode.progress import portion
from transcode.speech.read_aloud import ReadAloudJob, make_read_aloud
from transcode.speech.script import Reading

#: About what each takes of the clock, in the order in which they are made.
_SHARES: Mapping[str, float] = {"text": 0.01, "share": 0.5, "pictures": 3.0, "epub": 0.5, "read-aloud": 10.0}


@dataclass(frozen=True, kw_only=True)
class PrintJob:
    """One article and the forms that are wanted.

    Attributes:
        article: As it is now.
        book: It, or of an issue the articles that were cut from it.
        picture: For the share card; None where there is none.
        out_dir: Where the forms go; exists.
        work_dir: A private folder; exists.
        tags: For the sound.
        forms: Which of the table.
    """

    article: PrintedArticle
    book: Book
    picture: CardPicture | None
    out_dir: Path
    work_dir: Path
    tags: Mapping[str, str]
    forms: frozenset[str]


def gather(parts: Parts, item: Item, folder: Path) -> tuple[PrintedArticle, CardPicture | None]:
    """The article with its pictures, and the picture that stands for it."""
    with parts.database.reading() as session:
        ready = session.scalars(
            select(Rendition).where(
                Rendition.item_id == item.id, Rendition.form == "picture", Rendition.state == RenditionState.READY
            )
        ).all()
        stands = standing_picture.standing(session, item.id)
    numbered = {one.details["number"]: one for one in ready}
    pictures = [_picture(parts, numbered.get(number), folder) for number in range(1, max(numbered, default=0) + 1)]
    path = _picture(parts, stands, folder).path
    shown = CardPicture(path=path, focal_point=standing_picture.point_of(stands)) if path else None
    article = PrintedArticle(
        id=item.id,
        title=item.title,
        markdown=item.body,
        language=item.language,
        organisation=item.programme.organisation.name,
        programme=item.programme.title,
        published_at=item.published_at or item.created_at,
        updated_at=item.updated_at,
        address=f"{parts.settings.public_url}/items/{item.id}/",
        lead="" if item.body.lstrip().startswith(item.summary.rstrip("…. ")) else item.summary,
        authors=tuple(item.authors),
        pictures=pictures,
        ai_label=item.ai_label,
        credit=item.credit,
    )
    return article, shown


def book(parts: Parts, item: Item, article: PrintedArticle, folder: Path) -> Book:
    """The book of an article; of an issue that articles were cut from, those that are public, as they stood in it."""
    with parts.database.reading() as session:
        public = {one.id for one in outdated.pieces_of(session, item)}
        pieces = [piece.item for piece in cutting_out.pieces(session, item.id) if piece.item.id in public]
    if not pieces:
        return book_of(article)
    # A folder for each: pictures of different articles have the same names.
    articles = [gather(parts, piece, folder / piece.id)[0] for piece in pieces]
    return replace(book_of(article), sections=[Section(title="", articles=articles)])


def _picture(parts: Parts, rendition: Rendition | None, folder: Path) -> PrintedPicture:
    if rendition is None:
        return PrintedPicture()
    path = parts.storage.fetch(rendition.private_key, folder)
    told = rendition.details
    return PrintedPicture(
        alt=told.get("alt", ""),
        caption=told.get("caption", ""),
        path=path,
        width=told.get("width", 0),
        height=told.get("height", 0),
    )


def make_printed(
    job: PrintJob,
    settings: Settings,
    bench: Bench,
    *,
    on_form: Callable[[str, float], None],
    on_made: Callable[[Made], None],
) -> None:
    """Make the forms, lightest first.

    Args:
        job: What to make of what.
        settings: Which voice reads.
        bench: What it is made with.
        on_form: Called with the form that is being made, and 0…1 of it.
        on_made: Called with each form as soon as it is ready.

    Raises:
        FormsError: Some form failed; the others were handed over.
        CancelledError: Somebody asked to stop.
    """
    forms = Forms(on_made)
    makers: Mapping[str, Callable[[Callable[[float], None]], Made]] = {
        "text": partial(_text, job),
        "share": partial(share_card, job),
        "pictures": partial(_pictures, job),
        "epub": partial(_epub, job),
        "read-aloud": partial(_read_aloud, job, settings, bench),
    }
    wanted = [form for form in _SHARES if form in job.forms]
    whole, done = sum(_SHARES[form] for form in wanted), 0.0
    for form in wanted:
        share = portion(bench.on_progress, done / whole, (done := done + _SHARES[form]) / whole)

        def told(fraction: float, form: str = form, share: Callable[[float], None] = share) -> None:
            on_form(form, fraction)
            share(fraction)

        told(0.0)
        forms.make(form, partial(makers[form], told))
    forms.finish()
    bench.on_progress(1.0)


def _text(job: PrintJob, on_progress: Callable[[float], None]) -> Made:
    del on_progress
    path = job.out_dir / "article.txt"
    path.write_bytes(make_plain_text(job.article))
    return Made(
        form="text", path=path, media_type="text/plain; charset=utf-8", size_bytes=path.stat().st_size, duration_s=0.0
    )


def share_card(job: PrintJob, on_progress: Callable[[float], None]) -> Made:
    """The card that other sites show of the item."""
    del on_progress
    words = CardWords(title=job.article.title, organisation=job.article.organisation, programme=job.article.programme)
    return make_card(words, job.out_dir / "share.jpg", form=CARD_FORMS["share"], picture=job.picture)


def _pictures(job: PrintJob, on_progress: Callable[[float], None]) -> Made:
    there = {number: one.path for number, one in enumerate(job.article.pictures, 1) if one.path}
    return make_picture_set(there, job.out_dir, on_progress)


def _epub(job: PrintJob, on_progress: Callable[[float], None]) -> Made:
    del on_progress
    sections = [
        replace(section, articles=[_lighter(article, job.work_dir) for article in section.articles])
        for section in job.book.sections
    ]
    return make_epub(replace(job.book, sections=sections), job.out_dir / "article.epub")


def _lighter(article: PrintedArticle, folder: Path) -> PrintedArticle:
    """The article with pictures of a size that books need."""
    place = folder / f"book-{article.id}"
    place.mkdir(exist_ok=True)
    return replace(article, pictures=[_for_book(picture, place) for picture in article.pictures])


def _for_book(picture: PrintedPicture, folder: Path) -> PrintedPicture:
    if picture.path is None or picture.width <= max(BOOK.widths):
        return picture
    made = make_picture_forms(picture.path, folder, stem=picture.path.stem, forms=[BOOK]).made.get(BOOK.form)
    return replace(picture, path=made.path, width=made.width, height=made.height) if made else picture


def _read_aloud(job: PrintJob, settings: Settings, bench: Bench, on_progress: Callable[[float], None]) -> Made:
    article = job.article
    reading = Reading(title=article.title, lead=article.lead, markdown=article.markdown, language=article.language)
    voice = voices.reader(settings, article.language)
    task = ReadAloudJob(reading=reading, voice=voice, out_dir=job.out_dir, work_dir=job.work_dir, tags=job.tags)
    return make_read_aloud(task, tools=bench.tools, on_progress=on_progress, cancelled=bench.cancelled).made
