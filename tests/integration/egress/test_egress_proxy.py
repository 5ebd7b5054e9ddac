"""The loopback proxy, as a program without a guard of its own uses it."""

import contextlib
import socket
import threading
from dataclasses import replace

import httpx
import pytest

from hub.config import Allowance
from hub.errors import told
from hub.extensions.egress_proxy import open_proxy
from tests.integration.egress.site import OuterProxy, Site, certified, running

TEXT = "Xin chào".encode()


def client(proxy, **more) -> httpx.Client:
    return httpx.Client(proxy=proxy.url, trust_env=False, **more)


def test_plain_requests_are_passed_on_without_the_credential(egress, site):
    with open_proxy(egress) as proxy, client(proxy) as program:
        got = program.get(f"http://bao.example:{site.port}/?a=1", headers={"Range": "bytes=0-"})
        assert (got.status_code, got.content, got.headers["etag"]) == (200, TEXT, '"1"')
        assert program.get(f"http://bao.example:{site.port}/gzip").content == TEXT
        assert program.post(f"http://bao.example:{site.port}/", content=b"x" * 200_000).content == b"x" * 200_000
        assert program.head(f"http://bao.example:{site.port}/").headers["content-length"] == str(len(TEXT))
        assert proxy.refusals == []
    method, path, headers = site.asked[0]
    assert (method, path, headers["Host"]) == ("GET", "/?a=1", f"bao.example:{site.port}")
    assert headers["Range"] == "bytes=0-"
    assert not {name.lower() for name in headers} & {"proxy-authorization", "proxy-connection"}


def test_a_body_of_unknown_length_arrives_whole(egress, site):
    with open_proxy(egress) as proxy, client(proxy) as program:
        assert program.get(f"http://bao.example:{site.port}/chunks").content == b"mot hai ba"
        assert program.head(f"http://bao.example:{site.port}/chunks").content == b""


def test_a_body_of_unknown_length_that_breaks_off_is_seen_to(egress, site):
    def broken(to) -> None:
        to.send_response(200)
        to.send_header("Transfer-Encoding", "chunked")
        to.end_headers()
        to.chunk(b"mot ")
        to.close_connection = True

    site.answers["/broken"] = broken
    with open_proxy(egress) as proxy, client(proxy) as program, pytest.raises(httpx.RemoteProtocolError):
        program.get(f"http://bao.example:{site.port}/broken")


def test_https_goes_through_a_tunnel_and_its_certificate_is_the_sites(egress, tmp_path):
    shown, trust = certified(tmp_path, "bao.example")
    secure = Site(shown)
    with running(secure):
        egress = egress.allowing(Allowance.at("127.0.0.1", secure.port))
        with open_proxy(egress) as proxy, client(proxy, verify=trust()) as program:
            assert program.get(f"https://bao.example:{secure.port}/").content == TEXT


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["ben-trong.example", "localhost:{port}", "127.0.0.1:1"])
def test_what_may_not_be_reached_is_refused_and_remembered(egress, site, scheme, host):
    with open_proxy(egress) as proxy, client(proxy) as program:
        with contextlib.suppress(httpx.ProxyError):
            assert program.get(f"{scheme}://{host.format(port=site.port)}/").status_code == 403
        (refusal,) = proxy.refusals
        assert refusal.code == "address-inside"
        assert "mạng nội bộ" in told(refusal)
    assert site.asked == []


def test_a_redirect_that_the_program_follows_is_judged_too(egress, site):
    site.redirect("/old", "http://ben-trong.example/secret")
    with open_proxy(egress) as proxy, client(proxy) as program:
        got = program.get(f"http://bao.example:{site.port}/old", follow_redirects=True)
        assert (got.status_code, [one.facts["host"] for one in proxy.refusals]) == (403, ["ben-trong.example"])


@pytest.mark.parametrize("given", ["", "hub:wrong@", "other@"])
def test_nobody_else_on_this_machine_may_use_it(egress, site, given):
    with open_proxy(egress) as proxy:
        address = f"http://{given}{proxy.url.rpartition('@')[2]}"
        with httpx.Client(proxy=address, trust_env=False) as program:
            assert program.get(f"http://bao.example:{site.port}/").status_code == 407
            with pytest.raises(httpx.ProxyError, match="407"):
                program.get(f"https://bao.example:{site.port}/")
        assert proxy.refusals == []
    assert site.asked == []


def test_each_use_has_its_own_credential_and_it_is_not_shown(egress):
    with open_proxy(egress) as one, open_proxy(egress) as other:
        credentials = {each.url.split("@")[0] for each in (one, other)}
        assert len(credentials) == 2
        assert one.url not in repr(one)


def test_nobody_there_is_told_as_such(egress, site):
    site.stop()
    with open_proxy(egress) as proxy, client(proxy) as program:
        for host in ("bao.example", "khong-co.example"):
            assert program.get(f"http://{host}:{site.port}/").status_code == 502
        assert proxy.refusals == []


@pytest.mark.parametrize("line", ["GET / HTTP/1.1", "GET ftp://bao.example/ HTTP/1.1", "CONNECT :0 HTTP/1.1"])
def test_what_is_no_request_to_a_proxy_is_refused(egress, line):
    with open_proxy(egress) as proxy:
        assert b" 403 " in _raw(proxy, line).splitlines()[0]


def test_at_its_end_no_thread_and_no_connection_is_left(egress, site):
    before = set(threading.enumerate())
    with open_proxy(egress) as proxy:
        port = int(proxy.url.rpartition(":")[2])
        tunnel = socket.create_connection(("127.0.0.1", port))
        tunnel.sendall(_request(proxy, f"CONNECT bao.example:{site.port} HTTP/1.1"))
        assert tunnel.recv(100).startswith(b"HTTP/1.1 200")
        idle = socket.create_connection(("127.0.0.1", port))
    with tunnel, idle:
        assert tunnel.recv(100) == b""
    # The site's own threads are daemons, the proxy's are not.
    assert not [one for one in set(threading.enumerate()) - before if not one.daemon]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_behind_an_outside_proxy_tunnels_go_through_it_once_they_were_judged(egress, names, tmp_path):
    names["cong-khai.example"] = ["203.162.4.190"]
    shown, trust = certified(tmp_path, "cong-khai.example")
    secure = Site(shown)
    outer = OuterProxy(leads_to=secure.port)
    with running(secure), running(outer):
        guarded = replace(egress, proxy=outer.url)
        with open_proxy(guarded) as proxy, client(proxy, verify=trust()) as program:
            assert program.get("https://cong-khai.example/").content == TEXT
            with pytest.raises(httpx.ProxyError):
                program.get("https://ben-trong.example/")
    assert outer.heard == [("CONNECT cong-khai.example:443 HTTP/1.1", "bao:m@t")]


def _request(proxy, line: str) -> bytes:
    who = httpx.BasicAuth("hub", proxy.url.split("@")[0].rpartition(":")[2])
    header = next(who.auth_flow(httpx.Request("GET", "http://x/"))).headers["Authorization"]
    return f"{line}\r\nHost: x\r\nProxy-Authorization: {header}\r\n\r\n".encode()


def _raw(proxy, line: str) -> bytes:
    with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))) as connection:
        connection.sendall(_request(proxy, line))
        return b"".join(iter(lambda: connection.recv(1000), b""))
