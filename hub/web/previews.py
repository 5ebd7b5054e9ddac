"""An item as readers will have it, in any width, light and dark, before it is public."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.models import RoleName
from hub.services import previews, publishing
from hub.services.previews import Addresses
from hub.web import headers
from hub.web.current import parts
from hub.web.guard import needs

preview_pages = Blueprint("previews", __name__, url_prefix="/editor/items/<item_id>")

#: CSS pixels of a telephone, a tablet and a desk.
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")

#: Part of what readers see -> who makes it.
_PARTS = {"": previews.page, "card": previews.card}


@preview_pages.get("/preview")
@needs(RoleName.REPORTER)
def page(item_id: str) -> ResponseReturnValue:
    make = _PARTS.get(request.args.get("part", ""), previews.page)
    addresses = Addresses(root=url_for("public.tree"), static=url_for("static", filename=""), media=_media(item_id, ""))
    made = make(parts(), item_id, addresses, scheme=request.args.get("scheme", ""))
    response = Response(made, content_type="text/html; charset=utf-8")
    headers.let_be_framed(response)
    return response


@preview_pages.get("/look")
@needs(RoleName.REPORTER)
def look(item_id: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        merged = publishing.get(session, item_id).merged_into
    if merged is not None:
        return redirect(url_for("previews.look", item_id=merged), 303)
    width = request.args.get("width", 0, int)
    scheme = request.args.get("scheme", "")
    found = previews.look(parts(), item_id)
    return render_template(
        "editor/look.html",
        look=found,
        item=found.item,
        widths=WIDTHS,
        width=width if width in WIDTHS else 0,
        schemes=SCHEMES,
        scheme=scheme if scheme in SCHEMES else "light",
        host=parts().settings.public_url.partition("://")[2],
        media=lambda one: _media(item_id, one.path.removeprefix(f"media/{item_id}/")),
    )


def _media(item_id: str, name: str) -> str:
    """Forms that are not public are only sent to whoever has signed in."""
    return url_for("editor.media", item_id=item_id, name=name or "-").removesuffix("" if name else "-")
