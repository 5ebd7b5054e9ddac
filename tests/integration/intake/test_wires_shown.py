"""What pages, programs and the command line tell of what a news agency sent."""

import json

import pytest

from hub.errors import ConflictError
from hub.models import RoleName
from hub.services import merging, staff
from hub.services.progress import item_progress
from hub.services.staff import Person
from tests.integration.cli.hub import command
from tests.integration.intake.agency import GUID, in_hours, killed, ninjs
from tests.integration.intake.press import arrivals_of, items_of, send
from tests.integration.web.conftest import token_of


def test_the_page_of_a_cancelled_story_says_so_and_its_publishing_is_refused_with_that_sentence(
    newsroom, client, token, tmp_path, do_work
):
    item_id = killed(newsroom, tmp_path, do_work, publish=True)
    asked = client.post(f"/api/v1/items/{item_id}/publish", headers={"Authorization": f"Bearer {token}"})
    assert (asked.status_code, asked.json["error"]["code"]) == (409, "item-cancelled")
    come_in(newsroom, client)
    page = client.get(f"/editor/items/{item_id}/").text
    assert f'<p class="notice bad">Hãng tin đã hủy tin này (“{GUID}”)' in page
    assert f"/editor/items/{item_id}/publish" not in page
    form = {"csrf_token": token_of(client, "/editor/")}
    refused = client.post(f"/editor/items/{item_id}/publish", data=form)
    assert refused.status_code == 409
    assert "Hãng tin đã hủy tin này" in refused.text


def test_why_an_agency_took_a_story_back_is_said_in_the_language_of_whoever_reads_its_history(
    newsroom, client, tmp_path, do_work
):
    item_id = killed(newsroom, tmp_path, do_work, publish=True)
    come_in(newsroom, client)
    assert f"Hãng tin đã hủy tin “{GUID}”." in client.get(f"/editor/items/{item_id}/").text
    client.get("/language/en")
    page = client.get(f"/editor/items/{item_id}/").text
    assert f"The agency has cancelled “{GUID}”." in page
    assert "Hãng tin đã hủy" not in page


def test_an_agencys_update_and_cancellation_stand_under_their_names_and_are_not_split_off(
    newsroom, client, tmp_path, do_work
):
    item_id = killed(newsroom, tmp_path, do_work)
    come_in(newsroom, client)
    for address in (f"/editor/items/{item_id}/", "/editor/arrivals"):
        page = client.get(address).text
        assert "Bản cập nhật</span>" in page
        assert "Bản hủy</span>" in page
        assert "Trùng mục đã có</span>" not in page
        assert "Tách thành mục riêng" not in page
    for arrival in arrivals_of(newsroom)[1:]:
        with pytest.raises(ConflictError) as refused:
            merging.split(newsroom, arrival.id, by="bt@hub.example")
        assert refused.value.code == "cannot-split-version"


def test_programs_and_the_command_line_are_told_an_update_from_a_second_source(
    newsroom, client, tmp_path, do_work, token
):
    item_id = killed(newsroom, tmp_path, do_work)
    told = client.get(f"/api/v1/items/{item_id}", headers={"Authorization": f"Bearer {token}"}).json
    assert [one["brought"] for one in told["arrivals"]] == ["", "update", "cancellation"]
    settings = newsroom.settings
    listed = command(settings.data, "list", "arrivals", "--json", HUB_DATABASE_URL=settings.database_url)
    assert [one["brought"] for one in json.loads(listed.stdout)] == ["cancellation", "update", ""]


def test_who_is_no_person_is_called_by_what_it_is(newsroom, client, tmp_path, do_work):
    item_id = killed(newsroom, tmp_path, do_work, by="source:pt", publish=True)
    come_in(newsroom, client)
    for address in (f"/editor/items/{item_id}/", "/editor/arrivals"):
        page = client.get(address).text
        assert "nguồn pt" in page
        assert "source:pt" not in page
    page = client.get(f"/editor/items/{item_id}/").text
    assert "<strong>Gỡ bài</strong> hãng tin" in page
    client.get("/language/en")
    page = client.get(f"/editor/items/{item_id}/").text
    assert "source pt" in page
    assert "<strong>Withdrawn</strong> the news agency" in page


def come_in(newsroom, client) -> None:
    """An editor signs in."""
    with newsroom.database.writing() as session:
        editor = staff.add(session, Person(email="bt@hub.example", name="Biên Tập", role=RoleName.EDITOR), by="t")
        link = staff.sign_in_link(session, editor)
    client.post(f"/sign-in/{link}", data={"csrf_token": token_of(client, f"/sign-in/{link}")})


def test_the_editors_page_tells_until_when_an_item_must_wait_and_offers_no_publishing(
    newsroom, client, tmp_path, do_work
):
    send(newsroom, tmp_path, ninjs(embargoed="2031-05-04T17:00:00+07:00"), name="tin.json")
    do_work("intake")
    [item] = items_of(newsroom)
    come_in(newsroom, client)
    page = client.get(f"/editor/items/{item.id}/").text
    assert "Cấm đăng đến 04/05/2031, 17:00." in page
    assert f"/editor/items/{item.id}/publish" not in page


def test_whoever_waits_for_an_embargoed_item_is_told_at_once_why_it_is_not_public(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(embargoed=in_hours(2)), name="tin.json", publish=True)
    do_work("intake", "transcode")
    told = item_progress(newsroom, items_of(newsroom)[0].id)
    assert told.ended
    assert [code for code, _ in told.faults] == ["item-embargoed"]


@pytest.mark.parametrize(
    "case",
    [
        (
            {"embargoed": "2031-05-04T17:00:00+07:00"},
            "Đang chờ hết giờ cấm đăng (04/05/2031, 17:00), rồi tự xuất bản.",
        ),
        ({"pubstatus": "withheld"}, "Đang chờ hãng tin cho phép, rồi tự xuất bản."),
    ],
)
def test_the_page_of_what_waits_for_its_agency_says_so_and_follows_no_progress(
    newsroom, client, tmp_path, do_work, case
):
    fields, said = case
    send(newsroom, tmp_path, ninjs(**fields), name="tin.json", publish=True)
    come_in(newsroom, client)
    [item] = items_of(newsroom)
    assert "data-events" in client.get(f"/editor/items/{item.id}/").text
    do_work("intake", "transcode")
    page = client.get(f"/editor/items/{item.id}/").text
    assert said in page
    # Progress has ended: a page that followed it would load itself again and again.
    assert client.get(f"/editor/items/{item.id}/progress").json["ended"]
    assert "data-events" not in page


def test_why_an_item_waits_is_told_in_the_language_of_each_who_opens_its_page(newsroom, client, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(pubstatus="withheld"), name="tin.json")
    do_work("intake")
    come_in(newsroom, client)
    [item] = items_of(newsroom)
    assert "Hãng tin giữ lại nội dung này" in client.get(f"/editor/items/{item.id}/").text
    client.get("/language/en")
    page = client.get(f"/editor/items/{item.id}/").text
    assert "Its agency withholds this until further notice." in page
    assert "Hãng tin giữ lại" not in page
