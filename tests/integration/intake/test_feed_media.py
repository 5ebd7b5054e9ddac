"""Followed feeds: pictures and recordings of entries are kept here."""

import pytest

from hub.models import ArrivalState
from tests.integration.intake.press import (
    Story,
    arrivals_of,
    day,
    follow,
    items_of,
    look_again,
    picture,
    sound,
    whole,
)


def test_pictures_are_kept_here_and_small_ones_lost_ones_and_those_inside_are_left_out(newsroom, press, do_work):
    press.say("/anh/lon.jpg", picture())
    press.say("/anh/dem.gif", picture(1, 1))
    press.say("/anh/mat.jpg", "", 404)
    inside = (
        f'<figure><img src="{press.url}/anh/lon.jpg" alt="Ruộng"><figcaption>Ruộng bậc thang</figcaption></figure>'
        f'<img src="/anh/dem.gif"><img src="/anh/mat.jpg"><img src="http://10.0.0.1/kin.jpg">'
    )
    press.print_feed(Story(title="Tin", content=whole() + inside, at=day(1)))
    follow(newsroom, f"{press.url}/rss", publish=True)
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    assert item.body_html.count("<img") == 1
    assert f"../../media/{item.id}/picture-001-large.jpg" in item.body_html
    assert "<figcaption>Ruộng bậc thang</figcaption>" in item.body_html
    assert press.url not in item.body_html
    assert arrivals_of(newsroom)[0].reason_code == "feed-pictures-lost"
    assert arrivals_of(newsroom)[0].reason_facts == {"count": 2}


def test_the_entrys_own_picture_stands_above_a_text_without_one(newsroom, press, do_work):
    press.say("/anh/dau.jpg", picture())
    media = f'<media:content url="{press.url}/anh/dau.jpg" medium="image" type="image/jpeg"/>'
    press.print_feed(Story(title="Tin", content=whole(), at=day(1), inside=media))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert items_of(newsroom)[0].body_html.startswith("<p><img")


def test_a_radio_programme_takes_the_recording_and_passes_over_what_has_none(newsroom, press, do_work):
    press.say("/am/so-1.wav", sound(), Content_Type="audio/wav")
    enclosure = f'<enclosure url="{press.url}/am/so-1.wav" type="audio/wav" length="16044"/>'
    press.print_feed(
        Story(title="Số 1", number=1, summary="Nội dung số 1", at=day(1), inside=enclosure),
        Story(title="Thông báo", number=2, summary="Nghỉ Tết", at=day(2)),
    )
    follow(newsroom, f"{press.url}/rss", programme="phat-thanh")
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    assert (item.title, item.summary, item.published_at) == ("Số 1", "Nội dung số 1", day(1))
    assert {one.name: (one.state, one.reason_code) for one in arrivals_of(newsroom)} == {
        "Số 1": (ArrivalState.TAKEN, ""),
        "Thông báo": (ArrivalState.SKIPPED, "feed-no-media"),
    }


def test_a_recording_that_is_gone_fails_with_a_sentence_and_loses_nothing(newsroom, press, do_work):
    press.say("/am/so-1.wav", "", 404)
    enclosure = f'<enclosure url="{press.url}/am/so-1.wav" type="audio/wav" length="9"/>'
    press.print_feed(Story(title="Số 1", at=day(1), inside=enclosure))
    follow(newsroom, f"{press.url}/rss", programme="phat-thanh")
    with pytest.raises(Exception, match="instead of the recording"):
        look_again(newsroom, do_work)
    assert [one.state for one in arrivals_of(newsroom)] == [ArrivalState.WAITING]


SIZES = (
    '<media:group><media:content url="{url}/anh/nho.jpg" type="image/jpeg" width="320"/>'
    '<media:content url="{url}/anh/lon.jpg" type="image/jpeg" width="1600"/>'
    '<media:credit role="photographer">Lò Văn Sơn</media:credit></media:group>'
    '<media:thumbnail url="{url}/anh/danh-sach.jpg"/>'
)


def test_of_several_sizes_the_widest_is_taken_and_its_credit_stands_below_it(newsroom, press, do_work):
    for name, width in (("nho", 320), ("lon", 1600), ("danh-sach", 240)):
        press.say(f"/anh/{name}.jpg", picture(width, width))
    press.print_feed(Story(title="Tin", content=whole(), at=day(1), inside=SIZES.format(url=press.url)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert [name for name in ("nho", "lon", "danh-sach") if press.asked(f"/anh/{name}.jpg")] == ["lon"]
    assert "<figcaption>Lò Văn Sơn</figcaption>" in items_of(newsroom)[0].body_html


def _page_with_picture(press, address: str, inside: str = "") -> None:
    paragraphs = whole() + inside
    press.say(
        "/tin/1",
        f'<html><head><title>Tin</title><meta property="og:image" content="{address}"></head>'
        f"<body><article><h1>Tin</h1>{paragraphs}</article></body></html>",
        Content_Type="text/html; charset=utf-8",
    )


@pytest.mark.parametrize("content", ["", whole()], ids=["summary", "whole"])
def test_the_picture_that_only_the_page_names_leads_a_text_without_one(newsroom, press, do_work, content):
    press.say("/anh/chia-se.jpg", picture())
    _page_with_picture(press, "/anh/chia-se.jpg")
    press.print_feed(Story(title="Tin", summary="Ngắn.", content=content, at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert items_of(newsroom)[0].body_html.startswith("<p><img")
    assert arrivals_of(newsroom)[0].reason_code == ""


@pytest.mark.parametrize("address", ["/anh/logo-bao.png", "javascript:x()", ""])
def test_the_sign_of_a_site_is_no_picture_of_a_story(newsroom, press, do_work, address):
    press.say("/anh/logo-bao.png", picture())
    _page_with_picture(press, address)
    press.print_feed(Story(title="Tin", summary="Ngắn.", at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert "<img" not in items_of(newsroom)[0].body_html


def test_a_story_with_a_picture_of_its_own_keeps_that_alone(newsroom, press, do_work):
    press.say("/anh/chia-se.jpg", picture(colour="red"))
    press.say("/anh/rieng.jpg", picture())
    _page_with_picture(press, "/anh/chia-se.jpg", f'<figure><img src="{press.url}/anh/rieng.jpg"></figure>')
    press.print_feed(Story(title="Tin", summary="Ngắn.", at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert items_of(newsroom)[0].body_html.count("<img") == 1
    assert press.asked("/anh/chia-se.jpg") == []
