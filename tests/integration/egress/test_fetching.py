"""Fetching through the guard from real servers, good ones and bad ones."""

import gzip
import socket
import zlib
from dataclasses import replace

import httpx
import pytest

from hub.config import Allowance
from hub.errors import AddressRefusedError, FetchError, told
from hub.extensions import fetching
from hub.extensions.egress import Egress
from hub.extensions.fetching import Limits, fetch, post
from hub.extensions.transport import GuardedTransport
from hub.services.sites.cookies import cookie_jar
from tests.integration.egress.site import OuterProxy, Site, certified, running

TEXT = "Xin chào".encode()


def refused(egress, url, **more) -> AddressRefusedError:
    with pytest.raises(AddressRefusedError) as caught:
        fetch(egress, url, **more)
    return caught.value


def failed(egress, url, **more) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(egress, url, **more)
    assert told(caught.value) != caught.value.code
    return caught.value


def test_the_name_is_asked_for_at_the_address_that_was_judged(egress, site):
    got = fetch(egress, f"http://bao.example:{site.port}/?a=1", headers={"If-None-Match": '"0"'})
    assert (got.status, got.body, got.size_bytes, got.headers["etag"]) == (200, TEXT, len(TEXT), '"1"')
    assert got.url == f"http://bao.example:{site.port}/?a=1"
    ((method, path, headers),) = site.asked
    assert (method, path, headers["Host"]) == ("GET", "/?a=1", f"bao.example:{site.port}")
    assert headers["If-None-Match"] == '"0"'
    assert headers["User-Agent"] == "hub (+https://xn--bo-mia.example)"


def test_an_answer_without_a_body_is_one(egress, site):
    site.answers["/same"] = lambda to: to.say(304)
    got = fetch(egress, f"http://bao.example:{site.port}/same")
    assert (got.status, got.body) == (304, b"")


def test_a_body_goes_to_a_file_where_one_is_wanted(egress, site, tmp_path):
    got = fetch(egress, f"http://bao.example:{site.port}/gzip", into=tmp_path / "x")
    assert (got.body, got.size_bytes, (tmp_path / "x").read_bytes()) == (b"", len(TEXT), TEXT)


@pytest.mark.parametrize("there", ["127.0.0.1", "bao.example"])
def test_cookies_go_to_their_own_site_alone_also_after_a_redirect(egress, site, tmp_path, there):
    file = tmp_path / "cookies.txt"
    file.write_text("# Netscape HTTP Cookie File\nbao.example\tFALSE\t/\tFALSE\t0\tphien\tbi-mat\n")
    site.redirect("/old", f"http://{there}:{site.port}/gzip", 302)
    fetch(egress, f"http://bao.example:{site.port}/old", cookies=cookie_jar(str(file), "bao.example"))
    sent = [headers.get("Cookie") for _, _, headers in site.asked]
    assert sent == ["phien=bi-mat", "phien=bi-mat" if there == "bao.example" else None]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_its_end_is_told(egress, site, status):
    site.redirect("/old", "/gzip", status)
    got = fetch(egress, f"http://bao.example:{site.port}/old")
    assert (got.body, got.url) == (TEXT, f"http://bao.example:{site.port}/gzip")


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://10.0.0.1/", "address-inside"),
        ("http://169.254.169.254/latest/meta-data/", "address-inside"),
        ("http://ben-trong.example/", "address-inside"),
        ("http://[::ffff:127.0.0.1]:{port}/", "address-inside"),
        ("http://localhost:{port}/", "address-inside"),
        ("http://127.0.0.1:1/", "address-inside"),
        ("//ben-trong.example/", "address-inside"),
        ("http://u:p@bao.example:{port}/", "address-with-password"),
        ("ftp://bao.example/", "address-scheme"),
        ("file:///etc/passwd", "address-scheme"),
    ],
)
def test_a_redirect_to_what_may_not_be_reached_is_refused(egress, site, names, location, code):
    for one in ("10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"):
        names[one] = [one]
    site.redirect("/old", location.format(port=site.port))
    assert refused(egress, f"http://bao.example:{site.port}/old").code == code
    assert [path for _, path, _ in site.asked] == ["/old"]


def test_five_redirects_are_followed_and_not_six(egress, site):
    for number in range(6):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.answers["/6"] = site.answers["/"]
    assert fetch(egress, f"http://bao.example:{site.port}/1").body == TEXT
    assert failed(egress, f"http://bao.example:{site.port}/0").code == "fetch-too-many-redirects"


def test_a_redirect_that_nobody_can_read_is_told(egress, site):
    site.redirect("/old", "http://bao.example:99999/")
    assert refused(egress, f"http://bao.example:{site.port}/old").code == "address-malformed"
    site.redirect("/old", "http://a\tb.example/")
    assert failed(egress, f"http://bao.example:{site.port}/old").code == "fetch-broken"


