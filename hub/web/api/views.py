"""The views of `/api/v1/` but for uploads in pieces, which speak tus (`hub.web.tus`)."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, request
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from flask_openapi.openapi import OpenAPI
from pydantic import BaseModel

from hub.errors import InvalidError
from hub.models import RoleName, Scope, SourceKind, Way
from hub.services import (
    addresses,
    arrivals,
    desk,
    intake,
    merging,
    packages,
    passing_over,
    programmes,
    publishing,
    pushing,
    renewing,
    source_accounts,
    sources,
    uploads,
)
from hub.services.addresses import Choice
from hub.services.arrivals import Road
from hub.services.intake import Submission
from hub.services.search import finding
from hub.services.views import item_views
from hub.web.api import rows, shapes
from hub.web.api.tus_paths import PATHS
from hub.web.bearer import allows
from hub.web.current import by, parts, person
from hub.web.guard import RoleMissingError, asks_to_publish
from hub.web.search import CACHE

#: Every view but the description and the search is for whoever has a token.
TOKEN: list[dict[str, list[str]]] = [{"token": []}]

#: The statuses that any view may answer with.
FAULTS = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)

api = APIBlueprint(
    "api",
    __name__,
    url_prefix="/api/v1",
    abp_security=TOKEN,
    abp_responses=dict.fromkeys(FAULTS, shapes.Fault),
)

ITEMS, ARRIVALS, SOURCES, PACKAGES, UPLOADS = (
    Tag(name=name) for name in ("items", "arrivals", "sources", "packages", "uploads")
)


def _given(shape: BaseModel, status: int = HTTPStatus.OK) -> Response:
    return Response(shape.model_dump_json(), status, content_type="application/json")


@api.get("/openapi.json", doc_ui=False)
def description() -> Response:
    """What this API is, for programs; open to everyone."""
    app = current_app
    assert isinstance(app, OpenAPI)  # noqa: S101  it is what `create_app` makes
    told = dict(app.api_doc)
    told["paths"] = {path: {**known, **PATHS.get(path, {})} for path, known in told["paths"].items()}
    return jsonify(told)


@api.get("/programmes", tags=[ITEMS], responses={200: shapes.Programmes}, summary="Programmes")
@allows(Scope.READ)
def every_programme() -> Response:
    with parts().database.reading() as session:
        return _given(shapes.Programmes(programmes=[rows.programme(one) for one in programmes.every(session)]))


@api.get("/items", tags=[ITEMS], responses={200: shapes.Items}, summary="Items, the newest first")
@allows(Scope.READ)
def every_item(query: shapes.ItemsWanted) -> Response:
    with parts().database.reading() as session:
        board = desk.board(session, desk.Wanted(kind=query.kind, state=query.state, page=query.page))
        return _given(shapes.Items(items=[rows.item(line.item, line.asset) for line in board.lines], more=board.more))


@api.get("/search", tags=[ITEMS], responses={200: shapes.Hits}, security=[{}], summary="Search what is public")
def search(query: shapes.SearchWanted) -> Response:
    """Open to everyone: the words as written first, titles before texts, then the newest."""
    given = query.model_dump(exclude={"q"})
    with parts().database.reading() as session:
        found = finding.find(session, finding.Wanted(typed=query.q, **given))
        hits = [rows.hit(one) for one in item_views(session, found.ids)]
    told = shapes.Hits(items=hits, count=found.count, more=found.more, page=found.page, pages=found.pages)
    answer = _given(told)
    answer.headers["Cache-Control"] = CACHE
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@api.post("/items", tags=[ITEMS], responses={201: shapes.ItemWhole}, summary="Hand over one whole file")
@allows(Scope.INTAKE)
def receive() -> Response:
    """`multipart/form-data`: `file`, `programme`; `title`, `language`, `publish`, `review`, `separate` where wanted."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidError("nothing-sent")
    form = request.form
    submission = Submission(
        programme=form.get("programme", ""),
        name=file.filename,
        title=form.get("title", "").strip(),
        language=form.get("language", ""),
        publish=asks_to_publish(asked=form.get("publish") in {"yes", "true"}),
        review=form.get("review") in {"yes", "true"},
        separate=form.get("separate") in {"yes", "true"},
        by=by(),
    )
    intake.checked(parts(), submission)
    item_id = intake.receive(parts(), Path(file.stream.name), submission, Road(way=Way.API))
    return _whole(item_id, HTTPStatus.CREATED)


