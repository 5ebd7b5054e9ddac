"""Uploads in pieces as OpenAPI tells them: their views speak tus and are described by hand."""

from collections.abc import Mapping
from typing import Any

_VERSION = {"name": "Tus-Resumable", "in": "header", "required": True, "schema": {"const": "1.0.0"}}
_ID = {"name": "upload_id", "in": "path", "required": True, "schema": {"type": "string"}}
_PIECE = {"content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


def _header(name: str, kind: str, *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": {"type": kind}}


def _operation(summary: str, answers: Mapping[str, str], *parameters: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "tags": ["uploads"],
        "summary": summary,
        "security": [{"token": []}],
        "parameters": [_VERSION, *parameters],
        "responses": {status: {"description": told} for status, told in answers.items()},
        **more,
    }


#: Path -> method -> operation, beside those of the blueprint.
PATHS: Mapping[str, Mapping[str, Any]] = {
    "/api/v1/uploads": {
        "options": _operation("What this server can", {"204": "Tus-Version, Tus-Extension, Tus-Max-Size"}),
        "post": _operation(
            "Begin an upload; a first piece may come with it",
            {"201": "Location, Upload-Expires", "413": "Too large", "422": "A wrong value", "503": "No room for now"},
            _header("Upload-Length", "integer"),
            _header("Upload-Metadata", "string"),
            requestBody={**_PIECE, "required": False},
        ),
    },
    "/api/v1/uploads/{upload_id}": {
        "head": _operation(
            "How much is there",
            {"200": "Upload-Offset, Upload-Length, Upload-Expires", "404": "None", "410": "It ended"},
            _ID,
        ),
        "patch": _operation(
            "The next piece",
            {
                "204": "Upload-Offset",
                "400": "A checksum that cannot be read",
                "409": "Another offset",
                "410": "It ended",
                "423": "Another request writes to it",
                "460": "Another checksum",
            },
            _ID,
            _header("Upload-Offset", "integer"),
            _header("Upload-Checksum", "string", required=False),
            requestBody={**_PIECE, "required": True},
        ),
        "delete": _operation("Give it up", {"204": "Gone", "410": "It ended"}, _ID),
    },
}
