"""All pictures of one article in every width and kind, as one form: a folder of files and an index that names them."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from transcode.made import Made
from transcode.picture_files import Picture
from transcode.picture_forms import PAGE_FORMS, make_picture_forms

FORM = "pictures"
FOLDER = "pictures"
INDEX_NAME = "index.json"
#: Grows with every row that a set is made of, so that a changed row has sets made again.
REVISION = sum(form.revision for form in PAGE_FORMS)


def make_picture_set(pictures: Mapping[int, Path], out_dir: Path, on_progress: Callable[[float], None]) -> Made:
    """Write `pictures/` with each picture as AVIF, WebP and JPEG, and `pictures/index.json` saying what is there.

    Args:
        pictures: Number in the article, from 1 -> its file; the files of the set begin with its name.
        out_dir: A private folder that exists.
        on_progress: Called with 0…1.

    Returns:
        The form; `details["sets"]` is the index: number -> `[name, width, height, media type]` of each file, in
        the order in which a browser should choose.

    Raises:
        TranscodeError: "over-budget" of the first picture that a form could not be made of.
        RejectedError: A file is no picture.
    """
    folder = out_dir / FOLDER
    folder.mkdir()
    sets: dict[str, list[list[Any]]] = {}
    size_bytes = 0
    for done, (number, path) in enumerate(sorted(pictures.items())):
        on_progress(done / len(pictures))
        made = make_picture_forms(path, folder, stem=path.stem, forms=PAGE_FORMS)
        for failure in made.failures.values():
            raise failure
        sets[str(number)] = _told(list(made.made.values()))
        size_bytes += sum(one.size_bytes for one in made.made.values())
    text = json.dumps(sets, separators=(",", ":"))
    (folder / INDEX_NAME).write_text(text, "utf-8")
    return Made(
        form=FORM,
        path=folder,
        media_type="application/json",
        size_bytes=size_bytes + len(text.encode()),
        duration_s=0.0,
        details={"sets": sets, "files": sum(map(len, sets.values()))},
    )


def _told(files: Sequence[Picture]) -> list[list[Any]]:
    kinds = list(dict.fromkeys(form.media_type for form in PAGE_FORMS))
    ordered = sorted(files, key=lambda one: (kinds.index(one.media_type), one.width))
    return [[one.path.name, one.width, one.height, one.media_type] for one in ordered]
