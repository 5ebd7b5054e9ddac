"""Destinations behind the guard: what an account may reach, and what an editor reads when it may not."""

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from distributors.errors import PublishError
from hub.config import Allowance, Settings
from hub.errors import told
from hub.extensions.parts import Parts
from hub.models import Destination
from hub.services import destinations, practice, seeding
from tests.contract.distributors.http_receiver import HttpReceiver
from tests.contract.distributors.posts import a_medium, a_post
from tests.integration.egress.site import running

SECRET = "khoa-bi-mat-cua-doi-tac"


def adapter(parts: Parts, platform: str, **values: str):
    return destinations.adapter(parts, Destination(platform=platform, values=values, secrets=""))


def _take_and_drop(server: socket.socket) -> None:
    server.accept()[0].close()


def failure(made, tmp_path) -> PublishError:
    with pytest.raises(PublishError) as caught:
        made.publish(a_post(a_medium(tmp_path)), idempotency_key="01J-1")
    return caught.value


@pytest.fixture
def receiver():
    made = HttpReceiver()
    with running(made):
        yield made


@pytest.fixture
def port(receiver) -> int:
    return receiver.server.server_address[1]


ACCOUNTS = [
    ("webhook", {"url": "http://127.0.0.1:{port}/hook", "secret": SECRET}),
    ("webhook", {"url": "http://2130706433:{port}/hook", "secret": SECRET}),
    ("webhook", {"url": "http://localhost:{port}/hook", "secret": SECRET}),
    (
        "file_drop",
        {
            "host": "127.0.0.1",
            "port": "{port}",
            "user": "bao",
            "password": SECRET,
            "folder": "/in",
            "host_key": "SHA256:" + "A" * 43,
        },
    ),
    (
        "email",
        {
            "host": "127.0.0.1",
            "port": "{port}",
            "security": "none",
            "sender": "bao@hub.example",
            "sender_name": "Báo",
            "recipients": "a@hub.example",
        },
    ),
]


@pytest.mark.parametrize(("platform", "values"), ACCOUNTS)
def test_an_account_inside_the_network_is_refused_for_good_in_the_guards_words(
    parts, receiver, tmp_path, platform, values
):
    port = receiver.server.server_address[1]
    error = failure(adapter(parts, platform, **{k: v.format(port=port) for k, v in values.items()}), tmp_path)
    assert (error.code, error.permanent, error.unknown) == ("address-inside", True, False)
    assert f":{port} vào HUB_EGRESS_ALLOW" in told(error)
    assert receiver.paths == []


@pytest.mark.parametrize(("platform", "values"), ACCOUNTS[3:])
def test_an_allowed_account_is_connected_to(parts, tmp_path, platform, values):
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as beside:
        port = server.getsockname()[1]
        server.settimeout(10)
        came = beside.submit(_take_and_drop, server)
        opened = replace(parts, egress=parts.egress.allowing(Allowance.at("127.0.0.1", port)))
        error = failure(adapter(opened, platform, **{k: v.format(port=port) for k, v in values.items()}), tmp_path)
        assert (error.code, error.permanent) == ("no-connection", False)
        came.result(10)


def test_an_allowed_webhook_gets_its_post(parts, receiver, port, tmp_path):
    settings = Settings.read({"HUB_EGRESS_ALLOW": f"127.0.0.1:{port}"})
    opened = replace(parts, egress=replace(parts.egress, allowances=settings.allowances))
    made = adapter(opened, "webhook", url=f"{receiver.address}/hook", secret=SECRET)
    made = replace(made, outside=replace(made.outside, clock=receiver.make().outside.clock))
    assert made.publish(a_post(a_medium(tmp_path)), idempotency_key="01J-1").remote_id == "1"


@pytest.fixture
def beside(parts, port) -> Parts:
    """A hub whose own web server would be where the receiver is."""
    return replace(parts, settings=parts.settings.model_copy(update={"port": port}))


def test_practice_destinations_reach_the_hub_itself(beside, receiver, tmp_path):
    for account in seeding._practice_accounts(beside):
        failure(adapter(beside, account.platform, **account.values), tmp_path)
    assert receiver.paths == ["/practice/webhook"] * 2


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "http://127.0.0.1:{port}/metrics"},
        {"lookup_url": "http://127.0.0.1:{port}/metrics"},
        {"url": "http://127.0.0.1:{port}/practice/webhook?x=1"},
        {"url": "http://127.0.0.1:{port}/practice/webhook/../../metrics"},
    ],
)
def test_nothing_else_of_the_hub_is_reached_that_way(beside, receiver, port, tmp_path, changed):
    address = practice.address(beside.settings)
    values = {"url": address, "lookup_url": address, "secret": SECRET} | {
        name: value.format(port=port) for name, value in changed.items()
    }
    assert failure(adapter(beside, "webhook", **values), tmp_path).code == "address-inside"
    assert receiver.paths == []
