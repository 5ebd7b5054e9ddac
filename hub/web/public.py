"""The public tree, served from storage: what nginx does where it stands before the hub."""

import re

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from hub.extensions.storage import Storage
from hub.services import moved_podcasts
from hub.services.tree import PUBLIC
from hub.services.websub import topics
from hub.web import files
from hub.web.current import parts
from hub.web.files import Found

public = Blueprint("public", __name__)

#: Every path of the tree is made by the hub; what looks otherwise is not there. No part begins with a dot.
_PATH = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?")

#: A slash, backslash or NUL that was hidden from the server in front of the hub.
_HIDDEN = re.compile(r"%(?:2f|5c|00)", re.IGNORECASE)

#: Renditions never change under their name; pages and feeds do.
MEDIA_CACHE = "public, max-age=31536000, immutable"
PAGE_CACHE = "public, max-age=60"

#: What is never changed under its name.
_FOR_EVER = ("media/", "static/vendor/")

#: Other sites' players and readers may fetch these (CORS).
_SHARED = re.compile(r"(feeds|podcasts|media)/|feeds\.opml$")


@public.get("/", defaults={"path": ""})
@public.get("/<path:path>")
def tree(path: str) -> ResponseReturnValue:
    storage = parts().storage
    raw = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "")
    if not _PATH.fullmatch(path) or _HIDDEN.search(raw.partition("?")[0]):
        return _missing(storage)
    return _folder(storage, path) if not path or path.endswith("/") else _file(storage, path)


def _file(storage: Storage, path: str) -> ResponseReturnValue:
    moved_to = moved_podcasts.redirected(storage, path)
    if moved_to:
        return _moved(moved_to)
    found = _find(storage, path)
    if found is not None:
        return _sent(storage, path, found)
    folder = path.removesuffix("index.html")
    if folder != path and _find(storage, f"{folder}gone.html"):
        return redirect(f"/{folder}", 308)
    if _find(storage, f"{path}/index.html") or _find(storage, f"{path}/gone.html"):
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"/{path}/{'?' if query else ''}{query}", 308)
    return _missing(storage)


def _folder(storage: Storage, path: str) -> ResponseReturnValue:
    page = _find(storage, f"{path}index.html")
    if page is not None:
        return _sent(storage, path, page)
    gone = _find(storage, f"{path}gone.html")
    return _missing(storage) if gone is None else _sent(storage, path, gone, status=410)


def _find(storage: Storage, path: str) -> Found | None:
    return files.find(storage, f"{PUBLIC}/{path}")


def _sent(storage: Storage, path: str, found: Found, *, status: int = 200) -> Response:
    response = files.sent(storage, found, status=status)
    response.headers["Cache-Control"] = MEDIA_CACHE if path.startswith(_FOR_EVER) else PAGE_CACHE
    if _SHARED.match(path):
        response.headers["Access-Control-Allow-Origin"] = "*"
    if topics.is_topic(path):
        response.headers["Link"] = topics.links(parts().settings, path)
    return response


def _moved(url: str) -> Response:
    response = Response(status=301)
    # Set as it is: it was written as a URI, and nginx sends the same.
    response.headers["Location"] = url
    response.headers["Cache-Control"] = PAGE_CACHE
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _missing(storage: Storage) -> ResponseReturnValue:
    page = _find(storage, "404.html")
    if page is not None:
        return _sent(storage, "404.html", page, status=404)
    return Response("Không tìm thấy trang này.\n", 404, content_type="text/plain; charset=utf-8")
