"""`hub staff`: the roster."""

import json
from pathlib import Path

import click

from hub.cli.opened import opened
from hub.cli.output import as_json, operator, say, show
from hub.models import Group, RoleName
from hub.services import staff as people
from hub.services.staff import LINK_HOURS, Person

# Click offers the names of an enumeration, people know its values.
_ROLES = [one.value for one in RoleName]
_GROUPS = [one.value for one in Group]


@click.group()
def staff() -> None:
    """Nhân sự. / Staff."""


@staff.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def import_(*, file: Path, json_: bool) -> None:
    """Thêm người từ tệp CSV. / Add the people of a CSV file.

    Các cột / columns: email, name, role, group, organisation, joined_on, left_on.
    """
    parts = opened()
    added, faults = people.take_in(parts, file, by=operator("staff"))
    if json_:
        click.echo(json.dumps({"added": added, "faults": faults}, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            click.echo(fault, err=True)
        say(
            parts.settings, f"Đã thêm {added} người; {len(faults)} dòng lỗi.", f"Added {added}; {len(faults)} bad rows."
        )
    if faults:
        raise SystemExit(1)


@staff.command()
@click.option("--email", required=True, help="Thư điện tử, dùng để đăng nhập. / E-mail, to sign in with.")
@click.option("--name", required=True, help="Họ và tên, như in trên chứng nhận. / Name, as printed on certificates.")
@click.option("--role", type=click.Choice(_ROLES), default=RoleName.LEARNER.value, show_default=True)
@click.option("--group", type=click.Choice(_GROUPS), default=Group.OFFICIALS.value, show_default=True)
@click.option("--organisation", default="", metavar="SLUG", help="Cơ quan. / Organisation.")
@click.option("--joined-on", default="", metavar="YYYY-MM-DD", help="Ngày đầu tiên được tính. / First day that counts.")
@click.option("--left-on", default="", metavar="YYYY-MM-DD", help="Ngày cuối cùng được tính. / Last day that counts.")
@as_json
def add(*, json_: bool, **values: str) -> None:
    """Thêm một người. / Add a person."""
    parts = opened()
    with parts.database.writing() as session:
        made = people.add(session, Person(**values), by=operator("staff"))
        row = {"id": made.id, "email": made.email, "name": made.name, "role": values["role"], "group": made.group}
    if json_:
        click.echo(json.dumps(row, ensure_ascii=False, indent=2))
    else:
        say(parts.settings, f"Đã thêm {made.name} <{made.email}>.", f"Added {made.name} <{made.email}>.")


@staff.command()
@click.argument("email")
def link(*, email: str) -> None:
    """In liên kết đăng nhập dùng một lần. / Print a link that signs the person in once."""
    parts = opened()
    with parts.database.writing() as session:
        token = people.sign_in_link(session, people.find(session, email))
    click.echo(f"{parts.settings.desk_url}/sign-in/{token}")
    say(
        parts.settings,
        f"Dùng được một lần, trong {LINK_HOURS} giờ.",
        f"Good once, for {LINK_HOURS} hours.",
        err=True,
    )


@staff.command("list")
@as_json
def list_(*, json_: bool) -> None:
    """Liệt kê mọi người. / List everybody."""
    parts = opened()
    with parts.database.reading() as session:
        rows = [
            {
                "id": one.id,
                "email": one.email,
                "name": one.name,
                "role": ", ".join(sorted(role.name for role in one.roles)),
                "group": one.group,
                "organisation": one.organisation.slug if one.organisation else "",
                "joined_on": one.joined_on,
                "left_on": one.left_on,
                "active": one.active,
            }
            for one in people.every(session)
        ]
    show(rows, json_=json_)
