"""`hub feeds`: whether readers far away get every feed, and what it names."""

from collections.abc import Sequence

import click

from hub.cli.opened import opened
from hub.cli.output import as_json, say, show
from hub.services import feed_visits


@click.group()
def feeds() -> None:
    """Luồng tin; xem bằng `hub list feeds`. / Feeds; see `hub list feeds`."""


@feeds.command()
@click.argument("names", metavar="[NAME]…", nargs=-1)
@as_json
def check(*, names: Sequence[str], json_: bool) -> None:
    """Tải mọi luồng tin như người đọc ở xa. / Fetch every feed as a stranger would. Exit code 1 when one has faults."""
    parts = opened()
    language = parts.settings.language
    found: list[feed_visits.Visited] = []
    for one in feed_visits.visit(parts, names):
        found.append(one)
        if not json_:
            click.echo(f"{'✗' if one.faults else '✓'} {one.url}")
            for sentence in one.sentences(language):
                click.echo(f"    {sentence}")
    bad = [one for one in found if one.faults]
    if not names:
        with parts.database.writing() as session:
            feed_visits.keep(session, found)
    if json_:
        show(
            [
                {
                    "slug": one.name,
                    "kind": one.kind,
                    "state": "faulty" if one.faults else "good",
                    "url": one.url,
                    "documents": one.documents,
                    "faults": one.sentences(language),
                }
                for one in found
            ],
            json_=True,
        )
    else:
        say(
            parts.settings,
            f"Đã kiểm tra {len(found)} luồng tin, {len(bad)} có lỗi.",
            f"{len(found)} feeds visited, {len(bad)} with faults.",
        )
    if bad:
        raise SystemExit(1)
