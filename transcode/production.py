"""One job with pictures under way: what the makers of its forms share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from transcode.audio import measure_sound, rehearse
from transcode.black_bars import Area
from transcode.chosen_sounds import ChosenSound, Voice
from transcode.encoder import VIDEO_LIMITS, Encoded, Encoder
from transcode.errors import CancelledError, TranscodeError
from transcode.ladder import VideoPlan
from transcode.picture_filters import Scene
from transcode.progress import Progress
from transcode.rung_sounds import rung_sound
from transcode.video_file import SOUND_BPS, FileSound
from transcode.video_job import VideoJob

#: A whole programme in one file, and the rung that it is made of.
_FILE_BYTES = 8 << 30
_FILE_LIMITS = replace(VIDEO_LIMITS, output_bytes=_FILE_BYTES)


@dataclass(frozen=True, kw_only=True)
class Production:
    """What is known once the sound is measured and the rungs are planned.

    Attributes:
        job: What is made of what.
        encoder: Runs ffmpeg.
        plan: Of the rungs.
        voice: The default sound; None where there is none, or it could not be decoded.
        decoded_s: Duration of the pictures, once they were decoded.
        area: What of the largest rung's picture is not black bars; None: all of it, or nobody has looked.
    """

    job: VideoJob
    encoder: Encoder
    plan: VideoPlan
    voice: Voice | None
    decoded_s: float | None = None
    area: Area | None = None

    @property
    def scene(self) -> Scene:
        """The picture."""
        return self.job.scene(self.encoder.tools, self.plan.scan)

    @property
    def duration_s(self) -> float:
        """As the pictures were decoded; before that, as the sound was, or as the header claims; 0: nobody knows."""
        if self.decoded_s is not None:
            return self.decoded_s
        return self.voice.track.duration_s if self.voice else self.job.probe.duration_s or 0.0

    @property
    def fate_of_sound(self) -> str:
        """What became of the sound: "yes", "none" or "lost"."""
        return "yes" if self.voice else "lost" if self.plan.has_audio else "none"

    def encode(self, argv: Sequence[str], on_progress: Callable[[float], None], *, frame_rate: float) -> Encoded:
        """Run a command that makes pictures.

        Args:
            argv: The command.
            on_progress: Called with 0…1.
            frame_rate: Of its first stream of pictures.

        Raises:
            TranscodeError: What stopped ffmpeg.
        """
        progress = Progress(expected_s=self.duration_s or None, frame_rate=frame_rate)
        return self.encoder.encode(argv, limits=_FILE_LIMITS, progress=progress, on_progress=on_progress)

    def file_sound(self) -> FileSound | None:
        """Give the default sound as a file for platforms has it.

        Raises:
            TranscodeError: What stopped ffmpeg while it listened.
        """
        if self.voice is None:
            return None
        rehearse(self.voice.track, self.encoder)
        sound = rung_sound(self.voice.track, SOUND_BPS)
        return FileSound(source=self.voice.track.source, sound=sound, clock=self.job.video.index)

    def hear(self, others: Sequence[ChosenSound]) -> list[Voice]:
        """Measure further sounds; one that is torn is left out.

        Raises:
            CancelledError: Somebody asked to stop.
            MachineError: The machine is at fault: it must not cost a language for good.
        """
        heard: list[Voice] = []
        for about in others:
            try:
                track = measure_sound(self.job.sound_job(about.stream), about.stream, self.encoder, lambda _: None)
            except CancelledError:
                raise
            except TranscodeError as error:
                if not error.permanent:
                    raise
                continue
            heard.append(Voice(about=about, track=track))
        return heard
