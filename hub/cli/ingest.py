"""`hub ingest`: files and folders become items."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from hub.cli import waiting
from hub.cli.opened import opened
from hub.cli.output import as_json, operator, say
from hub.errors import InvalidError, told
from hub.extensions.parts import Parts
from hub.services import intake
from hub.services.intake import Submission

#: What a folder may hold beside content.
_PASSED_OVER = (".json", ".part", ".tmp")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--programme", required=True, metavar="SLUG", help="Chương trình nhận nội dung. / Programme to take it in."
)
@click.option("--title", default="", help="Tiêu đề. / Title.")
@click.option("--language", default="", help="Ngôn ngữ (BCP-47). / Language (BCP-47).")
@click.option("--publish", is_flag=True, help="Xuất bản và đẩy đi khi sẵn sàng. / Publish and push when ready.")
@click.option(
    "--wait", is_flag=True, help="Chờ đến khi xong, có thanh tiến độ. / Wait to the end, with a progress bar."
)
@as_json
def ingest(  # noqa: PLR0913  one a command-line option
    *, sources: Sequence[str], programme: str, title: str, language: str, publish: bool, wait: bool, json_: bool
) -> None:
    """Nhận tệp hoặc thư mục. / Take in files or folders; prints the items' ids."""
    parts = opened()
    results, bad, code = [], 0, 0
    for path in _files(sources):
        submission = Submission(
            programme=programme,
            name=path.name,
            title=title,
            language=language,
            publish=publish,
            by=operator("ingest"),
            pictures=path.parent if path.suffix.lower() in {".md", ".markdown"} else None,
        )
        try:
            item_id = intake.receive(parts, path, submission)
        except InvalidError as error:
            bad += 1
            results.append({"source": str(path), "id": None, "state": "rejected", "reason": told(error, _lang(parts))})
            click.echo(f"{path}: {told(error, _lang(parts))}", err=True)
            continue
        if not json_:
            click.echo(item_id)
        results.append({"source": str(path), "id": item_id, "state": "received"})
    if wait:
        code = waiting.wait_for(parts, [row for row in results if row["id"]], published=publish, quiet=json_)
    elif not parts.queue.workers():
        say(parts.settings, *_no_worker(), err=True)
    if json_:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    if bad or code:
        raise SystemExit(waiting.FAILED if bad else code)


def _files(sources: Sequence[str]) -> Iterator[Path]:
    for source in sources:
        if "://" in source:
            raise InvalidError("urls-come-later", url=source)
        path = Path(source)
        if path.is_dir():
            yield from sorted(
                one
                for one in path.rglob("*")
                if one.is_file() and not one.name.startswith(".") and one.suffix.lower() not in _PASSED_OVER
            )
        else:
            yield path


def _lang(parts: Parts) -> str:
    return parts.settings.language


def _no_worker() -> tuple[str, str]:
    from hub.errors import SENTENCES

    return SENTENCES["no-worker"]
