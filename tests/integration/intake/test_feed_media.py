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
