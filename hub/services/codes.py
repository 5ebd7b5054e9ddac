"""QR codes of addresses, drawn."""

from functools import lru_cache
from io import BytesIO

import segno


# The codes of a sheet are those of many others, and a list's stays the same each time that its page is made.
@lru_cache(maxsize=2000)
def code(address: str) -> bytes:
    """The code of an address as SVG."""
    picture = BytesIO()
    # Light squares are painted, so that a telephone can read the code on a dark page too.
    segno.make(address, error="m").save(picture, kind="svg", border=3, light="#fff", omitsize=True, xmldecl=False)
    return picture.getvalue()
