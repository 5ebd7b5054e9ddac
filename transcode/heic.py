"""Pictures of phones in HEIC (ISO/IEC 23008-12): a copy that every other part can read."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transcode import heic_program
from transcode.content.containers import still_format
from transcode.errors import RejectedError
from transcode.process import Limits, run

#: For the largest picture that is taken: 50 megapixels, as the library holds them and as they are written.
_LIMITS = Limits(time_s=60, stall_s=60, memory_bytes=2 << 30, output_bytes=128 << 20)
_HEAD_BYTES = 64


@contextmanager
def readable(source: Path) -> Iterator[Path]:
    """Give the picture itself, or of a HEIC a JPEG with all that it tells, which goes away at the end of the block.

    Raises:
        RejectedError: "picture-broken".
        MachineError: The program could not be run.
        OSError: The source cannot be read.
    """
    with source.open("rb") as stream:
        is_heic = still_format(stream.read(_HEAD_BYTES)) == "heic"
    if not is_heic:
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="hub-heic-") as folder:
        copy = Path(folder, "picture.jpg")
        argv = [sys.executable, "-I", heic_program.__file__, str(source.absolute()), str(copy)]
        if run(argv, limits=_LIMITS, cwd=Path(folder)).return_code != 0:
            raise RejectedError("picture-broken")
        yield copy
