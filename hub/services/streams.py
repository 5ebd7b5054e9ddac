"""What adaptive video costs a reader at its lightest."""

import re

#: Mean bits a second of one variant (RFC 8216 section 4.3.4.2).
_VARIANT = re.compile(r"^#EXT-X-STREAM-INF:(?:.*,)?(?P<mean>AVERAGE-BANDWIDTH)=(?P<bps>\d+)", re.MULTILINE)


def lightest_bps(playlist: str) -> int:
    """Mean bit rate of the lightest variant of a multivariant playlist, sound included; 0 where none is told."""
    return min((int(found["bps"]) for found in _VARIANT.finditer(playlist)), default=0)
