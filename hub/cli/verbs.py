"""The editor's three verbs: publish, withdraw, push."""

from collections.abc import Sequence

import click

from hub.cli import waiting
from hub.cli.opened import opened
from hub.cli.output import as_json, operator, say, show
from hub.services import publishing, pushing


@click.command()
@click.argument("item")
@click.option("--wait", is_flag=True, help="Chờ đến khi xong. / Wait to the end.")
def publish(*, item: str, wait: bool) -> None:
    """Xuất bản và đẩy đến mọi điểm đến đang bật. / Publish, and push to every destination that is on."""
    parts = opened()
    publishing.publish(parts, item, by=operator("publish"))
    say(parts.settings, "Đã xuất bản.", "Published.")
    if wait and (code := waiting.wait_for(parts, [{"id": item}], published=True, quiet=False)):
        raise SystemExit(code)


@click.command()
@click.argument("item")
@click.option("--reason", default="", help="Lý do, chỉ tòa soạn thấy. / Reason, for the newsroom only.")
@click.option("--to-readers", default="", help="Lời cho bạn đọc, ở địa chỉ cũ. / What is said at its old address.")
def withdraw(*, item: str, reason: str, to_readers: str) -> None:
    """Gỡ khỏi trang, khỏi luồng tin và khỏi mọi nơi đã nhận. / Withdraw from pages, feeds and everyone who got it."""
    parts = opened()
    publishing.withdraw(parts, item, by=operator("withdraw"), reason=reason, to_readers=to_readers)
    say(parts.settings, "Đã gỡ.", "Withdrawn.")


@click.command()
@click.argument("item")
@click.option("--to", multiple=True, metavar="NAME", help="Chỉ điểm đến này. / Only this destination.")
@click.option("--wait", is_flag=True, help="Chờ đến khi xong. / Wait to the end.")
@as_json
def push(*, item: str, to: Sequence[str], wait: bool, json_: bool) -> None:
    """Đẩy đến các điểm đến. / Push to destinations (all that are on by default).

    With --wait: exit code 1 when something failed for good, 75 when the hub will try again by itself.
    """
    parts = opened()
    with parts.database.writing() as session:
        made = pushing.push(parts, session, publishing.get(session, item), by=operator("push"), to=to)
        rows = [{"id": one.id, "destination": one.destination.slug, "state": one.state} for one in made]
    if not wait:
        show(rows, json_=json_)
        return
    code, ended = waiting.wait_for_deliveries(parts, item, to, quiet=json_)
    if json_:
        show([one.row(parts.settings.language) for one in ended], json_=True)
    if code:
        raise SystemExit(code)
