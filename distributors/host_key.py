"""Pins the key of an SSH server, as its owner tells it."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise

_FINGERPRINT = re.compile(r"SHA256:([A-Za-z0-9+/]{43})=?")
_KEY_TYPE = re.compile(r"(?:ssh|ecdsa|sk)-[a-z0-9@.-]+")
_LENGTH_BYTES = 4


@dataclass(frozen=True, kw_only=True)
class Pin:
    """The one key that a server may show.

    Attributes:
        fingerprint: `SHA256:` and unpadded base64, as ssh-keygen prints it.
        key_type: Such as `ssh-ed25519`; empty when only the fingerprint is known.
    """

    fingerprint: str
    key_type: str = ""


def fingerprint(blob: bytes) -> str:
    """Give the fingerprint of a public key's bytes (RFC 4253 §6.6 form) as ssh-keygen prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def pin(text: str) -> Pin | None:
    """Read a fingerprint, a public key line, or a known_hosts line; None when text is none of these."""
    text = text.strip()
    if match := _FINGERPRINT.fullmatch(text):
        return Pin(fingerprint=f"SHA256:{match[1]}")
    words = text.split()
    for key_type, encoded in pairwise(words):
        if _KEY_TYPE.fullmatch(key_type):
            return _pinned(key_type, encoded)
    return None


def _pinned(key_type: str, encoded: str) -> Pin | None:
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    # The blob says its own type again, after four bytes of length; a line cut in the clipboard fails here.
    named = blob[_LENGTH_BYTES : _LENGTH_BYTES + len(key_type)]
    if named != key_type.encode() or int.from_bytes(blob[:_LENGTH_BYTES], "big") != len(key_type):
        return None
    return Pin(fingerprint=fingerprint(blob), key_type=key_type)
