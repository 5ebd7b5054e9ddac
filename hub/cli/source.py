"""`hub source`: feeds and channels that are followed, folders that are watched."""

import json
from collections.abc import Sequence
from typing import Any

import click

from hub.cli.opened import opened
from hub.cli.output import operator, say
from hub.errors import InvalidError, sentence
from hub.models import SourceKind
from hub.services import source_accounts, sources
from hub.services.sources import Account


@click.group()
def source() -> None:
    """Nguồn tin theo dõi; xem bằng `hub list sources`. / Followed sources; see `hub list sources`."""


@source.command()
@click.argument("kind", type=click.Choice([kind.value for kind in SourceKind]))
@click.argument("address")
@click.option("--slug", required=True, help="Tên ngắn: a-z, 0-9, -. / Short name.")
@click.option(
    "--programme", required=True, metavar="SLUG", help="Chương trình nhận nội dung. / Programme to take it in."
)
@click.option("--title", default="", help="Tên gọi. / Title.")
@click.option(
    "--quiet-after", "quiet_after_h", default=0, help="Báo im lặng sau số giờ này. / Hours until it is quiet."
)
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="Tùy chọn của loại nguồn. / Option.")
def add(  # noqa: PLR0913  one a command-line option
    *, kind: str, address: str, slug: str, programme: str, title: str, quiet_after_h: int, options: Sequence[str]
) -> None:
    """Theo dõi một luồng tin, kênh hoặc thư mục. / Follow a feed or channel, or watch a folder.

    Options are read as JSON where they are JSON: publish=true, every_s=600, archive=true, form=audio.
    """
    parts = opened()
    account = Account(
        slug=slug,
        kind=kind,
        title=title or slug,
        programme=programme,
        address=address,
        options=_options(options),
        quiet_after_h=quiet_after_h,
    )
    with parts.database.writing() as session:
        source_accounts.add(parts, session, account, by=operator("source"))
    say(parts.settings, f"Đã theo dõi “{slug}”.", f"“{slug}” is followed.")
    remark = source_accounts.remark(account)
    if remark:
        click.echo(sentence(*remark, parts.settings.language), err=True)


@source.command()
@click.argument("slug")
def look(*, slug: str) -> None:
    """Xem nguồn ngay. / Look at it now."""
    parts = opened()
    with parts.database.writing() as session:
        sources.look_now(session, sources.find(session, slug))
    say(parts.settings, f"Sẽ xem “{slug}” ngay.", f"“{slug}” will be looked at now.")


@source.command()
@click.argument("slug")
def on(*, slug: str) -> None:
    """Bật theo dõi. / Switch on."""
    _switch(slug, enabled=True)


@source.command()
@click.argument("slug")
def off(*, slug: str) -> None:
    """Tắt theo dõi; nội dung đã nhận vẫn giữ. / Switch off; what came from it stays."""
    _switch(slug, enabled=False)


def _switch(slug: str, *, enabled: bool) -> None:
    parts = opened()
    with parts.database.writing() as session:
        source_accounts.switch(parts, session, slug, enabled=enabled, by=operator("source"))
    say(parts.settings, "Đã bật." if enabled else "Đã tắt.", "Switched on." if enabled else "Switched off.")


def _options(given: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in given:
        name, told, value = pair.partition("=")
        if not told or not name.strip():
            raise InvalidError("option-without-value", option=pair)
        try:
            found[name.strip()] = json.loads(value)
        except ValueError:
            found[name.strip()] = value
    return found
