"""`hub ingest`: files, folders and addresses become items."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from hub.cli import waiting
from hub.cli.opened import opened
from hub.cli.output import as_json, operator, say
from hub.errors import SENTENCES, HubError, InvalidError, told
from hub.extensions.parts import Parts
from hub.services import addresses, intake
from hub.services.addresses import Choice
from hub.services.intake import Submission

Rows = list[dict[str, Any]]

#: What a folder may hold beside content.
_PASSED_OVER = (".part", ".tmp")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--programme", required=True, metavar="SLUG", help="Chương trình nhận nội dung. / Programme to take it in."
)
@click.option("--title", default="", help="Tiêu đề. / Title.")
@click.option("--language", default="", help="Ngôn ngữ (BCP-47). / Language (BCP-47).")
@click.option("--publish", is_flag=True, help="Xuất bản và đẩy đi khi sẵn sàng. / Publish and push when ready.")
@click.option("--separate", is_flag=True, help="Luôn tạo mục riêng, dù đã có. / An item of its own, even if known.")
@click.option(
    "--form", type=click.Choice(addresses.FORMS), default="best", help="Với địa chỉ: dạng lấy về. / Of a URL."
)
@click.option("--subtitles", default="", help="Với địa chỉ: ngôn ngữ phụ đề, ví dụ vi,en. / Of a URL: languages.")
@click.option(
    "--wait", is_flag=True, help="Chờ đến khi xong, có thanh tiến độ. / Wait to the end, with a progress bar."
)
@as_json
def ingest(  # noqa: PLR0913  one a command-line option
    *,
    sources: Sequence[str],
    programme: str,
    title: str,
    language: str,
    publish: bool,
    separate: bool,
    form: str,
    subtitles: str,
    wait: bool,
    json_: bool,
) -> None:
    """Nhận tệp, thư mục hoặc địa chỉ web. / Take in files, folders or addresses; prints the items' ids.

    An address is fetched by the hub: without --wait, the id of its arrival is printed (`hub list arrivals`).
    """
    parts = opened()
    wish = Submission(
        programme=programme,
        name="",
        title=title,
        language=language,
        publish=publish,
        separate=separate,
        by=operator("ingest"),
    )
    intake.checked(parts, wish)
    choice = Choice(form=form, subtitles=[one.strip() for one in subtitles.split(",") if one.strip()])
    rows: Rows = []
    for source in sources:
        rows += _asked(parts, source, wish, choice) if "://" in source else _received(parts, source, wish)
    _show_ids(parts, rows, quiet=json_)
    code = waiting.FAILED if any(row["state"] == "rejected" for row in rows) else 0
    if wait:
        rows = waiting.fetched(parts, rows, quiet=json_)
        code = max(code, waiting.wait_for(parts, [row for row in rows if row["id"]], published=publish, quiet=json_))
        code = waiting.FAILED if any(row["state"] in {"rejected", "failed"} for row in rows) else code
    elif not parts.queue.workers():
        say(parts.settings, *SENTENCES["no-worker"], err=True)
    if json_:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    if code:
        raise SystemExit(code)


def _asked(parts: Parts, address: str, wish: Submission, choice: Choice) -> Rows:
    try:
        with parts.database.writing() as session:
            arrival = addresses.ask(parts, session, address, replace(wish, name=address), choice)
            return [{"source": address, "arrival": arrival.id, "id": None, "state": "waiting"}]
    except HubError as error:
        return [_rejected(parts, address, error)]


def _received(parts: Parts, source: str, wish: Submission) -> Rows:
    """One file, or every file of a folder; a bad one stops no other."""
    rows: Rows = []
    for path in _files(Path(source)):
        beside = path.parent if path.suffix.lower() in {".md", ".markdown", ".html", ".htm"} else None
        try:
            item_id = intake.receive(parts, path, replace(wish, name=path.name, pictures=beside))
        except InvalidError as error:
            rows.append(_rejected(parts, str(path), error))
        else:
            rows.append({"source": str(path), "id": item_id, "state": "received"})
    return rows


def _rejected(parts: Parts, source: str, error: HubError) -> dict[str, Any]:
    reason = told(error, parts.settings.language)
    click.echo(f"{source}: {reason}", err=True)
    return {"source": source, "id": None, "state": "rejected", "reason": reason}


def _show_ids(parts: Parts, rows: Rows, *, quiet: bool) -> None:
    for row in rows:
        if not quiet and (row["id"] or row.get("arrival")):
            click.echo(row["id"] or row["arrival"])
    if not quiet and any(row.get("arrival") for row in rows):
        say(
            parts.settings,
            "Địa chỉ đang được lấy về; xem bằng `hub list arrivals`.",
            "Addresses are being fetched; see `hub list arrivals`.",
            err=True,
        )


def _is_companion(path: Path) -> bool:
    """Whether a JSON file describes another one of its name beside it, as watched folders have them."""
    return any(one.stem == path.stem and one != path for one in path.parent.iterdir())


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(
        one
        for one in path.rglob("*")
        if one.is_file() and not one.name.startswith(".") and one.suffix.lower() not in _PASSED_OVER
        if one.suffix.lower() != ".json" or not _is_companion(one)
    )
