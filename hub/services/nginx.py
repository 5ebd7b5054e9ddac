"""The nginx configuration for the public tree: the same answers as the embedded server's, without the hub."""

from hub.config import Settings
from hub.errors import StartError
from hub.services.tree import COMPRESSED, MEDIA_TYPES, PUBLIC

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
    "sign-in",
    "sign-out",
    "verify",
)

_TEMPLATE = """\
# Public tree of the hub. Belongs inside nginx's http block (a file in conf.d or sites-enabled).
# The compressed twins of a file stand beside it, so no module is needed to serve them.
map $http_accept_encoding $hub_twin {{
    default "";
    "~*\\bbr\\b" ".br";
    "~*\\bgzip\\b" ".gz";
}}
map $hub_twin $hub_encoding {{
    default "";
    .br br;
    .gz gzip;
}}

server {{
    listen {listen};
    server_name {server_name};
    root {root};
    index index.html;
    charset off;
    server_tokens off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=10000 inactive=60s;
    open_file_cache_valid 5s;
    client_max_body_size {upload_mb}m;
    error_page 404 /404.html;

    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy strict-origin-when-cross-origin always;
    add_header Content-Security-Policy "{policy}" always;

    location ~ /\\. {{
        return 404;
    }}
    location ~ ^/(?:{dynamic})(?:/|$) {{
        proxy_pass {upstream};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host $host;
        proxy_request_buffering off;
        proxy_buffering off;
        proxy_read_timeout 900s;
    }}
    # A withdrawn item says so.
    location ~ ^(?<hub_item>/items/[A-Z0-9]+)/$ {{
        set $hub_gone $hub_item/gone.html;
        error_page 410 $hub_gone;
        if (-f $document_root$hub_gone) {{
            return 410;
        }}
        rewrite ^ $hub_item/index.html last;
    }}
{locations}
    location / {{
        try_files $uri $uri/ =404;
    }}
}}
"""

_COMPRESSED = """\
    location ~ ^{folder}.*\\.{ending}$ {{
        types {{}}
        default_type "{media_type}";
        add_header Content-Encoding $hub_encoding always;
        add_header Vary Accept-Encoding always;
        add_header Cache-Control "{cache}" always;
        add_header Content-Security-Policy "{policy}" always;
        add_header X-Content-Type-Options nosniff always;{shared}
        try_files $uri$hub_twin $uri =404;
    }}
"""

_PLAIN = """\
    location ~ ^{folder}.*\\.{ending}$ {{
        types {{}}
        default_type "{media_type}";
        add_header Cache-Control "{cache}" always;
        add_header X-Content-Type-Options nosniff always;{shared}
        try_files $uri =404;
    }}
"""

_SHARED = "\n        add_header Access-Control-Allow-Origin * always;"

#: As in `hub.web.public` and `hub.web.headers`.
PAGE_CACHE = "public, max-age=60"
MEDIA_CACHE = "public, max-age=31536000, immutable"
POLICY = (
    "default-src 'self'; script-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def configuration(settings: Settings, *, listen: str, server_name: str, upstream: str) -> str:
    """A server block that serves the tree and hands the rest to the hub.

    Raises:
        StartError: The tree is not on a disk of this machine.
    """
    if settings.storage_url.startswith("s3:"):
        raise StartError("tree-not-on-disk", url=settings.storage_url)
    root = settings.storage_url.removeprefix("file://") or str(settings.folder)
    locations = "".join(_location("/media/", ending, media=True) for ending in MEDIA_TYPES)
    locations += "".join(_location("/", ending, media=False) for ending in MEDIA_TYPES)
    return _TEMPLATE.format(
        listen=listen,
        server_name=server_name,
        root=f"{root}/{PUBLIC}",
        upload_mb=settings.upload_limit_mb,
        policy=POLICY,
        dynamic="|".join(DYNAMIC),
        upstream=upstream,
        locations=locations,
    )


def _location(folder: str, ending: str, *, media: bool) -> str:
    template = _COMPRESSED if ending in COMPRESSED else _PLAIN
    return template.format(
        folder=folder,
        ending=ending,
        media_type=MEDIA_TYPES[ending],
        cache=MEDIA_CACHE if media else PAGE_CACHE,
        policy=POLICY,
        shared=_SHARED if media or ending in {"rss", "atom", "json", "opml"} else "",
    )