def test_a_name_that_leads_elsewhere_once_it_was_judged_does_not_lead_the_connection(site):
    """The first look-up answers with the site, every later one with an address inside."""
    answers = [["127.0.0.1"]]

    def changing(host: str, port: int) -> list[str]:
        return answers.pop() if answers else ["10.0.0.1"]

    egress = Egress(allowances=(Allowance.at("127.0.0.1", site.port),), resolve=changing)
    assert fetch(egress, f"http://bao.example:{site.port}/").body == TEXT
    assert answers == []
    assert refused(egress, f"http://bao.example:{site.port}/").code == "address-inside"
    assert len(site.asked) == 1


def test_the_second_address_is_tried_where_the_first_does_not_answer(egress, site, names):
    names["bao.example"] = ["127.0.0.9", "127.0.0.1"]
    egress = egress.allowing(Allowance.at("127.0.0.9", site.port))
    assert fetch(egress, f"http://bao.example:{site.port}/").body == TEXT


def test_nobody_there_and_no_such_name_may_be_tried_again(egress, site):
    site.stop()
    for host in ("bao.example", "khong-co.example"):
        error = failed(egress, f"http://{host}:{site.port}/")
        assert (error.code, error.permanent) == ("fetch-no-answer", False)


def test_an_address_that_the_client_cannot_read_is_refused(egress):
    assert refused(egress, "http://①②⑦.0.0.1/").code == "address-malformed"


@pytest.mark.parametrize("size_bytes", [1000, 1001])
@pytest.mark.parametrize("way", ["told", "chunked"])
def test_more_bytes_than_wanted_are_not_taken(egress, site, tmp_path, size_bytes, way):
    def chunked(to) -> None:
        to.send_response(200)
        to.send_header("Transfer-Encoding", "chunked")
        to.end_headers()
        for _ in range(size_bytes):
            to.chunk(b"x")
        to.wfile.write(b"0\r\n\r\n")

    site.answers["/big"] = chunked if way == "chunked" else lambda to: to.say(200, b"x" * size_bytes)
    asked = {"url": f"http://bao.example:{site.port}/big", "limits": Limits(max_bytes=1000), "into": tmp_path / "x"}
    if size_bytes == 1000:
        assert fetch(egress, **asked).size_bytes == 1000
    else:
        error = failed(egress, **asked)
        assert (error.code, error.permanent, (tmp_path / "x").exists()) == ("fetch-too-large", True, False)


def test_a_bomb_is_not_unpacked(egress, site, tmp_path):
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    site.answers["/bomb"] = lambda to: to.say(200, bomb, Content_Encoding="gzip")
    limits = Limits(max_bytes=1_000_000)
    assert len(bomb) < limits.max_bytes
    error = failed(egress, f"http://bao.example:{site.port}/bomb", limits=limits, into=tmp_path / "x")
    assert error.code == "fetch-too-large"
    pieces = fetching._unpacked(iter([bomb]), None)
    assert max(map(len, pieces)) <= 64 * 1024


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd", "x"])
def test_an_encoding_that_was_not_asked_for_is_refused(egress, site, encoding):
    site.answers["/x"] = lambda to: to.say(200, gzip.compress(TEXT), Content_Encoding=encoding)
    assert failed(egress, f"http://bao.example:{site.port}/x").code == "fetch-broken"


@pytest.mark.parametrize(
    "body", [gzip.compress(TEXT * 99, mtime=0)[:-9], b"no gzip at all", gzip.compress(TEXT, mtime=0)[:5]]
)
def test_a_packed_body_that_is_not_whole_is_told(egress, site, body):
    site.answers["/x"] = lambda to: to.say(200, body, Content_Encoding="gzip")
    assert failed(egress, f"http://bao.example:{site.port}/x").code == "fetch-broken"


def test_a_body_that_breaks_off_is_told(egress, site):
    def short(to) -> None:
        to.say(200, TEXT, Content_Length="999")
        to.close_connection = True

    site.answers["/x"] = short
    assert failed(egress, f"http://bao.example:{site.port}/x").code == "fetch-broken"


def test_a_silent_server_is_left(egress, site):
    site.answers["/x"] = lambda to: site.ended.wait(20)
    error = failed(egress, f"http://bao.example:{site.port}/x", limits=Limits(read_s=0.2))
    assert (error.code, error.facts["limit_s"], error.permanent) == ("fetch-too-slow", 0.2, False)


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_drips_is_left_when_the_time_is_over(egress, site, where):
    def drip(to) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n" + (b"\r\n" if where == "body" else b"X: "))
        while not site.ended.wait(0.02):
            to.wfile.write(b"x")

    site.answers["/x"] = drip
    error = failed(egress, f"http://bao.example:{site.port}/x", limits=Limits(total_s=0.5))
    assert (error.code, error.facts["limit_s"]) == ("fetch-too-slow", 0.5)
    assert not site.ended.is_set()


