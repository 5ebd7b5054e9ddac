"""`hub make`: what items lack of the table of forms."""

import json

import click

from hub.cli.opened import opened
from hub.cli.output import as_json, say
from hub.services import making_up


@click.command()
@click.argument("items", nargs=-1, metavar="[ITEM…]")
@click.option("--programme", default="", metavar="SLUG", help="Chỉ của một chương trình. / Of one programme only.")
@as_json
def make(*, items: tuple[str, ...], programme: str, json_: bool) -> None:
    """Làm các bản còn thiếu hoặc đã cũ, sau mọi tin mới. / Make forms that are missing or out of date, after all news.

    Without ITEM: of every item that is not withdrawn. Forms that are fine stay as they are.
    """
    parts = opened()
    rows = []
    for due in making_up.make_up(parts, programme=programme, items=items):
        rows.append({"id": due.item_id, "title": due.title, "forms": due.forms})
        if not json_:
            click.echo(f"{due.item_id}  {due.forms:>2}  {due.title}")
    if json_:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not rows:
        say(parts.settings, "Mọi bản đều đủ và mới.", "Every form is there and up to date.", err=True)
