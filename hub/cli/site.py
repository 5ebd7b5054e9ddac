"""`hub site build`: the whole public tree, made anew."""

import click

from hub.cli.opened import opened
from hub.cli.output import say
from hub.services import publisher, seeding


@click.group()
def site() -> None:
    """Trang công khai. / The public tree."""


@site.command()
def build() -> None:
    """Dựng lại toàn bộ trang, luồng tin. / Make every page and feed anew, here and now."""
    parts = opened()
    seeding.lists_grew(parts)
    marked = publisher.mark_all(parts)
    kept_back: list[str] = []
    with click.progressbar(length=marked, show_eta=True, width=30) as bar:
        while True:
            rendered, faults = publisher.render_batch(parts)
            kept_back += faults
            if not rendered:
                break
            bar.update(rendered)
    for fault in kept_back:
        click.echo(fault, err=True)
    say(parts.settings, f"Đã dựng {marked} mục.", f"{marked} paths made.")
    if kept_back:
        raise SystemExit(1)