@pytest.mark.parametrize(
    ("certified_names", "trusted", "code"),
    [
        (["bao.example"], True, ""),
        (["khac.example"], True, "fetch-untrusted"),
        (["bao.example"], False, "fetch-untrusted"),
    ],
)
def test_the_certificate_is_checked_against_the_name(egress, tmp_path, certified_names, trusted, code):
    shown, trust = certified(tmp_path, *certified_names)
    secure = Site(shown)
    with running(secure):
        egress = egress.allowing(Allowance.at("127.0.0.1", secure.port))
        egress = replace(egress, tls=trust) if trusted else egress
        url = f"https://bao.example:{secure.port}/"
        if code:
            assert failed(egress, url).code == code
            assert secure.asked == []
        else:
            assert fetch(egress, url).body == TEXT


def test_a_connection_for_one_name_serves_no_other_at_the_same_address(egress, names, tmp_path):
    names["khac.example"] = names["bao.example"]
    shown, trust = certified(tmp_path, "bao.example")
    secure = Site(shown)
    with running(secure):
        egress = replace(egress.allowing(Allowance.at("127.0.0.1", secure.port)), tls=trust)
        with httpx.Client(transport=GuardedTransport(egress), trust_env=False) as client:
            assert client.get(f"https://bao.example:{secure.port}/").content == TEXT
            with pytest.raises(httpx.ConnectError, match=r"khac\.example"):
                client.get(f"https://khac.example:{secure.port}/")


def test_a_silent_handshake_ends_with_the_time(egress):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        egress = egress.allowing(Allowance.at("127.0.0.1", port))
        error = failed(egress, f"https://bao.example:{port}/", limits=Limits(total_s=0.3))
        assert error.code == "fetch-too-slow"


def test_an_outside_proxy_is_handed_names_that_were_judged_and_those_that_it_alone_may_know(egress, site, names):
    names["cong-khai.example"] = ["203.162.4.190"]
    outer = OuterProxy(leads_to=site.port)
    with running(outer):
        egress = replace(egress, proxy=outer.url)
        assert fetch(egress, "http://cong-khai.example/").body == TEXT
        assert refused(egress, "http://ben-trong.example/").code == "address-inside"
        assert fetch(egress, f"http://bao.example:{site.port}/").body == TEXT
        assert fetch(egress, "http://khong-biet.example/").body == TEXT
        for inside in ("http://may-chu/", "http://may-in.local/"):
            assert failed(egress, inside).code == "fetch-no-answer"
    assert outer.heard == [
        ("GET http://cong-khai.example/ HTTP/1.1", "bao:m@t"),
        ("GET http://khong-biet.example/ HTTP/1.1", "bao:m@t"),
    ]


def test_https_goes_through_an_outside_proxy_to_the_end(egress, names, tmp_path):
    names["cong-khai.example"] = ["203.162.4.190"]
    shown, trust = certified(tmp_path, "cong-khai.example")
    secure = Site(shown)
    outer = OuterProxy(leads_to=secure.port)
    with running(secure), running(outer):
        assert fetch(replace(egress, proxy=outer.url, tls=trust), "https://cong-khai.example/").body == TEXT
    assert [line for line, _ in outer.heard] == ["CONNECT cong-khai.example:443 HTTP/1.1"]


def test_what_is_posted_goes_to_the_address_that_was_judged_and_its_answer_is_not_read(egress, site):
    got = post(
        egress,
        f"http://bao.example:{site.port}/x",
        b"abc",
        headers={"Content-Type": "text/x"},
        limits=Limits(max_bytes=1),
    )
    assert (got.status, got.body) == (200, b"")
    ((method, path, headers),) = site.asked
    assert (method, path, headers["Content-Type"], headers["Content-Length"]) == ("POST", "/x", "text/x", "3")
    with pytest.raises(AddressRefusedError):
        post(egress, f"http://ben-trong.example:{site.port}/", b"abc", headers={})


def test_where_no_redirect_is_wanted_the_answer_is_given_as_it_is(egress, site):
    site.redirect("/moved", f"http://bao.example:{site.port}/", 301)
    got = fetch(egress, f"http://bao.example:{site.port}/moved", limits=replace(Limits(), redirects=None))
    assert (got.status, got.moved_to, len(site.asked)) == (301, "", 1)
