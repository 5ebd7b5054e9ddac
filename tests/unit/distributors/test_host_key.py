"""Pins of server keys."""

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distributors.host_key import pin


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
def test_a_fingerprint_a_key_line_and_a_known_hosts_line_pin_the_same_key(kind):
    key = asyncssh.generate_private_key(kind)
    line = key.export_public_key("openssh").decode().strip()
    fingerprint = key.get_fingerprint()
    assert pin(f" {fingerprint}= \n").fingerprint == fingerprint
    assert pin(line) == pin(f"sftp.example,10.0.0.1 {line} comment")
    assert (pin(line).fingerprint, pin(line).key_type) == (fingerprint, kind)


def test_a_key_line_cut_in_the_clipboard_is_not_taken():
    line = asyncssh.generate_private_key("ssh-ed25519").export_public_key("openssh").decode()
    kind, encoded, *_ = line.split()
    assert pin(f"{kind} {encoded[:9]}") is None
    assert pin(f"ssh-rsa {encoded}") is None


@pytest.mark.parametrize("text", ["", "SHA256:short", "MD5:aa:bb", "ssh-ed25519", "ssh-ed25519 ???", "ssh-ed25519 đ"])
def test_anything_else_is_none(text):
    assert pin(text) is None


@given(st.text())
def test_any_text_is_a_pin_or_none(text):
    assert pin(text) is None or pin(text).fingerprint.startswith("SHA256:")
