"""What every adapter must hold to, whichever platform it is for.

A platform's test file makes a subclass of `DistributorContract` and gives it a `receiver` fixture: a real server that
can be told to fail. A new adapter is finished when this suite passes for it.
"""

import logging
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar

import pytest

from distributors.errors import SENTENCES, PublishError
from distributors.limits import Limits, faults
from distributors.post import Media, Post
from distributors.protocol import Corrects, Distributor, Finds, Withdraws
from distributors.registry import platforms
from tests.contract.distributors.posts import BODY, NOW, TITLE, a_medium, a_post

KEY = "delivery-01JKEY-1"
#: The servers of these tests log too, and what they log is theirs.
RECEIVERS_LOGGERS = {"mail.log", "mail.debug", "asyncssh", "asyncssh.sftp", "asyncio"}
#: refuse: a person must act · busy: come later · cut: takes the post, then the connection breaks.
MODES = ("well", "refuse", "busy", "cut")


class Receiver(ABC):
    """A real server on this machine, and the account that the adapter has there."""

    mode: str = "well"
    #: Everything that must never be shown.
    secrets: ClassVar[tuple[str, ...]]

    @abstractmethod
    def make(self, **values: str) -> Distributor:
        """Give the adapter of the account, some of its values changed."""

    @abstractmethod
    def arrived(self) -> list[str]:
        """Give the text of everything that a partner would see, once for each thing."""

    @abstractmethod
    def withdrawn(self) -> bool:
        """Say whether a partner was told of a withdrawal."""

    @abstractmethod
    def stop(self) -> None:
        """Be gone: from now on nobody answers."""


