"""What every answer tells the browser to refuse."""

from flask import Flask, Response, request

from hub.services.policy import reader_policy
from hub.web.current import parts

#: For the hub's own pages: nothing but files of this site, no inline script or style.
STRICT = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)

YEAR_S = 365 * 24 * 3600


def prepare(app: Flask) -> None:
    app.after_request(_add)


def let_be_framed(response: Response) -> None:
    """Treat an answer as a page for readers that the hub's own pages, and no others, may show in a frame."""
    policy = reader_policy(parts().settings).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Robots-Tag"] = "noindex"


def _add(response: Response) -> Response:
    public = request.blueprint == "public"
    for_readers = public or request.blueprint == "search"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", reader_policy(parts().settings) if for_readers else STRICT)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    # The address of a sign-in link is told to no other site.
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin" if for_readers else "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if parts().settings.desk_url.startswith("https:"):
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}")
    if not public and request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response
