"""Which addresses may be reached: numbers, names, spellings, allowances."""

import ipaddress
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.config import Allowance, Settings
from hub.errors import AddressRefusedError, SettingError, told
from hub.extensions.egress import Egress, is_public, target

PROXY = "http://proxy.example:3128"

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::8.8.8.8",
    "64:ff9b::10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:0a00:0001::1",
    "2002:0808:0808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%2",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "203.162.4.190",
    "223.255.255.255",
    "2001:200::1",
    "2404:6800:4005:80b::200e",
    "2606:4700:4700::1111",
    "64:ff9b::8.8.8.8",
]

V4 = st.builds(IPv4Address, st.integers(0, 2**32 - 1))
V6 = st.builds(IPv6Address, st.integers(0, 2**128 - 1))
#: Addresses of every kind that there is, not mostly of the empty middle.
KINDS = st.sampled_from([one for one in INSIDE + PUBLIC if "%" not in one]).map(ip_address)


def guard(*addresses: str, allow: str = "") -> Egress:
    return Egress(allowances=Settings.read({"HUB_EGRESS_ALLOW": allow}).allowances, resolve=lambda *_: addresses)


@pytest.mark.parametrize("text", INSIDE)
def test_what_is_not_the_public_network_is_inside(text):
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_what_lies_next_to_it_is_public(text):
    assert is_public(ip_address(text))


@given(st.one_of(V4, V6, KINDS))
@example(IPv6Address("::ffff:10.0.0.1"))
def test_nothing_that_python_calls_private_is_public(address):
    embedded = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local or embedded:
        assert not is_public(address) or address in ipaddress.ip_network("64:ff9b::/96")


@given(V4)
def test_an_address_behind_a_translator_is_as_public_as_the_one_it_stands_for(address):
    assert is_public(IPv6Address((0x64FF9B << 96) | int(address))) == is_public(address)


@given(V4)
def test_no_way_of_wrapping_an_address_but_the_translators_is_public(address):
    number = int(address)
    wrapped = (number, (0xFFFF << 32) | number, (0x2002 << 112) | (number << 80), (0x20010000 << 96) | number)
    assert not any(is_public(IPv6Address(one)) for one in wrapped)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "127.0.0.1", "::1", "[::1]", "127.0.0.1."]
)
def test_however_this_machine_is_spelled_it_is_inside(host):
    with pytest.raises(AddressRefusedError) as caught:
        Egress().way(host, 80)
    assert caught.value.code == "address-inside"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost.", "a.localhost", "x.y.localhost."])
def test_a_local_name_is_inside_whatever_a_resolver_says(host):
    with pytest.raises(AddressRefusedError):
        guard("8.8.8.8").way(host, 80)


@pytest.mark.parametrize("host", ["", ".", "a b", "a\x00b", "a\r\nb", "a/b", "a@b", "x" * 254])
def test_what_can_be_no_host_is_refused_before_it_is_looked_up(host):
    def never(*_: object) -> list[str]:
        raise AssertionError("looked up")

    with pytest.raises(AddressRefusedError) as caught:
        Egress(resolve=never).way(host, 80)
    assert caught.value.code == "address-malformed"


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(AddressRefusedError):
        guard("8.8.8.8").way("a.example", port)


def test_of_a_name_that_leads_both_inside_and_outside_only_the_outside_is_reached():
    assert guard("10.0.0.1", "8.8.8.8", "::1", "1.1.1.1").way("a.example", 443).addresses == ("8.8.8.8", "1.1.1.1")


def test_a_name_that_leads_nowhere_is_no_refusal():
    with pytest.raises(OSError, match="no address"):
        guard().way("a.example", 443)


@pytest.mark.parametrize("host", ["bao.example", "báo.vn", "_a.b-c.vn."])
def test_a_name_that_is_unknown_here_is_left_to_an_outside_proxy(host):
    way = replace(guard(), proxy=PROXY).way(host, 443)
    assert (way.addresses, way.inside) == ((), False)


@pytest.mark.parametrize(
    "host",
    ["may-chu", "may-in.local", "a.lan", "x.internal", "b.home.arpa", "1.2.3.4.5", "a.0x7f", "a..b", "-a.vn", "::x.vn"],
)
def test_what_is_no_public_name_is_not_left_to_an_outside_proxy(host):
    with pytest.raises(OSError, match="no address"):
        replace(guard(), proxy=PROXY).way(host, 443)


def test_an_allowed_name_lies_inside_and_is_not_left_to_an_outside_proxy():
    inside = Settings.read({"HUB_EGRESS_ALLOW": "kho.bao.vn:22", "HUB_PROXY": PROXY})
    with pytest.raises(OSError, match="no address"):
        replace(Egress.of(inside), resolve=lambda *_: []).way("kho.bao.vn", 443)


def test_an_impossible_name_leads_nowhere():
    with pytest.raises(OSError, match="no such host name"):
        Egress().way("a" * 64 + ".example", 80)


