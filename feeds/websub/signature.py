"""Signs what is handed over to a subscriber that gave a secret."""

import hashlib
import hmac

#: The header that carries it.
HEADER = "X-Hub-Signature"


def sign(secret: str, body: bytes) -> str:
    """Give `sha256=` and the hexadecimal HMAC-SHA256 (RFC 2104) of the body as it is sent."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
