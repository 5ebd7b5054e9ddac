import pytest

from transcode.black_bars import Area, find_area, read_area
from transcode.commands import Source
from transcode.encoder import Encoder
from transcode.errors import MachineError
from transcode.picture_filters import Scene
from transcode.probe import probe

SIZE = (640, 360)
MOVING = "testsrc2=s={size}:r=10:d=8"


@pytest.fixture
def look(make_clip, tools, work_dir):
    """Gives the part of a film that is no bars; the film is made by a filter of a moving picture."""

    def looked(size: str, shape: str) -> Area | None:
        path = make_clip(
            "film.mp4", "-f", "lavfi", "-i", MOVING.format(size=size), "-vf", shape, "-c:v", "libx264", "-crf", "30",
        )  # fmt: skip
        video = probe(path, demuxer="mov", tools=tools, work_dir=work_dir).video
        assert video is not None
        scene = Scene(source=Source(path=path, demuxer="mov", index=video.index), video=video, tools=tools)
        encoder = Encoder(tools=tools, work_dir=work_dir, cancelled=lambda: False)
        return find_area(scene, SIZE, encoder, duration_s=8.0)

    return looked


def test_a_wide_film_between_bars_is_found(look):
    area = look("640x268", "pad=640:360:0:46")
    assert (area.left, area.width) == (0, 640)
    assert 46 <= area.top <= 50
    assert 308 <= area.top + area.height <= 314


def test_an_upright_film_between_bars_is_found(look):
    area = look("202x360", "pad=640:360:219:0")
    assert (area.top, area.height) == (0, 360)
    assert 219 <= area.left <= 224
    assert 415 <= area.left + area.width <= 421


def test_dark_scenes_between_bars_do_not_make_the_picture_smaller(look):
    area = look("640x268", "drawbox=0:0:iw:ih/2:black:fill:enable='between(t,3,4)',pad=640:360:0:46")
    assert area.top <= 50


@pytest.mark.parametrize(
    "shape",
    [
        "null",
        "pad=640:360:0:0",
        # All dark at the side now and then; bars of two sizes are no bars; a sign on black is a picture of its own.
        "drawbox=0:0:120:ih:black:fill:enable='lt(t,4)'",
        "drawbox=0:0:iw:80:black:fill",
        "drawbox=0:0:iw:ih:black:fill",
        "scale=120:68,pad=640:360:260:146",
    ],
)
def test_where_bars_are_not_certain_nothing_is_left_out(look, shape):
    assert look("640x360", shape) is None


def line(box: tuple[int, int, int, int]) -> str:
    return f"[Parsed_cropdetect_9 @ 0x1] x1:0 x2:9 crop={box[0]}:{box[1]}:{box[2]}:{box[3]}\n"


def test_frames_that_disagree_tell_nothing():
    boxes = [(640, 260 - 20 * number, 0, 50 + 10 * number) for number in range(6)]
    assert read_area("".join(map(line, boxes)), SIZE) is None
    assert read_area("", SIZE) is None
    assert read_area(line((640, 260, 0, 50)) * 6, SIZE) == Area(left=0, top=52, width=640, height=256)


@pytest.mark.parametrize(("stalls", "found"), [(1, True), (2, False)])
def test_a_look_that_does_not_go_on_is_begun_once_more_and_costs_no_cut(look, monkeypatch, stalls, found):
    encode, begun = Encoder.encode, []

    def stalled(self, argv, **how):
        begun.append(argv)
        if len(begun) <= stalls:
            raise MachineError("stalled", stall_s=30)
        return encode(self, argv, **how)

    monkeypatch.setattr(Encoder, "encode", stalled)
    assert (look("640x268", "pad=640:360:0:46") is not None) == found
    assert len(begun) == 2
