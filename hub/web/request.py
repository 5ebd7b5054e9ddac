"""Requests: a file that is sent goes to a file of the work folder, never to memory."""

import tempfile
from typing import IO

from flask import Request

from hub.web.current import parts


class HubRequest(Request):
    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        folder = parts().work_folder / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        # On the disk of the data, which has room for originals; it goes with the request.
        return tempfile.NamedTemporaryFile(dir=folder, prefix="upload-")
