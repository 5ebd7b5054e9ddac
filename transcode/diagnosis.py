"""Tells from what ffmpeg or ffprobe said at its end whether the original or the machine is at fault."""

import re

from transcode.codec_names import codec_name
from transcode.errors import MachineError, RejectedError, TranscodeError
from transcode.process import Finished

#: What stderr says -> whose fault, which code. The first that fits counts: a full disk explains every later line.
_CLUES: tuple[tuple[str, type[TranscodeError], str], ...] = (
    ("No space left on device", MachineError, "disk-full"),
    ("Cannot allocate memory", MachineError, "out-of-memory"),
    # Not what the file holds but whether it can be reached.
    ("Permission denied", MachineError, "source-unreachable"),
    ("No such file or directory", MachineError, "source-unreachable"),
    ("Input/output error", MachineError, "source-unreachable"),
    ("moov atom not found", RejectedError, "no-video-index"),
    ("Error opening input", RejectedError, "not-media"),
    ("Nothing was written into output file", RejectedError, "nothing-decoded"),
    # Behind data that cannot be decoded the same words stand as behind headers that make no sense.
    ("Decode error rate", RejectedError, "nothing-decoded"),
    ("Invalid data found when processing input", RejectedError, "not-media"),
)
_NOT_ALLOWED = re.compile(r"Codec \(([\w.-]{1,40})\) not on whitelist")
#: A program without a decoder says this, and then what it says of data that are damaged.
_NOT_READ = re.compile(r"no decoder found for: ([\w.-]{1,40})|doesn't support hardware accelerated (\w{1,40}) decoding")
_OF_DATA = frozenset({"not-media", "nothing-decoded"})
_DETAIL_LENGTH = 200


def diagnose(program: str, finished: Finished) -> TranscodeError:
    """Give the error for a run that ended badly.

    Args:
        program: What people call the program: ffmpeg or ffprobe.
        finished: Its end.
    """
    fault = next(((kind, code) for clue, kind, code in _CLUES if clue in finished.stderr_tail), None)
    if fault is None or fault[1] in _OF_DATA:
        unread = _NOT_READ.search(finished.stderr_tail)
        if unread:
            return RejectedError("codec-not-readable", codec=codec_name((unread[1] or unread[2]).lower()))
    if fault:
        return fault[0](fault[1])
    refused = _NOT_ALLOWED.search(finished.stderr_tail)
    if refused:
        return RejectedError("codec-not-allowed", codec=codec_name(refused[1]))
    if program == "ffprobe" and finished.return_code > 0:
        # It ended by itself over headers that made no sense; each demuxer has its own words for that.
        return RejectedError("not-media")
    if finished.return_code < 0:
        # What it said before is no reason.
        return MachineError("tool-ended", program=program, signal=-finished.return_code)
    lines = finished.stderr_tail.strip().splitlines()
    detail = lines[-1].strip()[:_DETAIL_LENGTH] if lines else "it said nothing"
    return MachineError("tool-failed", program=program, return_code=finished.return_code, detail=detail)
