"""What a site says of a video, as the hub keeps it: title, credit, date, source, chapters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from hub.extensions.clock import now
from hub.services.intake import Submission
from transcode.documents.article import one_line

#: Characters of a description, and chapters, that are kept.
DESCRIPTION_CHARACTERS = 20_000
MOST_CHAPTERS = 500

#: What the list tells of an entry, for sites whose entries tell nothing of themselves.
_OF_A_LIST = ("title", "description", "timestamp", "upload_date", "uploader", "channel", "webpage_url", "thumbnail")

#: yt-dlp's readers of pages that no other reader knows.
GENERIC = frozenset({"Generic", "HTML5MediaEmbed"})


def told_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a list tells of an entry, for when it is fetched."""
    told = {name: entry[name] for name in _OF_A_LIST if isinstance(entry.get(name), str | int | float)}
    return {name: value[:DESCRIPTION_CHARACTERS] if isinstance(value, str) else value for name, value in told.items()}


def together(info: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What a video tells of itself, and its list where it tells nothing: a bare file's title is but its name."""
    if info.get("extractor_key") not in GENERIC:
        return {**told, **{name: value for name, value in info.items() if value is not None}}
    title = str(info.get("title") or "")
    # The first video of a page is counted even where it is the only one.
    named = {"title": "", "file_name": title} if info.get("direct") else {"title": title.removesuffix(" (1)")}
    return {**info, **named, **told}


def site_of(info: Mapping[str, Any], url: str) -> str:
    """The site as people call it."""
    named = str(info.get("extractor_key") or "")
    return named if named and named not in GENERIC else urlsplit(url).hostname or ""


def submission_of(info: Mapping[str, Any], wishes: Mapping[str, Any], *, url: str, suffix: str) -> Submission:
    """The wishes that came with an address, filled up with what its site tells."""
    given = Submission.of(wishes)
    title = one_line(str(info.get("title") or ""))
    name = title or one_line(str(info.get("file_name") or info.get("id") or ""))
    published_at = given.published_at or (published(info) if wishes.get("original_date") else None)
    return replace(
        given,
        name=f"{name}{suffix}",
        title=given.title or title,
        credit=given.credit or credit(info, url),
        published_at=published_at,
    )


def credit(info: Mapping[str, Any], url: str) -> str:
    """Who made it, and where it stands."""
    maker = one_line(str(info.get("uploader") or info.get("channel") or info.get("creator") or site_of(info, url)))
    return f"{maker} – {url}"


def published(info: Mapping[str, Any]) -> datetime | None:
    """When its site published it; never later than now. None where the site does not tell."""
    moment = None
    stamp = next((info[name] for name in ("release_timestamp", "timestamp") if _is_number(info.get(name))), None)
    if stamp is not None and abs(stamp) < datetime(3000, 1, 1, tzinfo=UTC).timestamp():
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=stamp)
    elif info.get("upload_date"):
        try:
            moment = datetime.strptime(str(info["upload_date"]), "%Y%m%d").replace(tzinfo=UTC)
        except ValueError:
            moment = None
    return min(moment, now()) if moment else None


def facts_of(info: Mapping[str, Any], url: str) -> dict[str, Any]:
    """What is kept with the original: its source, and its chapters in seconds."""
    moment = published(info)
    facts: dict[str, Any] = {
        "source": {
            "url": url,
            "site": site_of(info, url),
            "id": str(info.get("id") or ""),
            "uploader": one_line(str(info.get("uploader") or info.get("channel") or "")),
            "published_at": moment.isoformat() if moment else "",
            "licence": one_line(str(info.get("license") or "")),
            "description": str(info.get("description") or "")[:DESCRIPTION_CHARACTERS],
        }
    }
    chapters = [
        {"start_s": float(one["start_time"]), "end_s": float(one["end_time"]), "title": one_line(str(one["title"]))}
        for one in (info.get("chapters") or [])[:MOST_CHAPTERS]
        if _is_number(one.get("start_time")) and _is_number(one.get("end_time")) and one.get("title")
    ]
    return {**facts, "chapters": chapters} if chapters else facts


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124  not NaN
