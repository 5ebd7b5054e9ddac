import pytest

from transcode.diagnosis import diagnose
from transcode.errors import MachineError, RejectedError
from transcode.process import Finished


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        ("[mov] moov atom not found\nx: Invalid data found when processing input", RejectedError, "no-video-index"),
        ("Error opening input file x.", RejectedError, "not-media"),
        ("Invalid data found when processing input", RejectedError, "not-media"),
        ("av_interleaved_write_frame(): No space left on device", MachineError, "disk-full"),
        ("Error: Cannot allocate memory", MachineError, "out-of-memory"),
        ("[out] Nothing was written into output file, because", RejectedError, "nothing-decoded"),
        ("Codec (magicyuv) not on whitelist 'aac'", RejectedError, "codec-not-allowed"),
        ("Decoding requested, but no decoder found for: av1", RejectedError, "codec-not-readable"),
        (
            "[av1] Your platform doesn't support hardware accelerated AV1 decoding.\nDecode error rate 1 exceeds",
            RejectedError,
            "codec-not-readable",
        ),
        ("Segmentation something", MachineError, "tool-failed"),
        ("", MachineError, "tool-failed"),
    ],
)
def test_what_ffmpeg_said_tells_who_is_at_fault(said, kind, code):
    error = diagnose("ffmpeg", Finished(return_code=1, stdout=b"", stderr_tail=said))
    assert type(error) is kind
    assert error.code == code


def test_a_codec_that_cannot_be_read_is_told_by_the_name_that_people_know():
    said = "Decoding requested, but no decoder found for: av1"
    error = diagnose("ffmpeg", Finished(return_code=1, stdout=b"", stderr_tail=said))
    assert error.facts["codec"] == "AV1"


@pytest.mark.parametrize("said", ["x.mp4: Permission denied", "Error opening input: No such file or directory"])
def test_a_file_that_cannot_be_reached_is_the_machines_fault(said):
    error = diagnose("ffprobe", Finished(return_code=1, stdout=b"", stderr_tail=said))
    assert error.code == "source-unreachable"
    assert not error.permanent


def test_headers_that_ffprobe_makes_nothing_of_are_the_originals_fault():
    error = diagnose("ffprobe", Finished(return_code=1, stdout=b"", stderr_tail="x: End of file"))
    assert error.code == "not-media"


def test_a_crash_is_nobodys_proven_fault_and_may_be_tried_again():
    error = diagnose("ffprobe", Finished(return_code=-11, stdout=b"", stderr_tail="encoder: what it said before"))
    assert (error.code, error.facts["signal"]) == ("tool-ended", 11)
    assert "before" not in str(error)
