"""What is said of an article, sentence by sentence, with the pauses between."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from transcode.errors import RejectedError
from transcode.speech.blocks import Block, Phrases, blocks
from transcode.speech.sentences import sentences
from transcode.speech.spoken import spoken, tidied

SENTENCE_PAUSE_S, PARAGRAPH_PAUSE_S, HEADING_PAUSE_S = 0.35, 0.7, 0.9
#: More is an hour of listening: that is a book, and is read by a person.
MOST_CHARACTERS = 30_000
#: Far enough down to find the paragraph that the lead was taken from.
_FIRST_BLOCKS = 4


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An article that is to be read aloud.

    Attributes:
        title: One line.
        lead: Its summary; "" for none. Not read where the body begins with the same words.
        markdown: The body.
        language: BCP-47.
    """

    title: str
    lead: str
    markdown: str
    language: str = "vi"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a script.

    Attributes:
        text: As written, to be shown.
        spoken: As it is given to a voice; never empty.
        pause_s: Silence behind it.
    """

    text: str
    spoken: str
    pause_s: float


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a language is read.

    Attributes:
        announcement: Said first, so that nobody takes the voice for a person's.
        phrases: Of tables and notes.
        say: Written to spoken.
    """

    announcement: str
    phrases: Phrases
    say: Callable[[str], str]


#: First part of the BCP-47 tag -> how it is read. Engines read the numbers of English and French by themselves.
MANNERS: Mapping[str, Manner] = {
    "vi": Manner(
        announcement="Bài được đọc bằng giọng máy.",
        phrases=Phrases(table="Bảng.", long_table="Bảng có {rows} dòng, mời xem trong bài viết.", notes="Chú thích"),
        say=spoken,
    ),
    "en": Manner(
        announcement="This article is read by a machine voice.",
        phrases=Phrases(table="A table.", long_table="A table of {rows} rows: see the article.", notes="Notes"),
        say=tidied,
    ),
    "fr": Manner(
        announcement="Cet article est lu par une voix de synthèse.",
        phrases=Phrases(table="Tableau.", long_table="Un tableau de {rows} lignes : voir l’article.", notes="Notes"),
        say=tidied,
    ),
}


def manner_of(language: str) -> Manner:
    """Give how a language is read.

    Raises:
        RejectedError: "no-voice-for-language".
    """
    manner = MANNERS.get(language.lower().partition("-")[0])
    if manner is None:
        raise RejectedError("no-voice-for-language", language=language)
    return manner


def script(reading: Reading) -> list[Sentence]:
    """Give what is said: the announcement, the title, the lead, the body.

    Raises:
        RejectedError: "no-voice-for-language", "nothing-to-read", or "too-long-to-read" over 30,000 characters.
    """
    manner = manner_of(reading.language)
    read = list(_blocks(reading, manner))
    characters = sum(len(block.text) for block in read)
    if characters > MOST_CHARACTERS:
        raise RejectedError("too-long-to-read", characters=characters, most_characters=MOST_CHARACTERS)
    said = [sentence for block in read for sentence in _sentences(block, manner)]
    if not said:
        raise RejectedError("nothing-to-read")
    return [*_sentences(Block(kind="paragraph", text=manner.announcement), manner), *said]


def _blocks(reading: Reading, manner: Manner) -> Iterator[Block]:
    body = blocks(reading.markdown, manner.phrases)
    title, lead = (" ".join(text.split()) for text in (reading.title, reading.lead))
    if title:
        yield Block(kind="heading", text=title)
    if body and _key(body[0].text) == _key(title):
        body = body[1:]
    if lead and not any(_key(block.text).startswith(_key(lead)) for block in body[:_FIRST_BLOCKS]):
        yield Block(kind="paragraph", text=lead)
    yield from body


def _key(text: str) -> str:
    """For comparing: letters and digits alone, so that marks and a cut end do not matter."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _sentences(block: Block, manner: Manner) -> Iterator[Sentence]:
    pairs = [(text, said) for text in sentences(block.text) if (said := _ended(manner.say(text)))]
    end_s = {"heading": HEADING_PAUSE_S, "paragraph": PARAGRAPH_PAUSE_S}.get(block.kind, SENTENCE_PAUSE_S)
    for place, (text, said) in enumerate(pairs, start=1):
        yield Sentence(text=text, spoken=said, pause_s=end_s if place == len(pairs) else SENTENCE_PAUSE_S)


def _ended(said: str) -> str:
    """A voice falls at the end of a sentence only where it ends with a mark; "" where there is nothing to say."""
    if not re.search(r"[^\W\d_]|\d", said):
        return ""
    return said if said[-1] in ".!?" else f"{said.rstrip(',;:')}."
