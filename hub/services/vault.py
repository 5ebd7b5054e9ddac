"""Account secrets at rest: encrypted with a key derived from the hub's own."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken

from hub.config import Settings
from hub.errors import ConflictError


def seal(settings: Settings, secrets: Mapping[str, str]) -> str:
    """Secrets as one encrypted text."""
    return _fernet(settings).encrypt(json.dumps(dict(secrets)).encode()).decode()


def unseal(settings: Settings, sealed: str) -> dict[str, str]:
    """The secrets again. Raises ConflictError when they were sealed with another key."""
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(_fernet(settings).decrypt(sealed.encode()))
    except InvalidToken as error:
        raise ConflictError("secrets-unreadable") from error
    return opened


def _fernet(settings: Settings) -> Fernet:
    digest = hashlib.blake2b(settings.key().encode(), digest_size=32, person=b"hub accounts").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
