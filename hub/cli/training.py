"""`hub training`: the 100 % figure, the people behind it, and whether its evidence is whole."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from hub.cli.opened import opened
from hub.cli.output import as_json, operator, say, show
from hub.errors import InvalidError, problem_of
from hub.services import certificates, evidence, roster
from training import table
from training.report import Report
from training.table import Table


@click.group()
def training() -> None:
    """Đào tạo. / Training."""


@training.command()
@click.option("--as-of", default="", metavar="YYYY-MM-DD", help="Tính đến hết ngày này; hôm nay nếu không ghi. / Day.")
@click.option("--course", "courses", multiple=True, metavar="SLUG", help="Chỉ khóa học này. / Only this course.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "xlsx", "json"]), default="table", show_default=True
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp. / Write to a file.")
def report(*, as_of: str, courses: Sequence[str], form: str, output: Path | None) -> None:
    """Bao nhiêu người đã được đào tạo, là những ai. / How many are trained, and who they are."""
    parts = opened()
    language = parts.settings.language
    chosen = frozenset(courses) or None
    found = roster.report(parts, _day(as_of), courses=chosen, language=language)
    if output is not None:
        # A table in a file is for a spreadsheet.
        _write(output, roster.sheet(found, "csv" if form == "table" else form, language=language).data)
        say(parts.settings, f"Đã ghi {output}.", f"Wrote {output}.", err=True)
    elif form == "table":
        _print(found, language)
    elif form == "csv":
        click.echo(roster.csv_text(found, language), nl=False)
    elif form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("--output FILE")
    else:
        click.echo(roster.sheet(found, form, language=language).data, nl=form == "json")


@training.command()
@as_json
def verify(*, json_: bool) -> None:
    """Kiểm tra chuỗi bằng chứng, chứng nhận, kết quả. / Check the chain of evidence, certificates, completions."""
    parts = opened()
    found = evidence.audit(parts)
    if json_:
        click.echo(json.dumps({**asdict(found), "whole": found.is_whole}, ensure_ascii=False, indent=2))
    else:
        say(
            parts.settings, f"{found.events} sự kiện, mã cuối {found.head}", f"{found.events} events, head {found.head}"
        )
        if found.broken_at is not None:
            say(parts.settings, f"Chuỗi bị sửa ở sự kiện {found.broken_at}.", f"Broken at event {found.broken_at}.")
        for number in found.altered:
            say(parts.settings, f"Chứng nhận {number} bị sửa.", f"Certificate {number} was altered.")
        for one in found.unproven:
            say(parts.settings, f"Lượt học {one} không có bằng chứng.", f"Enrolment {one} has no evidence.")
    if not found.is_whole:
        raise SystemExit(1)
    say(parts.settings, "Bằng chứng nguyên vẹn.", "The evidence is whole.", err=json_)


@training.command()
@click.argument("number")
@click.option("--reason", required=True, help="Lý do. / Reason.")
def revoke(*, number: str, reason: str) -> None:
    """Thu hồi một chứng nhận. / Take a certificate back."""
    parts = opened()
    certificates.revoke(parts, number, reason=reason, by=operator("training"))
    say(parts.settings, "Đã thu hồi.", "Revoked.")


def _day(text: str) -> date | None:
    try:
        return roster.day(text)
    except InvalidError as error:
        raise InvalidError("wrong-day", text=text) from error


def _print(found: Report, language: str) -> None:
    total = found.total
    exact = "—" if total.percent_exact is None else f"{total.percent_exact} %"
    click.echo(f"{found.as_of}: {total.trained}/{total.total} = {exact}")
    for one in (table.summary(found, language=language), table.people(found, language=language)):
        click.echo(f"\n{one.title}")
        show(_rows(one), json_=False)


def _rows(one: Table) -> list[dict[str, object]]:
    return [dict(zip(one.header, row, strict=True)) for row in one.rows]


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InvalidError("not-readable", path=str(path), problem=problem_of(error)) from error
