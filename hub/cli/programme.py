"""`hub programme`: a programme whose podcast is published elsewhere from now on."""

import click

from hub.cli.opened import opened
from hub.cli.output import operator, say
from hub.extensions.clock import local
from hub.services import moved_podcasts


@click.group()
def programme() -> None:
    """Chương trình; xem bằng `hub list programmes`. / Programmes; see `hub list programmes`."""


@programme.command()
@click.argument("slug")
@click.argument("new_url")
@click.option("--redirect", is_flag=True, help="Địa chỉ cũ trả lời 301 ngay. / Let the old address answer 301 at once.")
def move(*, slug: str, new_url: str, redirect: bool) -> None:
    """Podcast chuyển sang địa chỉ mới. / Lead the listeners of its podcast to a new address."""
    parts = opened()
    moved = moved_podcasts.move(parts, slug, new_url, at_once=redirect, by=operator("programme move"))
    day = f"{local(moved.redirect_from):%d/%m/%Y}"
    say(
        parts.settings,
        f"Podcast “{slug}” báo địa chỉ mới {moved.url}; từ ngày {day} địa chỉ cũ trả lời 301. "
        "Dùng nginx thì từ ngày đó hãy chạy lại `hub nginx`.",
        f"The podcast “{slug}” tells its new address {moved.url}; from {day} the old one answers 301. "
        "Where nginx serves, run `hub nginx` again from that day on.",
    )


@programme.command()
@click.argument("slug")
def stay(*, slug: str) -> None:
    """Hủy việc chuyển. / Take the move back."""
    parts = opened()
    moved_podcasts.stay(parts, slug, by=operator("programme stay"))
    say(
        parts.settings,
        f"Podcast “{slug}” ở lại địa chỉ cũ. Dùng nginx thì hãy chạy lại `hub nginx`.",
        f"The podcast “{slug}” stays where it is. Where nginx serves, run `hub nginx` again.",
    )
