"""Which of a site's forms of a video are taken: at most two streams, each fetched by yt-dlp's own downloaders."""

from collections.abc import Mapping, Sequence
from typing import Any

Format = Mapping[str, Any]

#: Protocols that go through the guard. Everything else would be handed to another program, which knows no guard.
PROTOCOLS = frozenset({"http", "https", "m3u8", "m3u8_native", "http_dash_segments"})

#: Form -> the tallest picture. A form that is not here is sound alone.
HEIGHTS: Mapping[str, int] = {"best": 1080, "720p": 720, "480p": 480}

#: The tallest picture that is fetched for its sound, where a site has no sound alone.
_HEIGHT_FOR_SOUND = 480


def order(form: str) -> list[str]:
    """yt-dlp's `format_sort`: what decodes with little work first, among pictures of one height."""
    return [f"res:{HEIGHTS.get(form, _HEIGHT_FOR_SOUND)}", "vcodec:h264", "acodec:aac"]


def chosen(formats: Sequence[Format], form: str) -> list[Format]:
    """The streams to fetch, of formats that stand in yt-dlp's order with the best at the end.

    Returns:
        One with all that is wanted, or a picture and its sound; empty when none can be fetched.
    """
    usable = [one for one in formats if one.get("protocol") in PROTOCOLS and not one.get("has_drm")]
    pictures = [one for one in usable if one.get("vcodec") != "none"]
    sounds = [one for one in usable if one.get("vcodec") == "none" and one.get("acodec") != "none"]
    if form not in HEIGHTS:
        return sounds[-1:] or _lowest([one for one in pictures if one.get("acodec") != "none"], _HEIGHT_FOR_SOUND)
    picture = _lowest(pictures, HEIGHTS[form])
    if not picture:
        return sounds[-1:]
    return picture if picture[0].get("acodec") != "none" else picture + sounds[-1:]


def size_bytes(streams: Sequence[Format]) -> int:
    """How large they are together, as far as their site tells."""
    return sum(int(one.get("filesize") or one.get("filesize_approx") or 0) for one in streams)


def _lowest(pictures: Sequence[Format], most: int) -> list[Format]:
    """The best picture that is not taller; the smallest one where all are."""
    fitting = [one for one in pictures if int(one.get("height") or 0) <= most]
    smallest = sorted(pictures, key=lambda one: int(one.get("height") or 0))
    return fitting[-1:] or smallest[:1]
