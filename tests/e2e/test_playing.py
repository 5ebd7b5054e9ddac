"""A film of a reader's page, played to its end in a real browser: by the browser alone, by the player, by one file."""

import re
import subprocess
from pathlib import Path

import pytest

from hub.extensions.parts import Parts
from hub.jobs import process
from hub.services import pages
from tests.integration.kernel.newsroom import TV, open_newsroom, receive, work_off

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

LENGTH_S = 6
#: A browser that says that it knows nothing of adaptive video.
WITHOUT_HLS = """
const knows = HTMLMediaElement.prototype.canPlayType;
HTMLMediaElement.prototype.canPlayType = function (type) {
  return type.includes("mpegurl") ? "" : knows.call(this, type);
};
"""
#: What was played of it, in seconds, when it has ended.
PLAYED = """() => new Promise((told, failed) => {
  const video = document.querySelector("video");
  video.addEventListener("ended", () => {
    const { played } = video;
    told(Array.from({ length: played.length }, (_, at) => [played.start(at), played.end(at)]));
  });
  setTimeout(() => failed(new Error(`still at ${video.currentTime} s`)), 60_000);
  video.muted = true;
  video.play().catch(() => {});
})"""


@pytest.fixture
def film(parts: Parts, tmp_path: Path) -> str:
    """The path of the page of a published film of two scenes, with sound."""
    open_newsroom(parts)
    path, tools = tmp_path / "phim.mp4", process.tools()
    argv = [tools.ffmpeg, "-v", "error", "-f", "lavfi", "-i", f"testsrc2=size=426x240:rate=25:duration={LENGTH_S}"]
    argv += ["-f", "lavfi", "-i", f"sine=frequency=330:sample_rate=48000:duration={LENGTH_S}"]
    subprocess.run([*argv, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path], check=True)
    item_id = receive(parts, path, TV)
    work_off(parts)
    return f"/items/{item_id}/"


def _play(tab: "playwright.Page") -> None:
    """Start the film, see it end, and check that all of it was shown."""
    [[begin, end]] = tab.evaluate(PLAYED)
    assert begin < 0.1
    assert end == pytest.approx(LENGTH_S, abs=0.1)


def _fetched(tab: "playwright.Page") -> list[str]:
    """What the tab asks for from now on: the last two parts of each address."""
    found: list[str] = []
    tab.on("request", lambda request: found.append("/".join(request.url.split("/")[-2:])))
    return found


def test_a_browser_that_knows_adaptive_video_plays_it_to_its_end_without_the_player(tab, film):
    tab.goto(film)
    fetched = _fetched(tab)
    _play(tab)
    assert [one for one in fetched if one.endswith(".js")] == []


def test_a_browser_that_knows_none_fetches_the_player_when_the_film_is_started_and_begins_with_the_lightest_rung(
    tab, film
):
    tab.add_init_script(WITHOUT_HLS)
    fetched = _fetched(tab)
    tab.goto(film, wait_until="networkidle")
    assert [one for one in fetched if "hls" in one or one.endswith(".mp4")] == []
    _play(tab)
    assert pages.PLAYER in fetched
    pictures = [one for one in fetched if re.match(r"\d+p/.*\.m4s", one)]
    assert pictures[0].startswith("144p/")
    assert not [one for one in fetched if one.endswith("video.mp4")]
    assert tab.evaluate("document.querySelector('video').videoWidth") > 0


def test_where_the_player_cannot_be_fetched_the_browser_plays_what_it_can(tab, film):
    tab.add_init_script(WITHOUT_HLS)
    tab.route("**/hls-*.js", lambda route: route.abort())
    tab.goto(film)
    _play(tab)
