"""Watched folders: which may be watched, and what in them is looked at."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Item, Source
from hub.services import sources
from hub.services.sources import Account
from tests.integration.intake.watched import DoWork, Run, all_of, looks, lying, put, source_of, watch


def test_links_and_pipes_are_passed_over_and_told(newsroom: Parts, share: Path, look: Run, tmp_path: Path) -> None:
    (share / "mat-khau.md").symlink_to("/etc/passwd")
    outside = tmp_path / "ngoai"
    put(outside, "rieng.md")
    (share / "thu-muc").symlink_to(outside)
    os.mkfifo(share / "ong.md")
    watch(newsroom, share, recursive=True)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    told = dict(sources.notes(source_of(newsroom)))["folder-links"]
    assert told == {"count": 3, "name": "mat-khau.md, ong.md, thu-muc"}
    assert source_of(newsroom).reason_code == ""


def test_folders_inside_are_looked_at_only_where_that_is_wished(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "sang/tin.md")
    watch(newsroom, share)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    assert sources.notes(source_of(newsroom)) == [("folder-inner", {"count": 1, "name": "sang"})]
    with newsroom.database.writing() as session:
        sources.change(session, "o-mang", {"options": {"settle_s": 0, "recursive": True}}, by="t")
    looks(look, 6)
    assert len(all_of(newsroom, Arrival)) == 1
    assert lying(share) == {"da-nhan/sang/tin.md"}
    assert sources.notes(source_of(newsroom)) == []


def test_same_bytes_under_two_names_become_one_item_with_two_sources(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "mot.md")
    put(share, "hai.md")
    watch(newsroom, share)
    looks(look)
    assert len(all_of(newsroom, Item)) == 1
    assert sorted(one.state for one in all_of(newsroom, Arrival)) == [ArrivalState.JOINED, ArrivalState.TAKEN]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("phat-thanh", "folder-not-absolute"),
        ("/", "folder-forbidden"),
        ("{data}", "folder-forbidden"),
        ("{data}/originals", "folder-forbidden"),
        ("{data}/..", "folder-forbidden"),
        ("{data}/../khong-co", "folder-not-readable"),
        ("/etc/hostname", "folder-not-readable"),
    ],
)
def test_a_folder_that_cannot_be_watched_is_told_on_its_source(
    newsroom: Parts, look: Run, address: str, code: str
) -> None:
    watch(newsroom, address.format(data=newsroom.settings.folder))
    assert look() == "failed"
    source = source_of(newsroom)
    assert (source.reason_code, source.failures) == (code, 1)


def test_a_link_into_the_data_of_the_hub_is_seen_through(newsroom: Parts, look: Run, tmp_path: Path) -> None:
    (tmp_path / "o").symlink_to(newsroom.settings.folder)
    watch(newsroom, tmp_path / "o")
    assert look() == "failed"
    assert source_of(newsroom).reason_code == "folder-forbidden"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"done": "../ra-ngoai"}, "folder-bad-option"),
        ({"done": "loi"}, "folder-bad-option"),
        ({"settle_s": "nhanh"}, "folder-bad-option"),
        ({"fields": "title"}, "folder-bad-option"),
        ({"fields": {"title": "/Clip["}}, "sidecar-bad-path"),
        ({"language": "tlh"}, "language-unknown"),
    ],
)
def test_a_wrong_option_is_told_on_the_source(
    newsroom: Parts, share: Path, look: Run, options: dict[str, Any], code: str
) -> None:
    watch(newsroom, share, **options)
    assert look() == "failed"
    assert source_of(newsroom).reason_code == code


def test_a_folder_has_one_source(newsroom: Parts, share: Path, do_work: DoWork) -> None:
    watch(newsroom, share)
    with newsroom.database.writing() as session:
        account = Account(slug="hai", kind="folder", title="Hai", programme="phat-thanh", address=f"{share}/.")
        sources.add(session, account, by="t")
    do_work("look")
    with newsroom.database.reading() as session:
        codes = {source.slug: source.reason_code for source in session.scalars(select(Source))}
    assert codes == {"o-mang": "", "hai": "folder-watched-twice"}


def test_a_folder_that_lost_even_what_was_taken_before_may_be_a_share_that_is_away(
    newsroom: Parts, share: Path, look: Run
) -> None:
    watch(newsroom, share)
    looks(look, 2)
    assert sources.notes(source_of(newsroom)) == []
    put(share, "tin.md")
    looks(look, 4)
    assert lying(share) == {"da-nhan/tin.md"}
    mounted = share.rename(share.with_name("da-gan"))
    share.mkdir()
    looks(look, 2)
    assert sources.notes(source_of(newsroom)) == [("folder-bare", {"done": "da-nhan", "failed": "loi"})]
    share.rmdir()
    mounted.rename(share)
    looks(look, 1)
    assert sources.notes(source_of(newsroom)) == []
