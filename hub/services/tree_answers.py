"""What the public tree would answer whoever asks for a file, told without asking over the net."""

from functools import cache
from http import HTTPStatus

from feeds.self_test import Answer, Ask
from hub.extensions.storage import Storage
from hub.services import public_media
from hub.services.tree import PUBLIC, media_type_of

#: Other pages and feeds may be made after the one that names them.
_TAKEN_FOR_THERE = Answer(status=HTTPStatus.OK, headers={})


def tree_answers(storage: Storage, public_url: str) -> Ask:
    """Answers for the files of media, which are put there where they should be and are not.

    Each file is looked at once, so make it anew for each batch; feeds name the files of what is public alone.
    """

    @cache
    def ask(url: str) -> Answer:
        path = url.removeprefix(f"{public_url}/")
        if not path.startswith("media/"):
            return _TAKEN_FOR_THERE
        # What is named may be published a moment later, or have been lost from the tree.
        item_id, _, name = path.removeprefix("media/").partition("/")
        if public_media.is_out_of_date(storage, f"renditions/{item_id}/{name}", f"{PUBLIC}/{path}"):
            public_media.publish_file(storage, item_id, name)
        found = storage.stat(f"{PUBLIC}/{path}")
        if found is None:
            return Answer(status=HTTPStatus.NOT_FOUND, headers={})
        return Answer(
            status=HTTPStatus.PARTIAL_CONTENT,
            headers={"Content-Type": media_type_of(path)},
            length=found.size_bytes,
            accepts_ranges=True,
        )

    return ask
