"""What stands for a name in an address."""

import hashlib
import re

from hub.services.likenesses import folded

#: Longer ones are cut; addresses are typed and printed.
MAX_LENGTH = 60

_PLAIN = re.compile(r"[a-z0-9]+")


def slug_of(name: str) -> str:
    """Small letters without tones, digits and hyphens; names that are typed alike have the same.

    A name in another script has what its bytes give, so that it has an address too.

    >>> slug_of("Sản xuất, mùa vụ")
    'san-xuat-mua-vu'
    """
    words = folded(name).split()
    slug = "-".join(word for word in words if _PLAIN.fullmatch(word))[:MAX_LENGTH].strip("-")
    if slug and all(_PLAIN.fullmatch(word) for word in words):
        return slug
    digest = hashlib.blake2b(" ".join(words or [name]).encode(), digest_size=5).hexdigest()
    return f"{slug}-{digest}" if slug else f"x-{digest}"
