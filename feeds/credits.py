"""Who does what in a programme: the roles of the Podcast Taxonomy (podcasttaxonomy.com), by their groups."""

from collections.abc import Mapping

from feeds.errors import FeedError
from feeds.text import one_line

#: What names this list of roles where a format asks for a scheme.
SCHEME = "https://podcasttaxonomy.com/"

#: Group -> its roles, in lower case: case makes no difference in podcast:person.
ROLES: Mapping[str, tuple[str, ...]] = {
    "creative direction": (
        "director",
        "assistant director",
        "executive producer",
        "senior producer",
        "producer",
        "associate producer",
        "development producer",
        "creative director",
    ),
    "cast": ("host", "co-host", "guest host", "guest", "voice actor", "narrator", "announcer", "reporter"),
    "writing": (
        "author",
        "editorial director",
        "co-writer",
        "writer",
        "songwriter",
        "guest writer",
        "story editor",
        "managing editor",
        "script editor",
        "script coordinator",
        "researcher",
        "editor",
        "fact checker",
        "translator",
        "transcriber",
        "logger",
    ),
    "audio production": (
        "studio coordinator",
        "technical director",
        "technical manager",
        "audio engineer",
        "remote recording engineer",
        "post production engineer",
    ),
    "audio post-production": (
        "audio editor",
        "sound designer",
        "foley artist",
        "composer",
        "theme music",
        "music production",
        "music contributor",
    ),
    "administration": (
        "production coordinator",
        "booking coordinator",
        "production assistant",
        "content manager",
        "marketing manager",
        "sales representative",
        "sales manager",
    ),
    "visuals": ("graphic designer", "cover art designer"),
    "community": ("social media manager",),
    "misc.": ("consultant", "intern"),
    "video production": ("camera operator", "lighting designer", "camera grip", "assistant camera"),
    "video post-production": ("editor", "assistant editor"),
}


def group_of(role: str, group: str = "") -> str:
    """Find the group that a role is in.

    Args:
        role: In lower case.
        group: In lower case; empty for the first group that has the role.

    Raises:
        FeedError: `unknown-role`.
    """
    for name, roles in ROLES.items():
        if role in roles and group in {"", name}:
            return name
    raise FeedError("unknown-role", role=one_line(role), group=one_line(group) or "—")
