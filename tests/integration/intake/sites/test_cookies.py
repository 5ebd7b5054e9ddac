"""Importing from addresses with the cookies of somebody who has signed in."""

from pathlib import Path

import pytest

from hub.config import Settings
from hub.extensions.parts import Parts
from tests.integration.egress.site import Site
from tests.integration.intake.sites.served import UNCLOSED, Do, ask, serve, url

pytestmark = UNCLOSED


class TestCookies:
    @pytest.fixture
    def cookies(self, tmp_path: Path, place: Site) -> Path:
        path = tmp_path / "cookies.txt"
        path.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tphien\tbi-mat\n")
        return path

    @pytest.fixture
    def settings(self, settings: Settings, cookies: Path) -> Settings:
        return settings.model_copy(update={"import_cookies": str(cookies)})

    def test_they_are_sent_and_their_file_is_never_written(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path
    ) -> None:
        before = cookies.read_bytes()
        place.answers["/clip.mp4"] = lambda to: to.say(
            200, b"\0" * 64, Content_Type="video/mp4", Set_Cookie="phien=moi; Path=/; Max-Age=9999"
        )
        ask(newsroom, url(place, "/clip.mp4"))
        assert [one.name for one in do("fetch")] == ["ok"]
        assert "phien=bi-mat" in place.asked[0][2]["Cookie"]
        assert cookies.read_bytes() == before

    def test_a_file_that_has_become_unreadable_is_told(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path
    ) -> None:
        cookies.write_text("<html>")
        ask(newsroom, url(place, "/clip.mp4"))
        assert [(one.name, one.code) for one in do("fetch")] == [("failed", "cookies-unreadable")]

    def test_a_page_for_print_gets_them_too(self, newsroom: Parts, place: Site, do: Do) -> None:
        text = "Sáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân so với tuần trước. " * 5
        page = f"<html><meta charset=utf-8><body><article><h1>Giá ngô</h1><p>{text}</p></article></body></html>"
        serve(place, "/bai", page)
        ask(newsroom, url(place, "/bai"), "thoi-su")
        assert [one.name for one in do("fetch")] == ["ok"]
        assert [headers["Cookie"] for _, _, headers in place.asked] == ["phien=bi-mat"]

    @pytest.mark.parametrize("programme", ["thoi-su", "truyen-hinh"])
    def test_what_they_do_not_open_is_told_as_such(self, newsroom: Parts, place: Site, do: Do, programme: str) -> None:
        serve(place, "/rieng", "", status=401)
        ask(newsroom, url(place, "/rieng"), programme)
        assert [(one.name, one.code) for one in do("fetch")] == [("failed", "site-sign-in-again")]

    def test_a_page_for_print_says_that_their_file_cannot_be_read(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path
    ) -> None:
        cookies.unlink()
        ask(newsroom, url(place, "/clip.mp4"), "thoi-su")
        assert [(one.name, one.code) for one in do("fetch")] == [("failed", "cookies-unreadable")]