class DistributorContract:
    """The suite."""

    @pytest.fixture
    def medium(self, tmp_path) -> Media:
        return a_medium(tmp_path)

    @pytest.fixture
    def post(self, medium) -> Post:
        return a_post(medium)

    def test_it_is_the_adapter_that_the_table_names(self, receiver):
        adapter = receiver.make()
        assert isinstance(adapter, Distributor)
        assert adapter.name in {platform.name for platform in platforms()}

    def test_limits_are_data_and_every_fault_has_its_sentence(self, receiver, post):
        limits = receiver.make().limits
        assert isinstance(limits, Limits)
        tight = replace(limits, title_chars=1, text_chars=1, media_bytes=1, media_count=0, media_types=("video/mp4",))
        found = faults(post, tight)
        assert len(found) == 5
        for code, facts in found:
            assert all(sentence.format(**facts) for sentence in SENTENCES[code])

    def test_publishing_once_gives_a_receipt_and_leaves_one_thing(self, receiver, post):
        receipt = receiver.make().publish(post, idempotency_key=KEY)
        assert receipt.remote_id
        assert receipt.accepted_at == NOW
        assert receipt.detail["item_id"] == post.item_id
        assert len(receipt.detail["sent_sha256"]) == 64
        assert len(receiver.arrived()) == 1

    def test_vietnamese_text_arrives_whole_and_in_nfc(self, receiver, post):
        decomposed = {
            "title": unicodedata.normalize("NFD", TITLE),
            "body_text": unicodedata.normalize("NFD", BODY),
        }
        receiver.make().publish(replace(post, **decomposed), idempotency_key=KEY)
        (text,) = receiver.arrived()
        assert TITLE in text
        assert BODY.strip() in text

    def test_the_ai_label_arrives_and_no_path_of_this_machine_does(self, receiver, post, medium):
        receiver.make().publish(post, idempotency_key=KEY)
        (text,) = receiver.arrived()
        assert post.ai_label in text
        assert medium.path.name not in text

    def test_the_same_key_twice_has_the_same_remote_id(self, receiver, post):
        adapter = receiver.make()
        first, second = (adapter.publish(post, idempotency_key=KEY) for _ in range(2))
        assert first.remote_id == second.remote_id

    def test_what_can_be_looked_for_is_found_once_it_is_there(self, receiver, post):
        adapter = receiver.make()
        if not isinstance(adapter, Finds):
            pytest.skip("nobody can be asked")
        assert adapter.find(post, idempotency_key=KEY) is None
        receipt = adapter.publish(post, idempotency_key=KEY)
        found = adapter.find(post, idempotency_key=KEY)
        assert found is not None
        assert (found.remote_id, found.remote_url) == (receipt.remote_id, receipt.remote_url)
        assert found.detail.items() >= {"item_id": post.item_id, "sent_sha256": receipt.detail["sent_sha256"]}.items()
        assert adapter.find(post, idempotency_key="another") is None
        adapter.publish(post, idempotency_key=KEY)
        assert len(receiver.arrived()) == 1

    def test_a_refusal_is_permanent_and_told_in_a_sentence(self, receiver, post):
        receiver.mode = "refuse"
        with pytest.raises(PublishError) as caught:
            receiver.make().publish(post, idempotency_key=KEY)
        assert caught.value.permanent
        assert not caught.value.unknown
        assert_told(caught.value)

    def test_a_passing_fault_may_be_tried_again(self, receiver, post):
        receiver.mode = "busy"
        adapter = receiver.make()
        with pytest.raises(PublishError) as caught:
            adapter.publish(post, idempotency_key=KEY)
        assert not caught.value.permanent
        assert not caught.value.unknown
        assert_told(caught.value)
        assert receiver.arrived() == []
        receiver.mode = "well"
        adapter.publish(post, idempotency_key=KEY)
        assert len(receiver.arrived()) == 1

    def test_nobody_there_may_be_tried_again(self, receiver, post):
        adapter = receiver.make()
        receiver.stop()
        with pytest.raises(PublishError) as caught:
            adapter.publish(post, idempotency_key=KEY)
        assert caught.value.code == "no-connection"
        assert not caught.value.permanent
        assert not caught.value.unknown

    def test_a_connection_lost_after_the_post_was_sent_is_unknown_until_it_is_looked_for(self, receiver, post):
        receiver.mode = "cut"
        adapter = receiver.make()
        with pytest.raises(PublishError) as caught:
            adapter.publish(post, idempotency_key=KEY)
        assert caught.value.unknown
        assert not caught.value.permanent
        assert_told(caught.value)
        receiver.mode = "well"
        if isinstance(adapter, Finds):
            found = adapter.find(post, idempotency_key=KEY)
            assert found is not None
            assert found.remote_id
        assert len(receiver.arrived()) == 1

    @pytest.mark.parametrize("mode", MODES)
    def test_no_secret_is_shown_or_logged(self, receiver, post, mode, caplog):
        caplog.set_level(logging.DEBUG)
        adapter = receiver.make()
        receiver.mode = mode
        shown = [repr(adapter), str(adapter)]
        try:
            shown.append(repr(adapter.publish(post, idempotency_key=KEY)))
        except PublishError as error:
            shown += [str(error), repr(error), repr(dict(error.facts))]
        shown += [record.getMessage() for record in caplog.records if record.name not in RECEIVERS_LOGGERS]
        assert not [secret for secret in receiver.secrets for text in shown if secret in text]

    def test_a_correction_takes_the_place_and_has_its_own_receipt(self, receiver, post):
        adapter = receiver.make()
        if not isinstance(adapter, Corrects):
            pytest.skip("cannot be corrected")
        receipt = adapter.publish(post, idempotency_key=KEY)
        newer = replace(post, revision=2, title="Đính chính số liệu", body_text="Số đúng là 38 xã.")
        corrected = adapter.correct(newer, receipt, idempotency_key="delivery-01JKEY-2")
        assert corrected.detail["revision"] == "2"
        assert any("Số đúng là 38 xã." in text for text in receiver.arrived())

    def test_a_withdrawal_is_told_and_may_be_repeated(self, receiver, post):
        adapter = receiver.make()
        if not isinstance(adapter, Withdraws):
            pytest.skip("cannot be withdrawn")
        receipt = adapter.publish(post, idempotency_key=KEY)
        for _ in range(2):
            adapter.withdraw(receipt, idempotency_key="delivery-01JKEY-3")
        assert receiver.withdrawn()


def assert_told(error: PublishError) -> None:
    vietnamese, english = SENTENCES[error.code]
    assert str(error) == english.format(**error.facts)
    assert vietnamese.format(**error.facts)
