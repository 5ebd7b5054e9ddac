"""One HTTP exchange: the request goes out once, the answer comes back or an error says how far it got."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from distributors.answer import Answer
from distributors.errors import PublishError
from distributors.outside import Outside, is_certificate_fault

_CONNECT_TIMEOUT_S = 10.0
_MAX_ANSWER_BYTES = 64 * 1024
#: What httpx raises before a byte of the request has left.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def exchange(request: httpx.Request, *, outside: Outside, timeout_s: float) -> Answer:
    """Send request and give its answer. Redirects are not followed; proxies of the environment are not used.

    Args:
        request: What to send; a GET changes nothing at the receiver.
        outside: The ways out.
        timeout_s: Longest silence, and longest time for the answer's body, in seconds.

    Raises:
        PublishError: No answer came; `unknown` when the request may have been carried out.
    """
    with _told(request), _client(outside, timeout_s) as client:
        response = client.send(request, stream=True)
        try:
            return Answer(
                host=request.url.host,
                status=response.status_code,
                retry_after=response.headers.get("Retry-After"),
                body=_body(response, until_s=time.monotonic() + timeout_s),
            )
        finally:
            response.close()


def _client(outside: Outside, timeout_s: float) -> httpx.Client:
    timeout = httpx.Timeout(timeout_s, connect=min(timeout_s, _CONNECT_TIMEOUT_S))
    transport = outside.http or httpx.HTTPTransport(verify=outside.tls(), trust_env=False)
    return httpx.Client(transport=transport, trust_env=False, timeout=timeout)


def _body(response: httpx.Response, *, until_s: float) -> bytes:
    """Give the first bytes of the body; the status has been told already, so a body that breaks off is no failure."""
    body = b""
    try:
        for chunk in response.iter_raw():
            body += chunk
            if len(body) >= _MAX_ANSWER_BYTES or time.monotonic() > until_s:
                break
    except httpx.TransportError:
        pass
    return body[:_MAX_ANSWER_BYTES]


@contextmanager
def _told(request: httpx.Request) -> Iterator[None]:
    host = request.url.host
    try:
        yield
    except _NOT_SENT as error:
        code = "untrusted-certificate" if is_certificate_fault(error) else "no-connection"
        raise PublishError(code, host=host) from error
    except httpx.TransportError as error:
        if request.method == "GET":
            raise PublishError("no-connection", host=host) from error
        raise PublishError("answer-lost", unknown=True, host=host) from error
