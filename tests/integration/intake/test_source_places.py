"""Where a source may look: what cannot be right, or is another source's, is told when it is given."""

from pathlib import Path
from typing import Any

import pytest

from hub.errors import AddressRefusedError, InvalidError
from hub.extensions.parts import Parts
from hub.models import Arrival, Item
from hub.services import source_accounts, sources
from hub.services.sources import Account
from tests.integration.intake.watched import TEXT, DoWork, all_of, lying, put


def keep(parts: Parts, slug: str, address: Path | str, kind: str = "folder", **options: Any) -> None:
    """A source as any door gives it."""
    wishes = {"settle_s": 0, **options} if kind == "folder" else options
    account = Account(slug=slug, kind=kind, title=slug, programme="thoi-su", address=str(address), options=wishes)
    with parts.database.writing() as session:
        source_accounts.add(parts, session, account, by="t")


def keep_unchecked(parts: Parts, slug: str, folder: Path, **options: Any) -> None:
    """A folder as it was kept before places were looked at."""
    wishes = {"settle_s": 0, **options}
    account = Account(slug=slug, kind="folder", title=slug, programme="thoi-su", address=str(folder), options=wishes)
    with parts.database.writing() as session:
        sources.add(session, account, by="t")


def refused(parts: Parts, slug: str, address: Path | str, kind: str = "folder", **options: Any) -> str:
    with pytest.raises((InvalidError, AddressRefusedError)) as caught:
        keep(parts, slug, address, kind, **options)
    with parts.database.reading() as session:
        assert slug not in {one.slug for one in sources.every(session)}
    return caught.value.code


def looked(parts: Parts, do_work: DoWork, slug: str, times: int = 4) -> None:
    for _ in range(times):
        with parts.database.writing() as session:
            sources.look_now(session, sources.find(session, slug))
        do_work("look")


def test_a_folder_around_a_watched_one_is_refused_where_it_would_look_into_it(newsroom: Parts, share: Path) -> None:
    inner = share / "phat-thanh"
    inner.mkdir()
    keep(newsroom, "pt", inner)
    assert refused(newsroom, "pt3", share, recursive=True) == "folder-overlaps"
    keep(newsroom, "pt3", share)
    with pytest.raises(InvalidError, match="one inside the other"), newsroom.database.writing() as session:
        source_accounts.change(newsroom, session, "pt3", {"options": {"recursive": True}}, by="t")
    with newsroom.database.reading() as session:
        assert "recursive" not in sources.find(session, "pt3").options


def test_a_folder_inside_one_that_is_looked_through_is_refused_by_any_spelling(
    newsroom: Parts, share: Path, tmp_path: Path
) -> None:
    inner = share / "trong" / "nữa"
    inner.mkdir(parents=True)
    (tmp_path / "loi-tat").symlink_to(inner)
    keep(newsroom, "ngoai", share, recursive=True)
    spellings = (inner, f"{share}/../{share.name}/trong//nữa", tmp_path / "loi-tat", share / "chua-co" / "x")
    assert {refused(newsroom, "trong", one) for one in spellings} == {"folder-overlaps"}
    assert refused(newsroom, "trong", f"{share}/.") == "folder-watched-twice"


def test_what_a_source_has_moved_aside_is_no_place_for_another(newsroom: Parts, share: Path) -> None:
    keep(newsroom, "pt", share, done="xong")
    assert refused(newsroom, "hai", share / "xong" / "2026-01-01") == "folder-overlaps"
    assert refused(newsroom, "hai", share / "loi") == "folder-overlaps"
    keep(newsroom, "hai", share / "da-nhan")


def test_a_source_is_switched_on_only_where_no_other_one_has_come_to_its_place(newsroom: Parts, share: Path) -> None:
    keep(newsroom, "mot", share)
    with newsroom.database.writing() as session:
        source_accounts.switch(newsroom, session, "mot", enabled=False, by="t")
    keep(newsroom, "hai", share)
    with pytest.raises(InvalidError), newsroom.database.writing() as session:
        source_accounts.switch(newsroom, session, "mot", enabled=True, by="t")


@pytest.mark.parametrize("address", ["/", "{data}", "{data}/originals", "{data}/..", "phim"])
def test_the_data_of_the_hub_and_what_is_around_them_are_refused_at_once(newsroom: Parts, address: str) -> None:
    told = refused(newsroom, "pt", address.format(data=newsroom.settings.folder))
    assert told == ("folder-not-absolute" if address == "phim" else "folder-forbidden")


def test_a_file_is_no_folder_and_a_missing_folder_is_kept_with_a_word(newsroom: Parts, share: Path) -> None:
    assert refused(newsroom, "pt", put(share, "tin.md")) == "folder-not-readable"
    away = Account(slug="pt", kind="folder", title="pt", programme="thoi-su", address=f"{share}/chua-co")
    with newsroom.database.writing() as session:
        source_accounts.add(newsroom, session, away, by="t")
    assert (source_accounts.remark(away) or ("",))[0] == "folder-not-there"
    (share / "chua-co").mkdir()
    assert source_accounts.remark(away) is None


