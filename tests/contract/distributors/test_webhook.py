"""The webhook against a real HTTP server that fails in every way it can."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from distributors.errors import PublishError
from distributors.protocol import Finds
from tests.contract.distributors.contract import KEY, DistributorContract
from tests.contract.distributors.http_receiver import HttpReceiver
from tests.contract.distributors.posts import NOW, a_medium, a_post


@pytest.fixture
def receiver():
    receiver = HttpReceiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def post(tmp_path):
    return a_post(a_medium(tmp_path))


class TestWebhook(DistributorContract):
    """The suite for every adapter."""


def failure(receiver, post, mode) -> PublishError:
    receiver.mode = mode
    with pytest.raises(PublishError) as caught:
        receiver.make().publish(post, idempotency_key=KEY)
    return caught.value


def test_the_receipt_holds_the_receivers_own_id_and_address(receiver, post):
    receipt = receiver.make().publish(post, idempotency_key=KEY)
    assert (receipt.remote_id, receipt.remote_url) == ("1", "https://partner.example/tin/1")
    assert receipt.detail["status"] == "201"


def test_the_event_is_named_and_signed_and_the_media_have_their_addresses(receiver, post):
    receiver.make().publish(post, idempotency_key=KEY)
    event = receiver.events[KEY]
    assert (event["event"], event["idempotency_key"]) == ("item.published", KEY)
    assert event["item"]["media"][0]["url"] == post.media[0].url
    assert receiver.unsigned == 0


def test_a_wrong_secret_is_a_refused_sign_in(receiver, post):
    with pytest.raises(PublishError) as caught:
        receiver.make(secret="another secret of some length").publish(post, idempotency_key=KEY)
    assert (caught.value.code, caught.value.permanent, receiver.arrived()) == ("sign-in-refused", True, [])


def test_every_try_sends_the_same_bytes_and_a_key_that_is_there_already_gives_the_receipt(receiver, post):
    adapter = receiver.make()
    first = adapter.publish(post, idempotency_key=KEY)
    again = adapter.publish(post, idempotency_key=KEY)
    assert again.detail["status"] == "409"
    assert again.remote_id == first.remote_id
    assert len(set(receiver.bodies[KEY])) == 1
    assert len(receiver.bodies[KEY]) == 2


def test_a_conflict_about_something_else_is_a_refusal(receiver, post):
    error = failure(receiver, post, "conflict")
    assert (error.code, error.permanent) == ("refused", True)
    assert "another item has this number" in str(error)


def test_too_many_requests_tells_when_to_come_again(receiver, post):
    error = failure(receiver, post, "busy")
    assert (error.code, error.retry_after_s, error.facts["status"]) == ("busy", 120.0, 429)


def test_a_fault_of_the_server_is_tried_again(receiver, post):
    error = failure(receiver, post, "error")
    assert (error.code, error.permanent, error.unknown) == ("busy", False, False)


def test_a_redirect_is_not_followed(receiver, post):
    error = failure(receiver, post, "redirect")
    assert (error.code, error.permanent) == ("redirected", True)
    assert receiver.paths == ["/hook"]


def test_an_address_that_is_gone_is_permanent(receiver, post):
    error = failure(receiver, post, "gone")
    assert (error.code, error.permanent) == ("address-gone", True)


def test_a_web_page_is_no_receipt(receiver, post):
    error = failure(receiver, post, "page")
    assert (error.code, error.unknown) == ("web-page-answered", True)


@pytest.mark.parametrize("mode", ["plain", "empty"])
def test_a_success_without_json_is_a_receipt_under_our_key(receiver, post, mode):
    receiver.mode = mode
    receipt = receiver.make().publish(post, idempotency_key=KEY)
    assert (receipt.remote_id, receipt.remote_url) == (KEY, None)


def test_silence_after_the_post_was_sent_is_unknown(receiver, post):
    receiver.mode = "slow"
    adapter = replace(receiver.make(), timeout_s=0.3)
    with pytest.raises(PublishError) as caught:
        adapter.publish(post, idempotency_key=KEY)
    assert (caught.value.code, caught.value.unknown) == ("answer-lost", True)


@pytest.mark.parametrize("mode", ["error", "page", "busy", "redirect", "sign-in"])
def test_a_look_up_that_fails_is_not_taken_for_an_answer(receiver, post, mode):
    receiver.mode = mode
    with pytest.raises(PublishError) as caught:
        receiver.make().find(post, idempotency_key=KEY)
    assert (caught.value.code, caught.value.permanent) == ("lookup-failed", False)


def test_a_look_up_that_nobody_answers_is_not_taken_for_an_answer(receiver, post):
    adapter = receiver.make()
    receiver.stop()
    with pytest.raises(PublishError) as caught:
        adapter.find(post, idempotency_key=KEY)
    assert (caught.value.code, caught.value.unknown) == ("no-connection", False)


def test_a_look_up_whose_answer_is_lost_changed_nothing(receiver, post):
    receiver.mode = "cut"
    with pytest.raises(PublishError) as caught:
        receiver.make().find(post, idempotency_key=KEY)
    assert (caught.value.code, caught.value.unknown) == ("no-connection", False)


@pytest.mark.parametrize("mode", ["half-body", "flood"])
def test_an_accepted_post_stays_accepted_when_the_rest_of_the_answer_is_of_no_use(receiver, post, mode):
    receiver.mode = mode
    assert receiver.make().publish(post, idempotency_key=KEY).remote_id == KEY


def test_a_receiver_without_a_look_up_address_cannot_be_asked(receiver):
    assert not isinstance(receiver.make(lookup_url=""), Finds)


def test_a_look_up_address_keeps_its_own_query(receiver, post):
    receiver.make(lookup_url=f"{receiver.address}/lookup?site=2").find(post, idempotency_key=KEY)
    assert receiver.paths == [f"/lookup?site=2&idempotency_key={KEY}"]


def test_a_correction_names_what_it_replaces(receiver, post):
    adapter = receiver.make()
    receipt = adapter.publish(post, idempotency_key=KEY)
    adapter.correct(replace(post, revision=2), receipt, idempotency_key="two")
    adapter.withdraw(receipt, idempotency_key="three")
    corrected, withdrawn = receiver.events["two"], receiver.events["three"]
    assert (corrected["event"], corrected["replaces"]) == ("item.corrected", "1")
    assert withdrawn["event"] == "item.withdrawn"
    assert withdrawn["item"] == {"item_id": post.item_id, "revision": "1"}


def test_a_guarded_way_out_is_used_and_its_refusal_is_no_connection(receiver, post):
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("private address", request=request)

    adapter = receiver.make()
    guarded = replace(adapter, outside=replace(adapter.outside, http=httpx.MockTransport(refuse)))
    with pytest.raises(PublishError) as caught:
        guarded.publish(post, idempotency_key=KEY)
    assert (caught.value.code, receiver.paths) == ("no-connection", [])


def test_an_old_signature_does_not_pass_the_receiver(receiver, post):
    adapter = receiver.make()
    late = replace(adapter, outside=replace(adapter.outside, clock=lambda: NOW - timedelta(seconds=301)))
    with pytest.raises(PublishError) as caught:
        late.publish(post, idempotency_key=KEY)
    assert caught.value.code == "sign-in-refused"