@api.get("/items/<item_id>", tags=[ITEMS], responses={200: shapes.ItemWhole}, summary="One item with all of it")
@allows(Scope.READ)
def one_item(path: shapes.ItemPath) -> Response:
    return _whole(path.item_id)


@api.post("/items/<item_id>/publish", tags=[ITEMS], responses={200: shapes.ItemWhole}, summary="Publish and push")
@allows(Scope.PUBLISH)
def publish(path: shapes.ItemPath) -> Response:
    publishing.publish(parts(), path.item_id, by=by())
    return _whole(path.item_id)


@api.post("/items/<item_id>/withdraw", tags=[ITEMS], responses={200: shapes.ItemWhole}, summary="Withdraw everywhere")
@allows(Scope.PUBLISH)
def withdraw(path: shapes.ItemPath, body: shapes.Reason) -> Response:
    publishing.withdraw(parts(), path.item_id, by=by(), reason=body.reason, to_readers=body.to_readers)
    return _whole(path.item_id)


@api.post("/items/<item_id>/push", tags=[ITEMS], responses={202: shapes.Sendings}, summary="Push to destinations")
@allows(Scope.PUBLISH)
def push(path: shapes.ItemPath, body: shapes.Push) -> Response:
    with parts().database.writing() as session:
        made = pushing.push(parts(), session, publishing.get(session, path.item_id), by=by(), to=body.to)
        return _given(shapes.Sendings(deliveries=[rows.delivery(one) for one in made]), HTTPStatus.ACCEPTED)


@api.post("/items/<item_id>/again", tags=[ITEMS], responses={202: shapes.ItemWhole}, summary="Make again what failed")
@allows(Scope.INTAKE)
def again(path: shapes.ItemPath) -> Response:
    renewing.make_again(parts(), path.item_id, by=by())
    return _whole(path.item_id, HTTPStatus.ACCEPTED)


@api.post("/items/<item_id>/merge", tags=[ITEMS], responses={200: shapes.ItemWhole}, summary="Two items are one thing")
@allows(Scope.PUBLISH)
def merge(path: shapes.ItemPath, body: shapes.Into) -> Response:
    merging.merge(parts(), path.item_id, body.into, by=by())
    return _whole(body.into)


@api.get("/arrivals", tags=[ARRIVALS], responses={200: shapes.Arrivals}, summary="What came in, the newest first")
@allows(Scope.READ)
def every_arrival(query: shapes.ArrivalsWanted) -> Response:
    wanted = arrivals.Wanted(**query.model_dump())
    with parts().database.reading() as session:
        lines, more = arrivals.page(session, wanted)
        return _given(shapes.Arrivals(arrivals=[rows.arrival_line(one) for one in lines], more=more))


@api.post("/arrivals", tags=[ARRIVALS], responses={202: shapes.Arrival}, summary="Have an address fetched")
@allows(Scope.INTAKE)
def ask(body: shapes.Address) -> Response:
    submission = Submission(
        programme=body.programme,
        name=body.address,
        title=body.title.strip(),
        language=body.language,
        publish=asks_to_publish(asked=body.publish),
        review=body.review,
        by=by(),
    )
    choice = Choice(form=body.form, subtitles=body.subtitles, original_date=body.original_date)
    with parts().database.writing() as session:
        arrival = addresses.ask(parts(), session, body.address, submission, choice)
        return _given(rows.arrival(arrival), HTTPStatus.ACCEPTED)


@api.get("/arrivals/<arrival_id>", tags=[ARRIVALS], responses={200: shapes.Arrival}, summary="One arrival")
@allows(Scope.READ)
def one_arrival(path: shapes.ArrivalPath) -> Response:
    return _arrival(path.arrival_id)


@api.post("/arrivals/<arrival_id>/again", tags=[ARRIVALS], responses={202: shapes.Arrival}, summary="Take again")
@allows(Scope.INTAKE)
def take_again(path: shapes.ArrivalPath) -> Response:
    with parts().database.writing() as session:
        arrivals.take_again(session, path.arrival_id, by=by())
    return _arrival(path.arrival_id, HTTPStatus.ACCEPTED)


