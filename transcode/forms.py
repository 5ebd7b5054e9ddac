"""The form table: every form that an item may have. A new form is one row here, and what makes it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transcode import picture_set
from transcode.print.card_forms import CARD_FORMS
from transcode.sound_forms import (
    AUDIO_FORMS,
    HLS_SOUND_REVISION,
    WAVEFORM_MEDIA_TYPE,
    WAVEFORM_NAME,
    WAVEFORM_REVISION,
)

Kind = Literal["radio", "tv", "print"]

#: What an item must have for a form to be made of it.
Need = Literal["sound", "pictures", "stills", "text", "voice"]

_RADIO: frozenset[Kind] = frozenset({"radio"})
_TV: frozenset[Kind] = frozenset({"tv"})
_SOUND: frozenset[Kind] = frozenset({"radio", "tv"})
_PRINT: frozenset[Kind] = frozenset({"print"})
_ALL: frozenset[Kind] = frozenset({"radio", "tv", "print"})


@dataclass(frozen=True, kw_only=True)
class Form:
    """One row of the table.

    Attributes:
        form: Its name.
        name: File below the item's folder; of a folder of files the one that is opened first.
        media_type: Of that file.
        kinds: Kinds of programme whose items have it.
        needs: What it cannot be made without: sound, moving pictures, pictures in a text, a text, a voice that speaks
            the language.
        label: Vietnamese and English name for people.
        beside: The form with which it is made; empty when it is made by itself.
        of_text: It says what the item's text says, so it is made again when that changes.
        of_picture: It shows the picture that stands for the item, cut around the point that an editor has set.
        of_pieces: Of an issue it holds the articles that were cut from it, so it is made again when those change.
        revision: Grows when what the row makes changes; forms of an older one are made again.
    """

    form: str
    name: str
    media_type: str
    kinds: frozenset[Kind]
    needs: frozenset[Need]
    label: tuple[str, str]
    beside: str = ""
    of_text: bool = False
    of_picture: bool = False
    of_pieces: bool = False
    revision: int = 1

    def made_of(self, *, original: str, text: str, pieces: str = "", focus: str = "") -> str:
        """Say what a form is made of, shortly: another answer means that what was made is out of date.

        Args:
            original: SHA-256 of the original.
            text: What the item says, in whatever words; looked at where the form says it too.
            pieces: What was cut from it; looked at where the form holds that.
            focus: The point of its picture that an editor has set; looked at where the form is cut around it.
        """
        said = f"{self.form}\n{self.revision}\n{original}\n{text if self.of_text else ''}"
        said += f"\n{pieces}" if self.of_pieces and pieces else ""
        said += f"\n{focus}" if self.of_picture and focus else ""
        return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


def _sound(form: str, label: tuple[str, str]) -> Form:
    made = AUDIO_FORMS[form]
    return Form(
        form=form,
        name=made.file_name,
        media_type=made.media_type,
        kinds=_SOUND,
        needs=frozenset({"sound"}),
        label=label,
        revision=made.revision,
    )


#: Lightest first, as they are made.
FORMS: Sequence[Form] = (
    Form(
        form="text",
        name="article.txt",
        media_type="text/plain; charset=utf-8",
        kinds=_PRINT,
        needs=frozenset({"text"}),
        label=("Bản chữ thuần", "Plain text"),
        of_text=True,
    ),
    _sound("lite", ("Âm thanh bản nhẹ", "Light audio")),
    _sound("speech", ("Tiếng nói rất nhẹ (Opus)", "Speech, lightest (Opus)")),
    Form(
        form="poster",
        name="poster.jpg",
        media_type="image/jpeg",
        kinds=_TV,
        needs=frozenset({"pictures"}),
        label=("Ảnh bìa", "Poster"),
    ),
    Form(
        form="thumb",
        name="thumb.jpg",
        media_type="image/jpeg",
        kinds=_TV,
        needs=frozenset({"pictures"}),
        label=("Ảnh nhỏ", "Thumbnail"),
        beside="poster",
    ),
    Form(
        form="share",
        name="share.jpg",
        media_type="image/jpeg",
        kinds=_ALL,
        needs=frozenset(),
        label=("Ảnh chia sẻ", "Share card"),
        of_text=True,
        of_picture=True,
        revision=CARD_FORMS["share"].revision,
    ),
    Form(
        form=picture_set.FORM,
        name=f"{picture_set.FOLDER}/{picture_set.INDEX_NAME}",
        media_type="application/json",
        kinds=_PRINT,
        needs=frozenset({"stills"}),
        label=("Ảnh nhiều cỡ (AVIF, WebP, JPEG)", "Pictures in several sizes (AVIF, WebP, JPEG)"),
        revision=picture_set.REVISION,
    ),
    Form(
        form="epub",
        name="article.epub",
        media_type="application/epub+zip",
        kinds=_PRINT,
        needs=frozenset({"text"}),
        label=("Sách điện tử (EPUB)", "EPUB"),
        of_text=True,
        of_pieces=True,
    ),
    Form(
        form="read-aloud",
        name="read-aloud.mp3",
        media_type="audio/mpeg",
        kinds=_PRINT,
        needs=frozenset({"text", "voice"}),
        label=("Bài đọc (giọng máy)", "Read aloud (synthetic voice)"),
        of_text=True,
    ),
    Form(
        form="read-aloud-words",
        name="read-aloud.vtt",
        media_type="text/vtt; charset=utf-8",
        kinds=_PRINT,
        needs=frozenset({"text", "voice"}),
        label=("Chữ theo bài đọc", "Words of the reading"),
        beside="read-aloud",
        of_text=True,
    ),
    _sound("audio", ("Âm thanh", "Audio")),
    Form(
        form="waveform",
        name=WAVEFORM_NAME,
        media_type=WAVEFORM_MEDIA_TYPE,
        kinds=_RADIO,
        needs=frozenset({"sound"}),
        label=("Dạng sóng", "Waveform"),
        revision=WAVEFORM_REVISION,
    ),
    _sound("speaker", ("Bản cho loa xã", "For commune loudspeakers")),
    Form(
        form="hls-audio",
        name="hls/master.m3u8",
        media_type="application/vnd.apple.mpegurl",
        kinds=_RADIO,
        needs=frozenset({"sound"}),
        label=("Âm thanh nhiều mức", "Adaptive audio"),
        revision=HLS_SOUND_REVISION,
    ),
    Form(
        form="hls",
        name="hls/master.m3u8",
        media_type="application/vnd.apple.mpegurl",
        kinds=_TV,
        needs=frozenset({"pictures"}),
        label=("Video nhiều mức", "Adaptive video"),
    ),
    Form(
        form="storyboard",
        name="storyboard/storyboard.vtt",
        media_type="text/vtt; charset=utf-8",
        kinds=_TV,
        needs=frozenset({"pictures"}),
        label=("Ảnh tua nhanh", "Storyboard"),
    ),
    Form(
        form="mp4",
        name="video.mp4",
        media_type="video/mp4",
        kinds=_TV,
        needs=frozenset({"pictures"}),
        label=("Video một tệp", "Video, one file"),
    ),
    Form(
        form="vertical",
        name="vertical.mp4",
        media_type="video/mp4",
        kinds=_TV,
        needs=frozenset({"pictures"}),
        label=("Video dọc 9:16", "Upright video 9:16"),
        revision=2,
    ),
)


def wanted(kind: Kind, has: frozenset[Need]) -> list[Form]:
    """Give the forms that an original should get, by what it has."""
    return [form for form in FORMS if kind in form.kinds and form.needs <= has]


def row(form: str) -> Form | None:
    """Give the row of a form; None for one that is not of this table."""
    return next((one for one in FORMS if one.form == form), None)
