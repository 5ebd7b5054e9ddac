"""Partner's webhook: one signed JSON POST an event.

The receiver finds the key in `Idempotency-Key`, and checks `X-Hub-Signature-256` over `X-Hub-Timestamp` and the body
with `distributors.signature.verify`. It answers 2xx, best with `{"id": …, "url": …}`; for a key that it already has,
409 with `{"idempotency_key": <the key>, …}` is as good.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import httpx

from distributors import event
from distributors.answer import Answer, require_accepted, retry_after_s
from distributors.errors import PublishError
from distributors.exchange import exchange
from distributors.fields import is_address
from distributors.limits import Limits
from distributors.outside import Outside
from distributors.post import Post
from distributors.protocol import Corrects, Distributor, Finds, Withdraws
from distributors.receipt import Receipt
from distributors.signature import sign

_MIN_SECRET_CHARS = 16
_MAX_ID_CHARS = 200
_OK = 200
_NOT_FOUND = 404


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """One receiver that cannot be asked what it has."""

    name: ClassVar[str] = "webhook"
    limits: ClassVar[Limits] = Limits(media_by_url=True)

    url: str
    secret: str = field(repr=False)
    outside: Outside = field(repr=False)
    timeout_s: float = 30.0

    @classmethod
    def wrong_fields(cls, values: Mapping[str, str]) -> Mapping[str, str]:
        """Give what only this adapter knows to be wrong: field name -> code."""
        faults = {name: "not-an-address" for name in ("url", "lookup_url") if not _is_readable(values.get(name, ""))}
        if "secret" in values and len(values["secret"]) < _MIN_SECRET_CHARS:
            faults["secret"] = "secret-too-short"  # noqa: S105 - the code of a sentence
        return faults

    @classmethod
    def from_values(cls, values: Mapping[str, str], outside: Outside) -> "Webhook":
        """Give the adapter of checked values: one that can be asked when there is an address to ask at."""
        url, secret, lookup_url = values["url"], values["secret"], values["lookup_url"]
        if lookup_url:
            return AskableWebhook(url=url, secret=secret, lookup_url=lookup_url, outside=outside)
        return Webhook(url=url, secret=secret, outside=outside)

    def publish(self, post: Post, *, idempotency_key: str) -> Receipt:
        """Post the event `item.published`; see `Distributor.publish`."""
        sent = event.encode(event.published(post, idempotency_key=idempotency_key))
        answer = self._post(sent, idempotency_key)
        return self._receipt(answer, detail=event.proof(post, sent), otherwise_id=idempotency_key)

    def correct(self, post: Post, receipt: Receipt, *, idempotency_key: str) -> Receipt:
        """Post the event `item.corrected`; see `Corrects.correct`."""
        sent = event.encode(event.corrected(post, receipt, idempotency_key=idempotency_key))
        answer = self._post(sent, idempotency_key)
        return self._receipt(answer, detail=event.proof(post, sent), otherwise_id=receipt.remote_id)

    def withdraw(self, receipt: Receipt, *, idempotency_key: str) -> None:
        """Post the event `item.withdrawn`; see `Withdraws.withdraw`."""
        self._post(event.encode(event.withdrawn(receipt, idempotency_key=idempotency_key)), idempotency_key)

    def _post(self, body: bytes, idempotency_key: str) -> Answer:
        answer = self._exchange(httpx.Request("POST", self.url, content=body), idempotency_key)
        require_accepted(answer, idempotency_key=idempotency_key, now=self.outside.clock())
        return answer

    def _exchange(self, request: httpx.Request, idempotency_key: str) -> Answer:
        timestamp = str(int(self.outside.clock().timestamp()))
        request.headers.update(
            {
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Content-Type": "application/json; charset=utf-8",
                "Idempotency-Key": idempotency_key,
                "User-Agent": "hub",
                "X-Hub-Timestamp": timestamp,
                "X-Hub-Signature-256": sign(self.secret, timestamp, request.content),
            }
        )
        return exchange(request, outside=self.outside, timeout_s=self.timeout_s)

    def _receipt(self, answer: Answer, *, detail: Mapping[str, str], otherwise_id: str) -> Receipt:
        remote_id, remote_url = str(answer.values.get("id") or ""), answer.values.get("url")
        return Receipt(
            remote_id=remote_id[:_MAX_ID_CHARS] or otherwise_id,
            remote_url=remote_url if isinstance(remote_url, str) and is_address(remote_url) else None,
            accepted_at=self.outside.clock(),
            detail={**detail, "status": str(answer.status)},
        )


@dataclass(frozen=True, kw_only=True)
class AskableWebhook(Webhook):
    """One receiver that answers a signed GET of `<lookup_url>?idempotency_key=…`: 200 it is there, 404 it is not."""

    lookup_url: str

    def find(self, post: Post, *, idempotency_key: str) -> Receipt | None:
        """Ask at the look-up address; see `Finds.find`."""
        url = httpx.URL(self.lookup_url).copy_merge_params({"idempotency_key": idempotency_key})
        answer = self._exchange(httpx.Request("GET", url), idempotency_key)
        if answer.status == _NOT_FOUND:
            return None
        if answer.status != _OK or answer.is_page:
            wish_s = retry_after_s(answer.retry_after, self.outside.clock())
            raise PublishError("lookup-failed", retry_after_s=wish_s, host=answer.host, status=answer.status)
        sent = event.encode(event.published(post, idempotency_key=idempotency_key))
        return self._receipt(answer, detail=event.proof(post, sent), otherwise_id=idempotency_key)


def _is_readable(url: str) -> bool:
    """Say whether the HTTP client can read url: it is stricter about names of hosts than a form is."""
    try:
        httpx.URL(url).host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        return False
    return True


_distributor: type[Distributor] = Webhook
_corrects: type[Corrects] = Webhook
_withdraws: type[Withdraws] = Webhook
_finds: type[Finds] = AskableWebhook
