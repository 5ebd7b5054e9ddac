"""Importing from addresses with the cookies of somebody who has signed in."""

from pathlib import Path

import pytest

from hub.config import Settings
from hub.extensions.parts import Parts
from hub.services.status import standstills
from tests.integration.egress.site import Site
from tests.integration.intake.sites.served import PAGE, UNCLOSED, Do, ask, serve, url

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

    @pytest.mark.parametrize("programme", ["thoi-su", "truyen-hinh"])
    def test_a_site_whose_cookies_have_become_unreadable_is_not_asked_without_them(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path, programme: str
    ) -> None:
        cookies.write_text(cookies.read_text().partition("\n")[2])
        ask(newsroom, url(place, "/clip.mp4"), programme)
        assert [(one.name, one.code) for one in do("fetch")] == [("failed", "cookies-unreadable")]
        assert not place.asked

    @pytest.mark.parametrize("programme", ["thoi-su", "truyen-hinh"])
    @pytest.mark.parametrize("spoilt", ["gone", "page", "bytes", "of another site"])
    def test_a_file_that_has_become_unreadable_stops_no_site_that_it_does_not_name(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path, *, spoilt: str, programme: str
    ) -> None:
        text = "Sáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân so với tuần trước. " * 5
        article = f"<html><meta charset=utf-8><body><article><h1>Giá ngô</h1><p>{text}</p></article></body></html>"
        serve(place, "/bai", article if programme == "thoi-su" else PAGE)
        if spoilt == "gone":
            cookies.unlink()
        else:
            other = cookies.read_text().partition("\n")[2].replace("127.0.0.1", ".bao.example")
            cookies.write_bytes({"page": b"<html>", "bytes": b"\xff\xfe\0"}.get(spoilt, other.encode()))
        ask(newsroom, url(place, "/bai"), programme)
        assert [(one.name, one.code) for one in do("fetch")] == [("ok", "")]
        assert not [headers for _, _, headers in place.asked if "Cookie" in headers]
        assert [one.title for one in standstills(newsroom) if one.id == "cookies"] == ["HUB_IMPORT_COOKIES"]

    @pytest.mark.parametrize("programme", ["thoi-su", "truyen-hinh"])
    def test_what_asks_to_sign_in_says_that_the_file_cannot_be_read(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path, programme: str
    ) -> None:
        cookies.unlink()
        serve(place, "/rieng", "", status=401)
        ask(newsroom, url(place, "/rieng"), programme)
        assert [(one.name, one.code) for one in do("fetch")] == [("failed", "cookies-unreadable")]

    def test_a_file_that_can_be_read_is_no_standstill(self, newsroom: Parts) -> None:
        assert not [one for one in standstills(newsroom) if one.id == "cookies"]

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
