"""Small pictures of the whole programme on a few sheets, and a WebVTT file that says which shows which moment.

A player shows them above its time line; the addresses are media fragments (`#xywh=`, W3C Media Fragments 1.0).
"""

import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.commands import compile_argv
from transcode.made import Made
from transcode.picture_filters import Scene, deinterlace, open_picture, upright
from transcode.production import Production

FORM = FOLDER = "storyboard"
STORYBOARD_NAME = "storyboard.vtt"
MEDIA_TYPE = "text/vtt; charset=utf-8"

_SHEET_NAME = "sheet-%02d.jpg"
#: Longer side of a tile in pixels; tiles a row and rows a sheet.
_TILE_SIDE, _COLUMNS, _ROWS = 160, 5, 5
_PER_SHEET = _COLUMNS * _ROWS
#: One tile every so many seconds at least, and how many there are at most.
_LEAST_DISTANCE_S, _MOST_TILES = 5, 120
_JPEG_QUALITY = 6
#: How much farther from each other, or fewer, tiles may be than they would for the real duration.
_TOLERATED = 1.25
_MILLISECONDS = 1000


@dataclass(frozen=True, kw_only=True)
class Board:
    """How the tiles lie.

    Attributes:
        width: Of a tile, even.
        height: Likewise.
        distance_s: From tile to tile, whole seconds.
        tiles: How many there are.
    """

    width: int
    height: int
    distance_s: int
    tiles: int

    @property
    def sheets(self) -> int:
        """How many files the tiles fill."""
        return math.ceil(self.tiles / _PER_SHEET)

    def cues(self, duration_s: float) -> int:
        """How many tiles a programme of this duration has use for."""
        return min(self.tiles, _tiles(duration_s, self.distance_s))

    def fits(self, duration_s: float) -> bool:
        """Tell whether it shows a programme of this duration about as well as one that was planned for it."""
        better = plan_board((self.width, self.height), duration_s)
        return self.distance_s <= better.distance_s * _TOLERATED and better.tiles <= self.tiles * _TOLERATED


def plan_board(size: tuple[int, int], duration_s: float) -> Board:
    """Choose the distance of the tiles: a few seconds, more in a long programme.

    Args:
        size: Width and height of the picture, of which only the shape counts.
        duration_s: Of the programme.
    """
    distance_s = max(_LEAST_DISTANCE_S, math.ceil(duration_s / _MOST_TILES))
    scale = _TILE_SIDE / max(*size, 1)
    width, height = (max(2, round(side * scale / 2) * 2) for side in size)
    return Board(width=width, height=height, distance_s=distance_s, tiles=_tiles(duration_s, distance_s))


def sheets_output(picture: Any, board: Board, folder: Path) -> Any:
    """Give the output that writes the sheets of a picture of standard range (BT.709) into a folder that exists.

    The last picture is repeated where the programme is shorter than planned; nothing points there.
    """
    picture = picture.filter("fps", fps=f"1/{board.distance_s}", start_time=0, eof_action="pass")
    picture = picture.filter("tpad", stop=-1, stop_mode="clone").filter("trim", end_frame=board.tiles)
    jpeg = {"out_color_matrix": "bt601", "out_range": "pc"}
    picture = picture.filter("scale", board.width, board.height, **jpeg).filter("setsar", 1)
    picture = picture.filter("format", "yuvj420p").filter("tile", layout=f"{_COLUMNS}x{_ROWS}")
    options = {"c:v": "mjpeg", "q:v": _JPEG_QUALITY, "fps_mode": "passthrough", "f": "image2", "start_number": 1}
    # The muxer reads a pattern here; a percent sign of the folder itself is doubled.
    pattern = str(folder).replace("%", "%%") + f"/{_SHEET_NAME}"
    return ffmpeg.output(picture, pattern, **options, map_metadata=-1, fflags="+bitexact")


def command(scene: Scene, board: Board, folder: Path) -> list[str]:
    """Make the sheets by themselves, from key pictures alone: the others need not be decoded."""
    picture = deinterlace(open_picture(scene, skip_frame="nokey"), scene.scan)
    picture = upright(picture, scene, (board.width, board.height), still=False)
    return compile_argv(scene.tools.ffmpeg, [sheets_output(picture, board, folder)])


def write_storyboard(board: Board, duration_s: float) -> str:
    """Write the WebVTT file.

    Args:
        board: What was made.
        duration_s: Of the programme: no cue goes beyond, the last one reaches it.
    """
    tiles = board.cues(duration_s)
    blocks = ["WEBVTT"]
    for tile in range(tiles):
        start_s = tile * board.distance_s
        end_s = duration_s if tile == tiles - 1 else start_s + board.distance_s
        sheet, place = divmod(tile, _PER_SHEET)
        row, column = divmod(place, _COLUMNS)
        area = f"{column * board.width},{row * board.height},{board.width},{board.height}"
        blocks.append(f"{_clock(start_s)} --> {_clock(end_s)}\n{_SHEET_NAME % (sheet + 1)}#xywh={area}")
    return "\n\n".join(blocks) + "\n"


def make_storyboard(production: Production, made: Board | None, on_progress: Callable[[float], None]) -> Made:
    """Finish what was made on the way with the rungs, or make it by itself.

    Args:
        production: What is known; its duration is the real one by now.
        made: The board whose sheets lie in the folder; None: there are none.
        on_progress: Called with 0…1.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    folder, board = _folder(production), made
    if board is None or not board.fits(production.duration_s):
        board, folder = board_of(production), clean_folder(production)
        argv = command(production.scene, board, folder)
        production.encode(argv, on_progress, frame_rate=1 / (board.distance_s * _PER_SHEET))
    text = write_storyboard(board, production.duration_s)
    (folder / STORYBOARD_NAME).write_text(text, "utf-8")
    on_progress(1.0)
    sizes = [path.stat().st_size for path in folder.iterdir()]
    return Made(
        form=FORM,
        path=folder,
        media_type=MEDIA_TYPE,
        size_bytes=sum(sizes),
        duration_s=0.0,
        details={
            "tiles": board.cues(production.duration_s),
            "distance_s": board.distance_s,
            "width": board.width,
            "height": board.height,
            "files": len(sizes),
        },
    )


def board_of(production: Production) -> Board:
    """Plan the board of a programme."""
    largest = production.plan.rungs[-1]
    return plan_board((largest.width, largest.height), production.duration_s)


def clean_folder(production: Production) -> Path:
    """Give the folder of the sheets, empty."""
    folder = _folder(production)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _folder(production: Production) -> Path:
    return production.job.out_dir.absolute() / FOLDER


def _tiles(duration_s: float, distance_s: int) -> int:
    # A tile is the picture in the middle of its time: the last one has at least half of a distance for itself.
    return max(1, math.ceil(duration_s / distance_s - 0.5))


def _clock(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * _MILLISECONDS), _MILLISECONDS)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}.{milliseconds:03d}"
