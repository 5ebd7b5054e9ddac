"""A site on loopback whose port is allowed, and work done by the kernel's runner."""

import gc
import os
import re
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.config import Settings
from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.services.sites.site import MEMORY_BYTES
from hub.services.work import Outcome
from tests.integration.egress.site import Site, running
from tests.integration.intake.sites.served import (
    PICTURE,
    SOUND,
    Do,
    due_of,
    serve,
)
from transcode.tools import Tools, find_tools


@pytest.fixture(autouse=True)
def _files_of_broken_downloads() -> Iterator[None]:
    """yt-dlp leaves the file of a download that was broken off to the collector, which would tell it in any test."""
    gc.freeze()  # what was there before is no affair of the test, and takes seconds to go through
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _as_much_memory_as_a_young_worker_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is on the whole process, and this one holds what thousands of tests have left behind."""
    status = Path("/proc/self/status")
    held = re.search(r"^VmData:\s+(\d+) kB$", status.read_text(), re.MULTILINE) if status.is_file() else None
    held_bytes = int(held[1]) * 1024 if held else 0
    monkeypatch.setattr("hub.services.sites.site.MEMORY_BYTES", MEMORY_BYTES + held_bytes)


@pytest.fixture(scope="session")
def tools() -> Tools:
    return find_tools()


@pytest.fixture(scope="session")
def media(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `clip.mp4`, `clip.mp3`, `poster.jpg` and `hls/` with picture and sound apart."""
    folder = tmp_path_factory.mktemp("media")
    (folder / "hls").mkdir()
    both = (*PICTURE, *SOUND, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", "-c:a", "aac")
    alone = ("-f", "hls", "-hls_time", "1", "-hls_list_size", "0")
    for words in (
        (*both, "clip.mp4"),
        (*SOUND, "-c:a", "libmp3lame", "clip.mp3"),
        (*PICTURE, "-frames:v", "1", "poster.jpg"),
        (*both, *alone, "hls/both.m3u8"),
        (*both[: len(PICTURE)], "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", *alone, "hls/picture.m3u8"),
        (*SOUND, "-c:a", "aac", *alone, "hls/sound.m3u8"),
    ):
        subprocess.run([str(tools.ffmpeg), "-v", "error", "-y", *words], cwd=folder, check=True)
    (folder / "hls" / "master.m3u8").write_text(
        '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="vi",DEFAULT=YES,URI="sound.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=90000,RESOLUTION=160x120,CODECS="avc1.640014,mp4a.40.2",AUDIO="a"\npicture.m3u8\n'
    )
    return folder


@pytest.fixture
def place(media: Path) -> Iterator[Site]:
    """Serves the folder of media and whatever a test adds."""
    made = Site()
    types = {".mp4": "video/mp4", ".mp3": "audio/mpeg", ".jpg": "image/jpeg", ".ts": "video/mp2t"}
    types[".m3u8"] = "application/vnd.apple.mpegurl"
    for path in media.rglob("*.*"):
        serve(made, f"/{path.relative_to(media)}", path.read_bytes(), types[path.suffix])
    with running(made):
        yield made


@pytest.fixture
def settings(tmp_path: Path, database_url: str, place: Site) -> Settings:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    allowed = f"127.0.0.1:{place.port}"
    data = tmp_path / "data"
    return Settings.read(environment, data=data, database_url=database_url, egress_allow=allowed, upload_limit_mb=2)


@pytest.fixture
def do(newsroom: Parts, monkeypatch: pytest.MonkeyPatch, tools: Tools) -> Do:
    """Has due work of these kinds done by the kernel's runner, until there is none; gives its outcomes."""
    monkeypatch.setattr("hub.jobs.process.tools", lambda: tools)

    def done(*kinds: str) -> list[Outcome]:
        outcomes: list[Outcome] = []
        while due := due_of(newsroom, kinds):
            outcomes += [runner.execute(newsroom, one) for one in due]
        return outcomes

    return done
