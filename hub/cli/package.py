"""`hub package`: what is chosen for groups of readers."""

from collections.abc import Sequence

import click

from hub.cli.opened import opened
from hub.cli.output import operator, say
from hub.services import packages
from hub.services.packages import Wanted


@click.group()
def package() -> None:
    """Gói nội dung cho nhóm bạn đọc; xem bằng `hub list packages`. / Packages; see `hub list packages`."""


@package.command()
@click.argument("slug")
@click.option("--title", required=True, help="Tên gọi. / Title.")
@click.option(
    "--list",
    "lists",
    multiple=True,
    required=True,
    metavar="NAME",
    help="radio, tv, print, language-hmn, place-phong-tho, topic-…, programme-…, organisation-…",
)
@click.option("--about", default="", help="Dành cho ai. / Whom it is for.")
@click.option("--language", default="vi", metavar="TAG", help="Của tên và lời giới thiệu. / Of title and description.")
def add(*, slug: str, title: str, lists: Sequence[str], about: str, language: str) -> None:
    """Thêm gói: trong mỗi nhóm mục, bài thuộc một mục đã chọn. / Add: what is in one list of each sort chosen."""
    parts = opened()
    wanted = Wanted(title=title, description=about, language=language, listings=lists)
    with parts.database.writing() as session:
        count = packages.count(session, packages.add(session, slug, wanted, by=operator("package")))
    say(parts.settings, f"Đã thêm gói “{slug}”: {count} bài.", f"The package “{slug}” is made: {count} items.")


@package.command()
@click.argument("slug")
def on(*, slug: str) -> None:
    """Mời theo dõi. / Offer it to readers."""
    _offer(slug, offered=True)


@package.command()
@click.argument("slug")
def off(*, slug: str) -> None:
    """Không mời nữa; ai đang theo dõi vẫn nhận được bài. / Offer it no more; its feeds stay."""
    _offer(slug, offered=False)


def _offer(slug: str, *, offered: bool) -> None:
    parts = opened()
    with parts.database.writing() as session:
        packages.offer(session, slug, offered=offered, by=operator("package"))
    say(parts.settings, "Đã đổi.", "Changed.")
