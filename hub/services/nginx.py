"""The nginx configuration for the public tree: the same answers as the embedded server's, without the hub."""

from collections.abc import Iterable

from hub.config import Settings
from hub.errors import StartError
from hub.extensions.parts import open_storage
from hub.services import moved_podcasts
from hub.services.policy import READER, reader_policy
from hub.services.tree import COMPRESSED, MEDIA_TYPES, PUBLIC
from hub.services.websub import topics

#: First parts of paths that only the hub itself can answer.
DYNAMIC = (
    "account",
    "admin",
    "api",
    "assets",
    "editor",
    "healthz",
    "language",
    "learn",
    "practice",
    "readyz",
    "metrics",
    "search",
    "sign-in",
    "sign-out",
    "verify",
    "websub",
)

#: As in `hub.web.public` and `hub.web.headers`.
PAGE_CACHE = "public, max-age=60"
MEDIA_CACHE = "public, max-age=31536000, immutable"
YEAR_S = 365 * 24 * 3600
HEADERS = {
    "Content-Security-Policy": READER,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_TWIN = {"Content-Encoding": "$hub_encoding", "Vary": "Accept-Encoding"}

#: Where the page of a folder stands. By its own name it is also found below /items/.
_FOLDER = "${uri}index.html$hub_twin $uri$hub_twin @whole"

#: Stands for the name of whatever feed is asked for.
_ANY_FEED = "feeds/any.rss"

_TEMPLATE = """\
# Public tree of the hub. Belongs inside nginx's http block (a file in conf.d or sites-enabled).
# The compressed twins of a file stand beside it, so no module is needed to serve them.

# The twin that a client takes. What nearly every browser sends is found without a pattern; "q=0" refuses an encoding;
# a part is always one of the file itself.
map $http_accept_encoding$http_range $hub_twin {{
    default "";
    "gzip, deflate, br, zstd" ".br";
    "gzip, deflate, br" ".br";
    "br" ".br";
    "gzip, deflate" ".gz";
    "gzip,deflate" ".gz";
    "gzip" ".gz";
    "identity" "";
    "" "";
    "~*bytes *=" "";
    "~*(?:^|[ ,])br *(?:,|$|; *q *= *(?!0(?:[.]0*)? *(?:,|$)))" ".br";
    "~*(?:^|[ ,])gzip *(?:,|$|; *q *= *(?!0(?:[.]0*)? *(?:,|$)))" ".gz";
}}
map $hub_twin $hub_encoding {{
    default "";
    .br br;
    .gz gzip;
}}
# Players and readers of other sites may fetch these.
map $uri $hub_shared {{
    default "";
    "/feeds.opml" "*";
    "~^/(?:feeds|podcasts|media)/" "*";
}}
# A feed names the hub that tells of its changes, and itself (WebSub). Without a feed's own letters in its name,
# nothing of an address gets into a header.
map $uri $hub_links {{
    default "";
    "~^/(?:feeds|podcasts)/[A-Za-z0-9_-]+[.](?:rss|mrss|atom|json)$" "{links}";
}}
map $uri $hub_cache {{
    default "{page_cache}";
    "~^/(?:media|static/vendor)/" "{media_cache}";
}}

server {{
    listen {listen};
    server_name {server_name};
    root "{root}";
    types {{
{types}    }}
    default_type application/octet-stream;
    charset off;
    server_tokens off;
    absolute_redirect off;
    sendfile on;
    tcp_nopush on;
    # What is published or withdrawn is seen after these seconds at the latest.
    open_file_cache max=10000 inactive=60s;
    open_file_cache_valid 5s;
    error_page 404 /404.html;
    recursive_error_pages on;

    location = /404.html {{
        # A tree without this page has nginx's own.
        recursive_error_pages off;
{missing}    }}

    # What is asked for most, with one pattern or none; the rest of this file answers the same, but slower.
    location = / {{
{home}    }}
{moved}    location ^~ /items/. {{
        return 404;
    }}
    location ^~ /items/ {{
{items}    }}
{hot}
    # No part of a path begins with a dot.
    location ~ /[.](?!well-known/) {{
        return 404;
    }}
    # Only the hub itself can answer these, with its own headers, limits and sentences.
    location ~ ^/(?:{dynamic})(?:/|$) {{
        proxy_pass {upstream};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection "";
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_request_buffering off;
        proxy_buffering off;
        proxy_read_timeout 900s;
        client_max_body_size 0;
    }}
{others}
    # Other files, and those whose twins are not there (a tree that was copied without them).
    location / {{
{whole}    }}
    location @whole {{
{whole}    }}
    # A folder without its slash, a withdrawn item. Only names of files that exist are sent back.
    location @rest {{
        error_page 404 /404.html;
        error_page 410 ${{uri}}gone.html;
        if (-f $document_root${{uri}}gone.html) {{
            return 410;
        }}
        set $folder "";
        if ($uri ~ "^(/(?:[^/]+/)*)index\\.html$") {{
            set $folder $1;
        }}
        if (-f $document_root${{folder}}gone.html) {{
            return 308 $folder;
        }}
        if (-f $document_root$uri/index.html) {{
            return 308 $uri/$is_args$args;
        }}
        if (-f $document_root$uri/gone.html) {{
            return 308 $uri/$is_args$args;
        }}
        return 404;
    }}
}}
"""


def configuration(settings: Settings, *, listen: str, server_name: str, upstream: str) -> str:
    """A server block that serves the tree and hands the rest to the hub.

    Raises:
        StartError: The tree is not on a disk of this machine.
    """
    if settings.storage_url.startswith("s3:"):
        raise StartError("tree-not-on-disk", url=settings.storage_url)
    root = settings.storage_url.removeprefix("file://") or str(settings.folder)
    root = _quoted(f"{root}/{PUBLIC}")
    answers = _Answers(root, policy=reader_policy(settings), secure=settings.public_url.startswith("https:"))
    return _TEMPLATE.format(
        listen=listen,
        server_name=server_name,
        root=root,
        types=_indented(f'"{media_type}" {ending};' for ending, media_type in MEDIA_TYPES.items()),
        page_cache=PAGE_CACHE,
        media_cache=MEDIA_CACHE,
        # The address that was asked for begins with the slash that stands before the name here.
        links=_quoted(topics.links(settings, _ANY_FEED).replace(f"/{_ANY_FEED}", "$uri")),
        dynamic="|".join(DYNAMIC),
        # With a path, even "/", nginx would not know which part of the address it stands for.
        upstream=upstream.rstrip("/"),
        missing=_indented(answers.page("$uri$hub_twin $uri =404")),
        home=_indented(answers.page(_FOLDER)),
        items=_indented(answers.page(_FOLDER)),
        moved=_indented(_moved(settings, answers), depth=1),
        hot=_indented(_hot(answers), depth=1),
        others=_indented(_others(answers), depth=1),
        whole=_indented(answers.whole()),
    )


class _Answers:
    """Lines that answer inside a location: where the file is, its headers.

    nginx takes the headers of an outer block only where a block has none, so each has all of its own.
    """

    def __init__(self, root: str, *, policy: str, secure: bool) -> None:
        self._root = root
        self._headers = {**HEADERS, "Content-Security-Policy": policy}
        if secure:
            self._headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"

    def page(self, found: str, *, shared: str = "", cache: str = PAGE_CACHE) -> list[str]:
        """The first page or twin that is found; they tell of errors too."""
        return [
            # The name that is found may end in that of a twin.
            "types {}",
            f'default_type "{MEDIA_TYPES["html"]}";',
            *self._lines({**_TWIN, "Access-Control-Allow-Origin": shared}, cache, " always"),
            f"try_files {found};",
        ]

    def twin(self, *, shared: str, cache: str, links: str = "") -> list[str]:
        """The file of the address or its twin, looked for once; the type is that of the address."""
        lines = self._lines({**_TWIN, "Access-Control-Allow-Origin": shared, "Link": links}, cache)
        return [*lines, f'alias "{self._root}$uri$hub_twin";', "error_page 404 = @whole;"]

    def file(self) -> list[str]:
        """A rendition as it is."""
        return self._lines({"Access-Control-Allow-Origin": "*"}, MEDIA_CACHE)

    def moved(self, url: str) -> list[str]:
        """Another address, for good."""
        return [*self._lines({"Access-Control-Allow-Origin": "*"}, PAGE_CACHE), f'return 301 "{_quoted(url)}";']

    def whole(self) -> list[str]:
        """The file itself, or the page of a folder."""
        headers = {"Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "$hub_shared", "Link": "$hub_links"}
        return [*self._lines(headers, "$hub_cache"), "try_files $uri ${uri}index.html @rest;"]

    def _lines(self, headers: dict[str, str], cache: str, always: str = "") -> list[str]:
        # Not always: nginx would say all of it twice with a 416.
        every = {"Cache-Control": cache, **headers, **self._headers}
        return [f'add_header {name} "{value}"{always};' for name, value in every.items() if value]


def _moved(settings: Settings, answers: _Answers) -> list[str]:
    """Podcasts that are published elsewhere now; written anew by the next `hub nginx`."""
    lines = []
    for path, url in moved_podcasts.every(open_storage(settings)):
        lines += [f"location = /{path} {{", *(f"    {line}" for line in answers.moved(url)), "}"]
    return lines


def _hot(answers: _Answers) -> list[str]:
    """Feeds and media; a name without a dot is no hidden file, so these need no other rule before them."""
    feeds = answers.twin(shared="*", cache=PAGE_CACHE, links="$hub_links")
    files = f"^/media/[^.]+[.](?:{_any(*(set(MEDIA_TYPES) - COMPRESSED))})$"
    return [
        *_location("^/(?:feeds|podcasts)/[^./]+[.](?:rss|mrss|atom|json)$", feeds),
        *_location(files, answers.file()),
        *_location("^/media/[^.]+[.](?:m3u8|vtt)$", answers.twin(shared="*", cache=MEDIA_CACHE)),
    ]


def _others(answers: _Answers) -> list[str]:
    pages = answers.page(_FOLDER, shared="$hub_shared", cache="$hub_cache")
    html = answers.page("$uri$hub_twin @whole", shared="$hub_shared", cache="$hub_cache")
    rest = f"[.](?:{_any(*(COMPRESSED - {'html'}))})$"
    return [
        *_location("/$", pages),
        *_location("[.]html$", html),
        *_location(rest, answers.twin(shared="$hub_shared", cache="$hub_cache")),
    ]


def _quoted(text: str) -> str:
    """As it may stand between the quotation marks of a configuration."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _any(*endings: str) -> str:
    return "|".join(sorted(endings))


def _location(pattern: str, lines: Iterable[str]) -> list[str]:
    return [f"location ~ {pattern} {{", *(f"    {line}" for line in lines), "}"]


def _indented(lines: Iterable[str], depth: int = 2) -> str:
    return "".join(f"{'    ' * depth}{line}\n" for line in lines)
