"""What is handed over of an item: the post that every platform gets, and what would be wrong with it there."""

from pathlib import Path

from distributors.limits import faults
from distributors.post import Media, Post
from hub.errors import code_and_facts
from hub.extensions.parts import Parts
from hub.models import Destination
from hub.services import destinations
from hub.services.views import ItemView, MediaView
from transcode.documents.render import plain_text

#: Forms that are handed over, the one that matters most first.
MEDIA_FORMS = ("audio", "lite", "mp4", "poster")


def post_of(view: ItemView, base_url: str) -> Post:
    media = [view.media[form] for form in MEDIA_FORMS if form in view.media] + list(view.pictures)
    return Post(
        item_id=view.id,
        revision=view.revision,
        title=view.title,
        summary=view.summary,
        body_text=plain_text(view.body_html),
        body_html=view.body_html.replace('src="../../', f'src="{base_url}/'),
        url=f"{base_url}/{view.path}",
        language=view.language,
        published_at=view.published_at,
        programme=view.programme_title,
        organisation=view.organisation,
        authors=view.authors,
        tags=view.tags,
        media=tuple(_medium(one, base_url) for one in media),
        ai_label=view.ai_label,
        stream_url=f"{base_url}/{view.media['hls'].path}" if "hls" in view.media else None,
    )


def _medium(media: MediaView, base_url: str) -> Media:
    return Media(
        # A key of the storage; a path of this machine takes its place when it is sent.
        path=Path(media.path.replace("media/", "renditions/", 1)),
        media_type=media.media_type,
        size_bytes=media.size_bytes,
        sha256=media.sha256,
        name=media.path.rsplit("/", 1)[-1],
        duration_s=media.duration_s,
        url=f"{base_url}/{media.path}",
    )


def pre_flight(parts: Parts, item: ItemView, destination: Destination) -> list[tuple[str, dict[str, object]]]:
    """What would be wrong with sending the item there, before anything is sent: (code, facts)."""
    try:
        limits = destinations.adapter(parts, destination).limits
    except Exception as error:  # noqa: BLE001  whatever is wrong with an account is told, not raised
        code, facts = code_and_facts(error)
        return [(code, dict(facts))]
    post = post_of(item, parts.settings.public_url)
    return [(code, dict(facts)) for code, facts in faults(post, limits)]