@pytest.mark.parametrize("kind", ["feed", "channel"])
def test_an_address_that_cannot_be_opened_is_refused_at_once(newsroom: Parts, kind: str) -> None:
    told = [refused(newsroom, "a", one, kind) for one in ("ftp://a.vn/rss", "rss", "https://a:b@a.vn/")]
    assert told == ["address-scheme", "address-scheme", "address-with-password"]


def test_the_same_feed_is_followed_once_however_its_address_is_written(newsroom: Parts) -> None:
    keep(newsroom, "bao", "https://Bao.vn/rss?a=1", "feed")
    for again in ("https://bao.vn:443/rss?a=1", " https://bao.vn/rss?a=1#moi"):
        assert refused(newsroom, "hai", again, "feed") == "address-followed-twice"
    keep(newsroom, "hai", "https://bao.vn/rss?a=2", "feed")
    with pytest.raises(InvalidError), newsroom.database.writing() as session:
        source_accounts.change(newsroom, session, "hai", {"address": "https://bao.vn/rss?a=1"}, by="t")


@pytest.mark.parametrize(("kind", "address"), [("feed", "https://a.vn/"), ("channel", "https://a.vn/"), ("folder", "")])
def test_an_option_that_its_kind_has_not_is_refused(newsroom: Parts, share: Path, kind: str, address: str) -> None:
    assert refused(newsroom, "a", address or share, kind, foo=1) == "option-unknown"


def test_an_option_that_was_there_before_may_stay(newsroom: Parts, share: Path) -> None:
    with newsroom.database.writing() as session:
        account = Account(
            slug="a", kind="folder", title="a", programme="thoi-su", address=str(share), options={"cu": 1}
        )
        sources.add(session, account, by="t")
        source_accounts.change(newsroom, session, "a", {"options": {"cu": 1, "publish": True}}, by="t")
        with pytest.raises(InvalidError):
            source_accounts.change(newsroom, session, "a", {"options": {"moi": 1}}, by="t")


def test_a_look_leaves_alone_what_other_sources_watch_or_have_moved_aside(
    newsroom: Parts, share: Path, do_work: DoWork
) -> None:
    inner = share / "phat-thanh"
    for name in ("da-nhan/2026-01-01/cu.md", "loi/2026-01-01/hong.md", "moi.md", "sau/moi.md"):
        put(inner, name, f"{TEXT}\n{name}\n")
    keep_unchecked(newsroom, "ngoai", share, recursive=True)
    keep_unchecked(newsroom, "pt", inner)
    looked(newsroom, do_work, "ngoai")
    assert all_of(newsroom, Arrival) == []
    with newsroom.database.writing() as session:
        sources.switch(session, "pt", enabled=False, by="t")
    looked(newsroom, do_work, "ngoai")
    left = {name for name in lying(share) if not name.startswith("da-nhan/")}
    assert left == {"phat-thanh/da-nhan/cu.md", "phat-thanh/loi/hong.md"}
    assert {one.source_id for one in all_of(newsroom, Arrival)} == {_id(newsroom, "ngoai")}


@pytest.mark.parametrize("first", ["ngoai", "trong"])
def test_of_two_folders_that_meet_since_before_they_were_checked_the_younger_says_so_and_takes_nothing(
    newsroom: Parts, share: Path, do_work: DoWork, first: str
) -> None:
    put(share / "trong", "moi.md")
    folders = {"ngoai": (share, {"recursive": True}), "trong": (share / "trong", {})}
    (younger,) = set(folders) - {first}
    for slug in (first, younger):
        folder, options = folders[slug]
        keep_unchecked(newsroom, slug, folder, **options)
    looked(newsroom, do_work, younger)
    with newsroom.database.reading() as session:
        source = sources.find(session, younger)
    assert (source.reason_code, source.reason_facts["title"]) == ("folder-overlaps", first)
    assert {one.source_id for one in all_of(newsroom, Arrival)} <= {_id(newsroom, first)}
    with newsroom.database.writing() as session:
        sources.switch(session, first, enabled=False, by="t")
    looked(newsroom, do_work, younger)
    with newsroom.database.reading() as session:
        assert sources.find(session, younger).reason_code == ""


def test_the_reason_beside_a_refused_file_is_never_taken(newsroom: Parts, share: Path, do_work: DoWork) -> None:
    keep(newsroom, "pt", share)
    put(share, "hong.mp3", b"\0" * 50)
    for _ in range(2):
        looked(newsroom, do_work, "pt")
        do_work("intake")
    looked(newsroom, do_work, "pt")
    assert lying(share) == {"loi/hong.mp3", "loi/hong.mp3.txt"}
    (share / "loi").rename(share / "cu")
    (letter,) = share.glob("cu/*/hong.mp3.txt")
    letter.with_name("hong.mp3").unlink()
    before = len(all_of(newsroom, Item))
    with newsroom.database.writing() as session:
        source_accounts.change(newsroom, session, "pt", {"options": {"settle_s": 0, "recursive": True}}, by="t")
    looked(newsroom, do_work, "pt")
    assert (len(all_of(newsroom, Item)), letter.is_file()) == (before, True)


def _id(parts: Parts, slug: str) -> str:
    with parts.database.reading() as session:
        return sources.find(session, slug).id
