"""`hub ingest`: files, folders and addresses become items."""

import json
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from hub.cli import waiting
from hub.cli.opened import opened
from hub.cli.output import as_json, operator, say
from hub.errors import SENTENCES, HubError, InvalidError, operators_told, sentence
from hub.extensions.parts import Parts
from hub.services import addresses, attachments, intake
from hub.services.addresses import Choice
from hub.services.folders import handing_in
from hub.services.folders.handing_in import Handed
from hub.services.folders.watched_names import shown
from hub.services.intake import Submission
from hub.services.readiness import MEGABYTE, ShortError, check_room

Rows = list[dict[str, Any]]


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

    Thư mục được nhận cùng mọi thư mục con: phụ đề, ảnh bìa, tệp mô tả JSON/XML cùng tên được gắn vào tệp chính; ảnh mà
    tin hãng nhắc tới thành ảnh của bài. Chỉ ra một tệp thì chỉ nhận tệp đó (và ảnh mà bài Markdown, HTML nhắc tới).

    A folder is taken with all folders inside it: captions, covers and JSON/XML descriptions of a file's name belong to
    it, pictures that an agency's document names are the article's. A file is taken alone (with the pictures that
    Markdown or HTML names); what lies beside it is told and left.

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
    _tell_left(parts, sources)
    code = waiting.FAILED if any(row["state"] == "rejected" for row in rows) else 0
    if wait:
        rows = waiting.fetched(parts, rows, quiet=json_)
        made = waiting.wait_for(parts, [row for row in rows if row["id"]], published=publish, quiet=json_)
        codes = {code, made, waiting.code_of_fetched(parts, rows)}
        failed = waiting.FAILED in codes or any(row["state"] in {"rejected", "failed"} for row in rows)
        code = waiting.FAILED if failed else max(codes)
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
    path = Path(source)
    if stat.S_ISDIR(_mode(path)):
        return list(_of_folders(parts, path, wish))
    try:
        check_room(parts, needed_mb=path.stat().st_size // MEGABYTE if stat.S_ISREG(_mode(path)) else 0)
        wishes = replace(wish, name=path.name, pictures=attachments.folder_of(path))
        item_id = intake.receive(parts, path, wishes)
    except (InvalidError, ShortError) as error:
        return [_rejected(parts, source, error)]
    return [{"source": source, "id": item_id, "state": "received"}]


def _mode(path: Path) -> int:
    """What the system says of a path; 0 of one that is not there or lies in a closed folder."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _of_folders(parts: Parts, path: Path, wish: Submission) -> Iterator[dict[str, Any]]:
    try:
        for handed in handing_in.hand_in(parts, path, wish):
            yield _of_folder(parts, handed)
    except InvalidError as error:
        yield _rejected(parts, shown(str(path)), error)


def _of_folder(parts: Parts, handed: Handed) -> dict[str, Any]:
    """One row, with a line for each thing that was wrong beside the file."""
    source = shown(str(handed.path))
    if handed.error is not None:
        return _rejected(parts, source, handed.error)
    reasons = [sentence(one.code, one.facts, parts.settings.language) for one in handed.remarks]
    for reason in reasons:
        click.echo(f"{source}: {reason}", err=True)
    row = {"source": source, "id": handed.item_id or None, "state": "received" if handed.item_id else "skipped"}
    return {**row, "reason": " ".join(reasons)} if reasons else row


def _tell_left(parts: Parts, sources: Sequence[str]) -> None:
    """Files beside those that were given belong to them, and were not taken: their folder was not given."""
    files = [Path(source) for source in sources if "://" not in source]
    for path, left in handing_in.left_beside([path for path in files if stat.S_ISREG(_mode(path))]).items():
        facts = {"count": len(left), "name": ", ".join(map(shown, left))}
        click.echo(f"{path}: {sentence('companions-left', facts, parts.settings.language)}", err=True)


def _rejected(parts: Parts, source: str, error: HubError) -> dict[str, Any]:
    reason = operators_told(error, parts.settings.language)
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
