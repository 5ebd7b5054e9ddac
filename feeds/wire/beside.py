"""Files that an agency sends beside a document: where the document says they lie."""

import re
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_address(reference: str) -> bool:
    """Whether a reference has a scheme (RFC 3986 §3.1): an address, an identifier, or the drive of a machine."""
    return bool(_SCHEME.match(reference))


def paths_beside(reference: str) -> tuple[str, ...]:
    """Read a reference as the path of a file that lies beside its document or in a folder below it.

    Args:
        reference: `href` of NewsML-G2 and ninjs, `source` of NITF.

    Returns:
        What the path may be, as it is written and as an address spells it, with `/` between folders; empty for
        addresses, absolute paths, ways upward, and names without a suffix, which are identifiers.
    """
    paths = (_path(reference), _path(_spelt(reference)))
    # What leads out of the folder in one reading is not trusted in the other.
    return tuple(dict.fromkeys(paths)) if all(paths) else ()


def _path(told: str) -> str:
    written = told.replace("\\", "/")
    steps = [step for step in written.split("/") if step not in {"", "."}]
    is_inside = not written.startswith("/") and not is_address(written) and ".." not in steps
    if not is_inside or not steps or not _has_suffix(steps[-1]) or not written.isprintable():
        return ""
    return "/".join(steps)


def _has_suffix(name: str) -> bool:
    stem, dot, suffix = name.rpartition(".")
    return bool(stem and dot and suffix)


def _spelt(reference: str) -> str:
    """The path of a relative address (RFC 3986 §4.2), without query and fragment."""
    try:
        return unquote(urlsplit(reference).path)
    except ValueError:
        return ""