@pytest.mark.parametrize(
    ("allow", "host", "addresses", "port", "open_"),
    [
        ("127.0.0.1:8080", "127.0.0.1", "127.0.0.1", 8080, True),
        ("127.0.0.1:8080", "127.0.0.1", "127.0.0.1", 8081, False),
        ("127.0.0.1:8080", "127.0.0.2", "127.0.0.2", 8080, False),
        ("127.0.0.1:8080", "a.example", "127.0.0.1", 8080, True),
        ("127.0.0.1", "x", "::ffff:127.0.0.1", 80, False),
        ("192.168.0.0/16", "x", "192.168.7.7", 22, True),
        ("192.168.0.0/16:22", "x", "192.168.7.7", 23, False),
        ("nas.lan", "NAS.lan.", "10.0.0.5", 22, True),
        ("nas.lan:22", "nas.lan", "10.0.0.5", 80, False),
        ("nas.lan", "other.lan", "10.0.0.5", 22, False),
        ("localhost:9", "localhost", "127.0.0.1", 9, True),
        ("localhost:9", "localhost", "127.0.0.1", 10, False),
        ("[fd00::5]:22", "x", "fd00::5", 22, True),
        ("fd00::/8", "x", "fd12::1", 1, True),
        ("10.0.0.1, nas.lan ,", "x", "10.0.0.1", 1, True),
    ],
)
def test_an_allowance_opens_what_it_names_and_nothing_else(allow, host, addresses, port, open_):
    egress = guard(addresses, allow=allow)
    if open_:
        assert egress.way(host, port).inside
    else:
        with pytest.raises(AddressRefusedError):
            egress.way(host, port)


@pytest.mark.parametrize(
    "value",
    [
        "0.0.0.0/0",
        "::/0",
        "10.0.0.1/8",
        "a b",
        "a:0",
        "a:65536",
        "a:b",
        ":80",
        "999",
        "010.0.0.1",
        "[::1",
        "http://a",
        "*",
    ],
)
def test_an_allowance_that_cannot_be_one_is_told_loudly(value):
    with pytest.raises(SettingError) as caught:
        Settings.read({"HUB_EGRESS_ALLOW": f"10.0.0.1,{value}"})
    assert value in told(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_an_allowance_or_is_refused(text):
    try:
        allowance = Allowance.of(text)
    except ValueError:
        return
    assert allowance.name or (allowance.network is not None and allowance.network.prefixlen)


@pytest.mark.parametrize(
    "value", ["socks5://a:1", "http://a", "a:1", "http://u:secret@:1", "http://a:1/x", "http://a:x"]
)
def test_an_outside_proxy_that_cannot_be_one_is_told_without_its_password(value):
    with pytest.raises(SettingError) as caught:
        Settings.read({"HUB_PROXY": value})
    assert "HUB_PROXY" in told(caught.value)
    assert "secret" not in told(caught.value) + repr(caught.value.facts)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://a.example/", "address-scheme"),
        ("file:///etc/passwd", "address-scheme"),
        ("gopher://a.example:70/", "address-scheme"),
        ("javascript:alert(1)", "address-scheme"),
        ("//a.example/", "address-scheme"),
        ("", "address-scheme"),
        ("http://u:p@a.example/", "address-with-password"),
        ("http://u@a.example/", "address-with-password"),
        ("http://@a.example/", "address-with-password"),
        ("http:///x", "address-malformed"),
        ("http://[::1/", "address-malformed"),
        ("http://a.example:99999/", "address-malformed"),
        ("http://a.example:x/", "address-malformed"),
    ],
)
def test_an_address_that_may_not_be_opened_is_refused_by_its_spelling(url, code):
    with pytest.raises(AddressRefusedError) as caught:
        target(url)
    assert caught.value.code == code


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "HTTP://[", "http://a:"]))
def test_any_text_has_a_host_and_a_port_or_is_refused(text, begin):
    try:
        host, port = target(begin + text)
    except AddressRefusedError:
        return
    assert host
    assert 0 <= port <= 65535


def test_the_usual_ports_are_those_of_the_schemes():
    assert (target("HTTP://A.example/x"), target("https://a.example")) == (("a.example", 80), ("a.example", 443))


def test_a_refusal_says_where_and_what_to_do():
    with pytest.raises(AddressRefusedError) as caught:
        Egress().way("192.168.1.20", 8443)
    sentence = told(caught.value)
    assert "192.168.1.20 nằm trong mạng nội bộ nên hub không mở" in sentence
    assert "192.168.1.20:8443 vào HUB_EGRESS_ALLOW" in sentence


def test_the_guard_shows_no_password_of_the_outside_proxy():
    egress = Egress.of(Settings.read({"HUB_PROXY": "http://u:mat-khau@proxy.example:3128"}))
    assert egress.proxy.endswith("proxy.example:3128")
    assert "mat-khau" not in repr(egress)
