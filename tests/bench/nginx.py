"""Feeds and pages through what `hub nginx` prints, against the same nginx with the same bytes in a plain folder."""

from collections.abc import Iterator
from pathlib import Path

from hub.services import publishing
from hub.services.nginx import configuration
from tests.bench.archive import fill, opened, render
from tests.bench.load import Target, bare
from tests.bench.row import Row, interleaved, median_ratio
from tests.integration.nginx.server import Nginx, free_port

#: Requests of one turn, and turns: small and many, so that what else the machine does falls on both sides.
REQUESTS, TURNS = 800, 61

#: The finished files at the same addresses, nothing to choose, with the same settings of the server (sendfile,
#: open_file_cache) and, word for word, the same headers.
_PLAIN = """\
server {{
    listen 127.0.0.1:{port};
    root "{root}";
    index index.html;
    types {{
        "text/html; charset=utf-8" html;
        "application/rss+xml; charset=utf-8" rss;
    }}
    server_tokens off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=10000 inactive=60s;
    open_file_cache_valid 5s;
{locations}
}}
"""

#: nginx writes these itself.
_OWN = {"Server", "Date", "Content-Type", "Content-Length", "Last-Modified", "Connection", "ETag", "Accept-Ranges"}

Answer = tuple[int, dict[str, str], bytes]


def rows(scratch: Path) -> Iterator[Row]:
    port, plain_port = free_port(), free_port()
    with opened(scratch / "ours") as parts:
        item_id = fill(parts, 200, waiting=1)[0]
        publishing.publish(parts, item_id, by="bench")
        render(parts)
        listen = f"127.0.0.1:{port}"
        servers = configuration(parts.settings, listen=listen, server_name="_", upstream="http://127.0.0.1:1")
    paths = {"feed": "/feeds/all.rss", "page": f"/items/{item_id}/"}
    with Nginx(scratch / "first", servers, port):
        answers = {path: Target(port=port, path=path).fetch() for path in paths.values()}
    servers += _plain(scratch / "bare" / "public", answers, plain_port)
    with Nginx(scratch / "both", servers, port):
        for name, path in paths.items():
            yield _row(name, Target(port=port, path=path), Target(port=plain_port, path=path))


def _plain(root: Path, answers: dict[str, Answer], port: int) -> str:
    locations = ""
    for path, (_, headers, body) in answers.items():
        file = root / (path.strip("/") + ("/index.html" if path.endswith("/") else ""))
        file.parent.mkdir(parents=True)
        file.write_bytes(body)
        added = "".join(f'add_header {key} "{value}" always;\n' for key, value in headers.items() if key not in _OWN)
        top = path.split("/")[1]
        locations += f"location /{top}/ {{\n{added}}}\n"
    return _PLAIN.format(port=port, root=root, locations=locations)


def _row(name: str, ours: Target, plain: Target) -> Row:
    body = _same(ours.fetch(), plain.fetch())
    taken = interleaved(TURNS, lambda: bare(ours, REQUESTS), lambda: bare(plain, REQUESTS))
    return Row(
        name=f"{name} through nginx",
        figure=median_ratio(taken),
        unit="×",
        budget=0.95,
        sense="≥",
        how=f"requests a second over one kept connection, {len(body):,} compressed bytes, against the same nginx with "
        "the finished file at the same address in a plain folder, same settings and headers",
    )


def _same(ours: Answer, plain: Answer) -> bytes:
    """The body, which both send with the same headers."""
    changing = {"Date", "ETag", "Last-Modified"}
    told = [{name: value for name, value in one[1].items() if name not in changing} for one in (ours, plain)]
    if ours[2] != plain[2] or told[0] != told[1] or "Content-Encoding" not in told[0]:
        raise RuntimeError(f"the two servers do not send the same: {told}")
    return ours[2]
