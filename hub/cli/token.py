"""`hub token`: keys with which programs act for a person."""

from collections.abc import Sequence

import click

from hub.cli.opened import opened
from hub.cli.output import as_json, operator, say, show
from hub.models import Scope
from hub.services import staff, tokens
from hub.services.tokens import Order


@click.group()
def token() -> None:
    """Mã truy cập cho chương trình. / Tokens for programs."""


@token.command()
@click.argument("email")
@click.option("--title", required=True, help="Để làm gì. / What for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    default=(Scope.READ.value, Scope.INTAKE.value),
    show_default=True,
    help="Được làm gì. / What it allows.",
)
@click.option(
    "--days", default=365, show_default=True, help="Số ngày có hiệu lực; 0: không hết hạn. / Days; 0 for ever."
)
@as_json
def add(*, email: str, title: str, scopes: Sequence[str], days: int, json_: bool) -> None:
    """Tạo mã cho một người; mã chỉ hiện một lần. / Make a token for a person; it is shown once."""
    parts = opened()
    with parts.database.writing() as session:
        order = Order(title=title, scopes=scopes, days=days)
        made, secret = tokens.make(session, staff.find(session, email), order, by=operator("token"))
        row = {"id": made.id, "kind": "token", "title": made.title, "scopes": " ".join(made.scopes), "token": secret}
    if json_:
        show([row], json_=True)
        return
    say(parts.settings, "Chỉ hiện một lần; hãy cất ngay:", "Shown once; keep it now:", err=True)
    click.echo(secret)


@token.command("list")
@click.argument("email")
@as_json
def list_(*, email: str, json_: bool) -> None:
    """Các mã của một người. / A person's tokens."""
    parts = opened()
    with parts.database.reading() as session:
        held = tokens.of_staff(session, str(staff.find(session, email).id))
        rows = [
            {
                "id": one.id,
                "title": one.title,
                "scopes": " ".join(one.scopes),
                "state": "revoked" if one.revoked_at else "good",
                "used_at": one.used_at,
                "expires_at": one.expires_at,
            }
            for one in held
        ]
    show(rows, json_=json_)


@token.command()
@click.argument("email")
@click.argument("token_id", metavar="ID")
def revoke(*, email: str, token_id: str) -> None:
    """Thu hồi một mã ngay lập tức. / End a token at once."""
    parts = opened()
    with parts.database.writing() as session:
        tokens.revoke(session, token_id, str(staff.find(session, email).id), by=operator("token"))
    say(parts.settings, "Đã thu hồi.", "Revoked.")
