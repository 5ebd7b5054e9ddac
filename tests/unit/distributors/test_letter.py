"""Mails as bytes."""

import re
from dataclasses import replace
from email import message_from_bytes, policy

from hypothesis import given
from hypothesis import strategies as st

from distributors.letter import Letter, Letterhead, attachable, message_id
from tests.contract.distributors.posts import NOW, a_medium, a_post

HEAD = Letterhead(sender="a@bao.example", sender_name="", unsubscribe="")
LETTER = Letter(head=HEAD, idempotency_key="k", written_at=NOW)
words = st.sampled_from(
    ["Lai", "Châu", "đẩy", "chuyển", "đổi", "số", "TV", "2026", "–", "“bản", "tin”", "<b>&amp;", "👍"]
)


@given(st.lists(words, max_size=40).map(" ".join))
def test_any_title_arrives_as_it_was(title):
    mail = message_from_bytes(LETTER.of_post(a_post(title=title), None, b""), policy=policy.default)
    assert mail["Subject"] == title
    assert mail.get_body(("html",)).get_content().count("<b>") == 0


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_makes_a_mail_of_seven_bit_lines_that_no_server_refuses(text):
    mail = LETTER.of_post(a_post(title=text, body_text=text, organisation=text, language="vi"), None, b"")
    assert mail.isascii()
    assert not re.search(rb"[^\r]\n|\r[^\n]", mail)
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    head = mail.partition(b"\r\n\r\n")[0]
    assert all(re.match(rb"[A-Za-z-]+: |[ \t]+\S", line) for line in head.split(b"\r\n"))


def test_the_lightest_sound_that_fits_is_attached(tmp_path):
    media = (
        a_medium(tmp_path, "b.mp3", b"12345"),
        a_medium(tmp_path, "a.mp3", b"123"),
        a_medium(tmp_path, "c.bin", b"1"),
    )
    assert attachable(media, 5).name == "a.mp3"
    assert attachable(media, 2) is None
    assert attachable((), 5) is None


def test_the_message_id_hides_the_key_and_never_changes():
    made = message_id("delivery-1", "bao.example")
    assert made == message_id("delivery-1", "bao.example") != message_id("delivery-2", "bao.example")
    assert "delivery" not in made
    assert re.fullmatch(r"<[0-9a-f]{40}@bao\.example>", made)


def test_values_of_the_post_cannot_break_out_of_the_html():
    post = replace(a_post(), url='https://x/"><script>', ai_label="<script>", summary="<script>")
    mail = message_from_bytes(LETTER.of_post(post, None, b""), policy=policy.default)
    assert "<script>" not in mail.get_body(("html",)).get_content()


def test_a_title_is_one_line_with_single_spaces():
    mail = LETTER.of_post(a_post(title="Một \t Hai\n\n\tBa "), None, b"")
    assert message_from_bytes(mail, policy=policy.default)["Subject"] == "Một Hai Ba"