@api.post("/arrivals/<arrival_id>/skip", tags=[ARRIVALS], responses={200: shapes.Arrival}, summary="Pass over")
@allows(Scope.INTAKE)
def skip(path: shapes.ArrivalPath) -> Response:
    passing_over.pass_over(parts(), path.arrival_id, by=by())
    return _arrival(path.arrival_id)


@api.post(
    "/arrivals/<arrival_id>/split", tags=[ARRIVALS], responses={201: shapes.ItemWhole}, summary="An item of its own"
)
@allows(Scope.PUBLISH)
def split(path: shapes.ArrivalPath) -> Response:
    return _whole(merging.split(parts(), path.arrival_id, by=by()), HTTPStatus.CREATED)


@api.get("/sources", tags=[SOURCES], responses={200: shapes.Sources}, summary="Followed and watched sources")
@allows(Scope.READ)
def every_source() -> Response:
    with parts().database.reading() as session:
        return _given(shapes.Sources(sources=[rows.source(one) for one in sources.every(session)]))


@api.post("/sources", tags=[SOURCES], responses={201: shapes.Source}, summary="Follow or watch a source")
@allows(Scope.PUBLISH)
def add_source(body: shapes.SourceNew) -> Response:
    _may_keep(body.kind)
    with parts().database.writing() as session:
        made = source_accounts.add(parts(), session, sources.Account(**body.model_dump()), by=by())
        session.refresh(made)
        return _given(rows.source(made), HTTPStatus.CREATED)


@api.patch("/sources/<slug>", tags=[SOURCES], responses={200: shapes.Source}, summary="Change or switch a source")
@allows(Scope.PUBLISH)
def change_source(path: shapes.SourcePath, body: shapes.SourceChange) -> Response:
    given = body.model_dump(exclude_none=True)
    enabled = given.pop("enabled", None)
    with parts().database.writing() as session:
        _may_keep(sources.find(session, path.slug).kind)
        if given:
            source_accounts.change(parts(), session, path.slug, given, by=by())
        if enabled is not None:
            source_accounts.switch(parts(), session, path.slug, enabled=enabled, by=by())
        return _given(rows.source(sources.find(session, path.slug)))


@api.post("/sources/<slug>/look", tags=[SOURCES], responses={202: shapes.Source}, summary="Look now")
@allows(Scope.INTAKE)
def look(path: shapes.SourcePath) -> Response:
    with parts().database.writing() as session:
        source = sources.find(session, path.slug)
        sources.look_now(session, source)
        return _given(rows.source(source), HTTPStatus.ACCEPTED)


@api.get("/packages", tags=[PACKAGES], responses={200: shapes.Packages}, summary="Packages for groups of readers")
@allows(Scope.READ)
def every_package() -> Response:
    with parts().database.reading() as session:
        return _given(shapes.Packages(packages=[rows.package(*one) for one in packages.every(session)]))


@api.get("/uploads", tags=[UPLOADS], responses={200: shapes.Uploads}, summary="Begun and not finished")
@allows(Scope.INTAKE)
def open_uploads() -> Response:
    """Uploads themselves speak tus 1.0.0 at this address: POST, HEAD, PATCH, DELETE (https://tus.io)."""
    with parts().database.reading() as session:
        return _given(shapes.Uploads(uploads=[rows.upload(one) for one in uploads.open_ones(session, _me())]))


@api.get("/uploads/<upload_id>", tags=[UPLOADS], responses={200: shapes.Upload}, summary="What became of an upload")
@allows(Scope.INTAKE)
def one_upload(path: shapes.UploadPath) -> Response:
    with parts().database.reading() as session:
        return _given(rows.upload(uploads.get(session, path.upload_id, _me())))


def _whole(item_id: str, status: int = HTTPStatus.OK) -> Response:
    with parts().database.reading() as session:
        held = desk.desk(session, item_id)
        roads = arrivals.roads_of(session, item_id)
        return _given(rows.item_whole(held.item, held.asset, held.forms, held.deliveries, roads), status)


def _may_keep(kind: str) -> None:
    """A folder is a path on the server: only administrators name one. Raises RoleMissingError."""
    if kind == SourceKind.FOLDER and not person().may(RoleName.ADMINISTRATOR):
        raise RoleMissingError


def _arrival(arrival_id: str, status: int = HTTPStatus.OK) -> Response:
    with parts().database.reading() as session:
        return _given(rows.arrival_line(arrivals.line(session, arrival_id)), status)


def _me() -> Any:
    return str(person().id)
