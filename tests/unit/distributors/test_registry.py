"""The table of platforms and the values of accounts."""

import subprocess
import sys

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distributors.errors import SENTENCES, ConfigurationError
from distributors.fields import is_address, is_email
from distributors.protocol import Distributor
from distributors.registry import make, platforms

STRANGE_KEY = asyncssh.generate_private_key("ssh-ed448").export_private_key("pkcs8-pem").decode()
LOCKED_KEY = asyncssh.generate_private_key("ssh-ed25519").export_private_key("openssh", passphrase="x" * 8).decode()
HOST_KEY = "SHA256:" + "A" * 43
GOOD = {
    "webhook": {"url": "https://doitac.example/hook", "secret": "mot-khoa-du-dai-roi"},
    "file_drop": {"host": "sftp.doitac.example", "user": "u", "password": "p", "host_key": HOST_KEY},
    "email": {"host": "mail.example", "sender": "a@bao.example", "recipients": "b@c.example, d@e.example"},
}


def faults(name, **changes):
    with pytest.raises(ConfigurationError) as caught:
        make(name, GOOD[name] | changes)
    return dict(caught.value.fields)


@pytest.mark.parametrize("platform", platforms(), ids=lambda platform: platform.name)
def test_every_line_of_the_table_makes_an_adapter_of_its_name(platform):
    adapter = make(platform.name, GOOD[platform.name])
    assert isinstance(adapter, Distributor)
    assert adapter.name == platform.name


@pytest.mark.parametrize("platform", platforms(), ids=lambda platform: platform.name)
def test_every_form_is_labelled_in_both_languages_and_its_defaults_are_choices(platform):
    assert len({field.name for field in platform.fields}) == len(platform.fields)
    for field in platform.fields:
        assert field.label_vi
        assert field.label_en
        assert bool(field.help_vi) == bool(field.help_en)
        assert bool(field.choices) == (field.kind == "choice")
        assert not field.choices or field.default in {choice.value for choice in field.choices}


@pytest.mark.parametrize("platform", platforms(), ids=lambda platform: platform.name)
def test_an_empty_form_names_every_required_field(platform):
    with pytest.raises(ConfigurationError) as caught:
        make(platform.name, {})
    required = {field.name for field in platform.fields if field.required}
    assert required <= set(caught.value.fields)
    assert caught.value.code == "wrong-account"


def test_every_bad_field_is_named_at_once():
    found = faults("file_drop", port="70000", host_key="x", private_key="x", pick_up="maybe", colour="red", user="a\nb")
    assert found == {
        "port": "not-a-port",
        "host_key": "wrong-host-key",
        "private_key": "wrong-private-key",
        "pick_up": "not-a-choice",
        "colour": "field-unknown",
        "user": "control-character",
    }
    assert set(found.values()) <= set(SENTENCES)


@pytest.mark.parametrize(
    ("name", "changes", "fault"),
    [
        ("webhook", {"secret": "x" * 15}, {"secret": "secret-too-short"}),
        ("webhook", {"url": "ftp://a.example"}, {"url": "not-an-address"}),
        ("webhook", {"lookup_url": "https://u:p@a.example"}, {"lookup_url": "not-an-address"}),
        ("webhook", {"url": "https://a..b" + "c" * 70 + "/"}, {"url": "not-an-address"}),
        ("webhook", {"lookup_url": "https://xn--/"}, {"lookup_url": "not-an-address"}),
        ("webhook", {"url": "https://a.example/<b>"}, {"url": "not-an-address"}),
        ("file_drop", {"password": ""}, {"password": "no-sign-in"}),
        ("file_drop", {"private_key": STRANGE_KEY}, {"private_key": "wrong-private-key"}),
        ("file_drop", {"private_key": LOCKED_KEY}, {"private_key": "wrong-private-key"}),
        ("file_drop", {"port": "-1"}, {"port": "not-a-number"}),
        ("file_drop", {"port": "0"}, {"port": "not-a-port"}),
        ("email", {"recipients": "a@b.example, Ế@x"}, {"recipients": "not-an-email"}),
        ("email", {"recipients": ",;"}, {"recipients": "not-an-email"}),
        ("email", {"security": "none", "password": "p"}, {"security": "open-password"}),
        ("email", {"unsubscribe": "javascript:1"}, {"unsubscribe": "not-an-address"}),
        ("email", {"unsubscribe": "https://a.example/x>\r\nBcc: y@z.example"}, {"unsubscribe": "control-character"}),
        ("email", {"attach_max_bytes": "1.5"}, {"attach_max_bytes": "not-a-number"}),
    ],
)
def test_a_bad_value_has_the_sentence_of_its_fault(name, changes, fault):
    assert faults(name, **changes) == fault


def test_an_unknown_platform_is_answered_with_the_known_ones():
    with pytest.raises(ConfigurationError, match=r"webhook, file_drop, email"):
        make("fax", {})


def test_values_are_stripped_and_defaults_filled():
    adapter = make("file_drop", GOOD["file_drop"] | {"host": " sftp.example\n", "port": " "})
    assert (adapter.account.host, adapter.account.port, adapter.account.path) == ("sftp.example", 22, ".")


def test_reading_the_table_imports_no_adapter():
    code = "import sys, distributors.registry as r; r.platforms(); sys.exit('paramiko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@given(st.sampled_from([p.name for p in platforms()]), st.data())
def test_any_typed_value_makes_an_adapter_or_names_its_field(name, data):
    (platform,) = [platform for platform in platforms() if platform.name == name]
    field = data.draw(st.sampled_from(platform.fields))
    value = data.draw(st.text(max_size=80) | st.sampled_from(["https://[::1", "a@" + "a" * 200, "0", "ssh-rsa AAAA"]))
    try:
        make(name, GOOD[name] | {field.name: value})
    except ConfigurationError as error:
        assert set(error.fields) & {field.name, "password"}  # noqa: PT017 - both ends are right


@pytest.mark.parametrize("value", ["https://a.example/x?y=1", "http://127.0.0.1:8000", "https://báo.vn/"])
def test_an_address_is_http_with_a_host(value):
    assert is_address(value)


@pytest.mark.parametrize("value", ["", "a.example", "https://", "https://a b", "http://a:99999", "https://u@a.example"])
def test_anything_else_is_no_address(value):
    assert not is_address(value)


@pytest.mark.parametrize(
    ("value", "good"),
    [("a.b+c@d.vn", True), ("a@b", True), ("a@b..vn", False), ("a@-b.vn", False), ("@b.vn", False), ("a b@c.vn", False),
     ("a@b.vn\n", False), ("a@" + "b" * 64 + ".vn", False), ("a@" + "b." * 127 + "!", False)],
)  # fmt: skip
def test_an_email_address_is_plain_ascii(value, good):
    assert is_email(value) is good
