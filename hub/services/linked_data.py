"""What a page tells search engines about its item, in the words of schema.org."""

from collections.abc import Mapping
from typing import Any

from hub.extensions.clock import local
from hub.services.views import ItemView, MediaView

#: Kind of programme -> what schema.org calls its items.
_TYPES: Mapping[str, str] = {"radio": "PodcastEpisode", "tv": "VideoObject", "print": "NewsArticle"}


def linked_data(base_url: str, item: ItemView) -> dict[str, Any]:
    """The JSON-LD of an item; what it does not have is left out."""
    url = f"{base_url}/{item.path}"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES[item.kind],
        "@id": url,
        "url": url,
        "name": item.title,
        "headline": item.title,
        "description": item.summary,
        "inLanguage": item.language,
        "datePublished": local(item.published_at).isoformat(timespec="seconds"),
        "dateModified": local(item.updated_at).isoformat(timespec="seconds"),
        "author": [{"@type": "Person", "name": name} for name in item.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": item.organisation},
        "isPartOf": {
            "@type": "CreativeWorkSeries",
            "name": item.programme_title,
            "url": f"{base_url}/programmes/{item.programme_slug}/",
        },
        "keywords": list(item.tags),
    }
    data |= _by_kind(base_url, item)
    return {name: value for name, value in data.items() if value}


def _by_kind(base_url: str, item: ItemView) -> dict[str, Any]:
    picture = f"{base_url}/{item.picture.path}" if item.picture else ""
    sound = item.media.get("audio") or item.media.get("lite")
    if item.kind == "tv":
        hls = item.media.get("hls")
        return {
            "thumbnailUrl": picture,
            "uploadDate": local(item.published_at).isoformat(timespec="seconds"),
            "contentUrl": f"{base_url}/{hls.path}" if hls else "",
            "duration": _duration(item.duration_s),
            "headline": "",
        }
    if item.kind == "radio":
        heard = _audio(base_url, sound) if sound else None
        return {"associatedMedia": heard, "image": picture, "duration": _duration(item.duration_s), "headline": ""}
    return {"image": picture}


def _audio(base_url: str, sound: MediaView) -> dict[str, Any]:
    found = {
        "@type": "AudioObject",
        "contentUrl": f"{base_url}/{sound.path}",
        "encodingFormat": sound.media_type,
        "contentSize": str(sound.size_bytes),
        "duration": _duration(sound.duration_s),
    }
    return {name: value for name, value in found.items() if value}


def _duration(value: float | None) -> str:
    """ISO 8601, in whole seconds."""
    return "" if value is None else f"PT{round(value)}S"
