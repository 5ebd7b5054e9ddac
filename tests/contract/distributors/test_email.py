"""The e-mail against a real mail server."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest

from distributors.errors import PublishError
from distributors.protocol import Finds
from distributors.submission import Patience, submit
from tests.contract.distributors.contract import KEY, DistributorContract
from tests.contract.distributors.mail_receiver import MailReceiver
from tests.contract.distributors.posts import OUTSIDE, TITLE, a_medium, a_post


@pytest.fixture
def receiver(tmp_path):
    receiver = MailReceiver(tmp_path)
    yield receiver
    receiver.stop()


@pytest.fixture
def post(tmp_path):
    return a_post(a_medium(tmp_path))


class TestEmail(DistributorContract):
    """The suite for every adapter."""


def failure(receiver, post, **values) -> PublishError:
    with pytest.raises(PublishError) as caught:
        receiver.make(**values).publish(post, idempotency_key=KEY)
    return caught.value


def test_the_mail_has_text_and_html_and_the_lite_sound(receiver, post):
    receiver.make().publish(post, idempotency_key=KEY)
    (mail,) = receiver.mails()
    assert mail["Subject"] == TITLE
    assert mail.get_body(("html",)).get_content().count(post.ai_label) == 1
    assert post.body_html in mail.get_body(("html",)).get_content()
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("lite.mp3", "audio/mpeg")
    assert attached.get_content() == post.media[0].path.read_bytes()


def test_sound_over_the_limit_is_linked_only(receiver, post):
    receiver.make(attach_max_bytes="1000").publish(post, idempotency_key=KEY)
    (mail,) = receiver.mails()
    assert not list(mail.iter_attachments())
    assert post.media[0].url in receiver.arrived()[0]


def test_every_try_has_the_same_message_id_in_the_senders_domain(receiver, post):
    adapter = receiver.make()
    for key in (KEY, KEY, "another"):
        adapter.publish(post, idempotency_key=key)
    first, second, other = (mail["Message-ID"] for mail in receiver.mails())
    assert first == second != other
    assert first.endswith("@bao.example>")


def test_recipients_do_not_see_one_another(receiver, post):
    receipt = receiver.make().publish(post, idempotency_key=KEY)
    (envelope,) = receiver.envelopes
    assert envelope.rcpt_tos == ["a@doitac.example", "b@doitac.example"]
    assert b"doitac.example" not in envelope.content
    assert receipt.detail["recipients"] == "2"


def test_unsubscribe_and_the_senders_name_are_in_the_head(receiver, post):
    receiver.make(unsubscribe="https://bao.example/huy", sender_name="Bản tin").publish(post, idempotency_key=KEY)
    (mail,) = receiver.mails()
    assert mail["List-Unsubscribe"] == "<https://bao.example/huy>"
    assert mail["From"].addresses[0].display_name == "Bản tin"
    assert mail["From"].addresses[0].addr_spec == "bantin@bao.example"


def test_without_a_senders_name_the_agency_sends(receiver, post):
    receiver.make().publish(post, idempotency_key=KEY)
    # Read by RFC 2047 §6.2; the newer parser of the standard library puts a space between two encoded words.
    mail = message_from_bytes(receiver.envelopes[0].content, policy=policy.compat32)
    assert str(make_header(decode_header(mail["From"]))) == f"{post.organisation} <bantin@bao.example>"


def test_a_title_of_two_lines_adds_no_header(receiver, post):
    receiver.make().publish(replace(post, title="Một\r\nBcc: x@y.example"), idempotency_key=KEY)
    (mail,) = receiver.mails()
    assert mail["Bcc"] is None
    raw = message_from_bytes(receiver.envelopes[0].content, policy=policy.compat32)
    assert str(make_header(decode_header(raw["Subject"]))) == "Một Bcc: x@y.example"


def test_implicit_tls_works(tmp_path, post):
    receiver = MailReceiver(tmp_path, security="tls")
    try:
        receiver.make().publish(post, idempotency_key=KEY)
        assert len(receiver.arrived()) == 1
    finally:
        receiver.stop()


def test_no_encryption_works_without_a_password(tmp_path, post):
    receiver = MailReceiver(tmp_path, security="none")
    try:
        receiver.make().publish(post, idempotency_key=KEY)
        assert len(receiver.arrived()) == 1
    finally:
        receiver.stop()


def test_a_server_without_starttls_gets_neither_password_nor_mail(tmp_path, post):
    receiver = MailReceiver(tmp_path, security="none")
    try:
        error = failure(receiver, post, security="starttls", user="u", password="mat-khau")
        assert (error.code, error.permanent) == ("no-starttls", True)
    finally:
        receiver.stop()


def test_a_certificate_that_nobody_vouches_for_gets_nothing(receiver, post):
    adapter = replace(receiver.make(), outside=OUTSIDE)
    with pytest.raises(PublishError) as caught:
        adapter.publish(post, idempotency_key=KEY)
    assert (caught.value.code, caught.value.permanent, receiver.arrived()) == ("untrusted-certificate", False, [])


def test_a_certificate_that_nobody_vouches_for_gets_nothing_with_implicit_tls_either(tmp_path, post):
    receiver = MailReceiver(tmp_path, security="tls")
    try:
        with pytest.raises(PublishError) as caught:
            replace(receiver.make(), outside=OUTSIDE).publish(post, idempotency_key=KEY)
        assert (caught.value.code, receiver.arrived()) == ("untrusted-certificate", [])
    finally:
        receiver.stop()


def test_a_server_that_goes_away_at_the_sign_in_is_tried_again(receiver, post):
    receiver.mode = "cut-at-sign-in"
    error = failure(receiver, post)
    assert (error.code, error.permanent, error.unknown) == ("connection-lost", False, False)


def test_a_server_whose_sign_in_is_out_of_order_is_tried_again(receiver, post):
    receiver.mode = "busy-at-sign-in"
    error = failure(receiver, post)
    assert (error.code, error.facts["status"]) == ("busy", 454)


def test_a_wrong_password_is_permanent(receiver, post):
    error = failure(receiver, post, password="wrong")
    assert (error.code, error.permanent) == ("sign-in-refused", True)


def test_a_password_that_mail_cannot_carry_is_a_refused_sign_in(receiver, post):
    assert failure(receiver, post, password="mật khẩu").code == "sign-in-refused"


@pytest.mark.parametrize(
    ("mode", "code", "permanent"),
    [
        ("no-recipients", "recipients-refused", True),
        ("greylisted", "busy", False),
        ("refuse", "refused", True),
        ("busy", "busy", False),
        ("cut-before-data", "connection-lost", False),
    ],
)
def test_4xx_and_a_loss_before_the_mail_are_tried_again_and_5xx_is_not(receiver, post, mode, code, permanent):
    receiver.mode = mode
    error = failure(receiver, post)
    assert (error.code, error.permanent, error.unknown) == (code, permanent, False)
    assert receiver.arrived() == []


def test_a_recipient_refused_among_others_is_told_in_the_receipt(receiver, post):
    receiver.mode = "one-recipient"
    receipt = receiver.make().publish(post, idempotency_key=KEY)
    assert receipt.detail["recipients"] == "1"
    assert receipt.detail["refused"] == "b@doitac.example: 550 5.1.1 no such user"


def test_nobody_can_be_asked_whether_a_mail_arrived(receiver):
    assert not isinstance(receiver.make(), Finds)


def test_a_correction_answers_the_first_mail(receiver, post):
    adapter = receiver.make()
    receipt = adapter.publish(post, idempotency_key=KEY)
    adapter.correct(replace(post, revision=2), receipt, idempotency_key="two")
    first, second = receiver.mails()
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["Subject"] == f"[Đính chính] {TITLE}"


def test_lines_that_begin_with_a_full_stop_arrive(receiver):
    adapter, mail = receiver.make(), b"Subject: x\r\n\r\n.one\r\n..\r\n.\r\nend\r\n"
    submit(
        adapter.server,
        ("a@bao.example", adapter.recipients),
        mail,
        outside=adapter.outside,
        patience=adapter.patience,
    )
    assert receiver.envelopes[0].content == mail


def test_a_server_that_never_answers_the_mail_is_unknown(receiver, post):
    receiver.mode = "silent"
    adapter = replace(receiver.make(), patience=Patience(final_s=0.3))
    with pytest.raises(PublishError) as caught:
        adapter.publish(post, idempotency_key=KEY)
    assert (caught.value.code, caught.value.unknown) == ("answer-lost", True)
