"""Makes the forms of a programme with pictures, lightest first: sound, poster, full sound, then all rungs at once."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from transcode import video_commands
from transcode.allowlist import DECODERS, DECODERS_OF
from transcode.audio import AudioJob, Soundtrack, make_form, measure_sound, rehearse
from transcode.commands import Sound, Source
from transcode.content.chunk_places import with_true_places
from transcode.encoder import SOUND_LIMITS, VIDEO_LIMITS, Encoder
from transcode.errors import CancelledError, RejectedError, TranscodeError
from transcode.hls import MASTER_NAME, MEDIA_TYPE, AudioTrack, VideoTrack, read_track, write_master
from transcode.ladder import AUDIO_FORMS, SMALLEST_RUNG_MB_PER_HOUR, VideoPlan
from transcode.made import Forms, Made, check_budget
from transcode.probe import Probe
from transcode.progress import Progress, portion
from transcode.streams import Stream
from transcode.thumbnail import THUMB_NAME, make_thumbnail
from transcode.tools import Tools
from transcode.video_commands import PLAYLIST_NAME, AudioRendition, Scene

__all__ = ["Made", "VideoForms", "VideoJob", "make_video"]

VideoForms = frozenset({*AUDIO_FORMS, "poster", "hls"})

#: Where each step of a job ends, of 1; the rungs take by far the most.
_ENDS = {"measure": 0.03, "lite": 0.06, "poster": 0.07, "audio": 0.12, "hls": 1.0}
#: Not the very first frame: that is often black.
_POSTER_AT, _POSTER_AT_MOST_S = 0.1, 20.0
#: Initialisation segments, playlists and a first key frame, which a short programme has as well.
_HLS_ALLOWANCE_BYTES = 49_152
#: Below it, a shared sound is for speech over a bad line.
_SMALL_SOUND_BPS, _SMALL_SOUND_RATE_HZ = 32_000, 24_000
_MONO_SHARE = 2 / 3


@dataclass(frozen=True, kw_only=True)
class VideoJob:
    """One original with pictures and the forms that are wanted.

    Attributes:
        source: The received file, absolute.
        demuxer: What it is opened as.
        probe: What `transcode.probe.probe` said of it.
        out_dir: Where the forms go; exists.
        work_dir: A private folder to run in; exists.
        plan: From `transcode.ladder.plan_video`.
        tags: For the ID3 tags of the sound; see `AudioJob`.
        cover: A JPEG for the full sound, or None: the poster is taken.
        forms: Which of `VideoForms`.
    """

    source: Path
    demuxer: str
    probe: Probe
    out_dir: Path
    work_dir: Path
    plan: VideoPlan
    tags: Mapping[str, str] = field(default_factory=dict)
    cover: Path | None = None
    forms: frozenset[str] = VideoForms


def make_video(
    job: VideoJob,
    *,
    tools: Tools,
    on_progress: Callable[[float], None],
    on_made: Callable[[Made], None],
    cancelled: Callable[[], bool],
) -> None:
    """Make the forms in the order lite, poster, audio, hls.

    Args:
        job: What to make of what.
        tools: The programs.
        on_progress: Called with 0…1 of the whole job.
        on_made: Called with each form as soon as it is ready.
        cancelled: Asked often; True stops.

    Raises:
        RejectedError: The original is at fault and nothing was made.
        FormsError: Some form failed; the others were handed over.
        CancelledError: Somebody asked to stop.
    """
    video = job.probe.video
    if video is None:
        raise RejectedError("no-streams")
    job = replace(job, source=with_true_places(job.source, job.work_dir))
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    work = _Work(job=job, video=video, encoder=encoder, forms=Forms(on_made), on_progress=on_progress)
    track = work.measure()
    work.sound_form("lite", track)
    work.picture_form("poster", work.poster)
    work.sound_form("audio", track)
    work.picture_form("hls", partial(work.hls, track))
    work.forms.finish()
    on_progress(1.0)


@dataclass(frozen=True, kw_only=True)
class _Work:
    """One job under way."""

    job: VideoJob
    video: Stream
    encoder: Encoder
    forms: Forms
    on_progress: Callable[[float], None]

    def share(self, step: str) -> Callable[[float], None]:
        """Give the progress callback of one step."""
        before = [end for end in _ENDS.values() if end < _ENDS[step]]
        return portion(self.on_progress, max(before, default=0.0), _ENDS[step])

    def measure(self) -> Soundtrack | None:
        """Measure the sound; None when there is none, or it failed (then the forms that need it are noted as failed).

        Raises:
            CancelledError: Somebody asked to stop.
        """
        stream = self.job.probe.audio
        if stream is None or not self.job.plan.has_audio or self.job.forms <= {"poster"}:
            return None
        try:
            return measure_sound(self.sound_job(), stream, self.encoder, self.share("measure"))
        except CancelledError:
            raise
        except TranscodeError as error:
            # Pictures of an original with torn sound are worth having; a sick machine would make them mute for good.
            lost = {*AUDIO_FORMS} if error.permanent else {*AUDIO_FORMS, "hls"}
            for form in sorted(lost & self.job.forms):
                self.forms.fail(form, error)
            return None

    def sound_job(self) -> AudioJob:
        """Give the same original as a job of sound, with the poster as its cover."""
        job = self.job
        poster = job.out_dir / "poster.jpg"
        return AudioJob(
            source=job.source,
            demuxer=job.demuxer,
            probe=job.probe,
            out_dir=job.out_dir,
            work_dir=job.work_dir,
            tags=job.tags,
            cover=job.cover or (poster if poster.exists() else None),
        )

    def sound_form(self, form: str, track: Soundtrack | None) -> None:
        """Make a form of sound, if it is wanted and there is sound."""
        if track is not None and form in self.job.forms:
            self.forms.make(form, partial(make_form, form, self.sound_job(), track, self.encoder, self.share(form)))

    def picture_form(self, form: str, maker: Callable[[], Made]) -> None:
        """Make a form of pictures, if it is wanted and this ffmpeg can read them."""
        if form not in self.job.forms or self.forms.has_failed(form):
            return
        codec = self.video.codec
        usable = DECODERS.intersection(DECODERS_OF.get(codec, (codec,)))
        if usable.isdisjoint(self.encoder.tools.decoders):
            self.forms.fail(form, RejectedError("codec-not-readable", codec=codec))
        else:
            self.forms.make(form, maker)

    def scene(self) -> Scene:
        """Give the picture's stream."""
        source = Source(path=self.job.source.absolute(), demuxer=self.job.demuxer, index=self.video.index)
        return Scene(source=source, video=self.video, tools=self.encoder.tools)

    def poster(self) -> Made:
        """Make the poster and its thumbnail; from the very start when nothing can be seen later."""
        out = self.job.out_dir.absolute() / "poster.jpg"
        at_s = min((self.job.probe.duration_s or 0.0) * _POSTER_AT, _POSTER_AT_MOST_S)
        try:
            self.still(at_s, out)
        except RejectedError:
            # The header claimed more than there is.
            self.still(0.0, out)
        thumb = make_thumbnail(out)
        return Made(
            form="poster",
            path=out,
            media_type="image/jpeg",
            size_bytes=out.stat().st_size,
            duration_s=0.0,
            details={"thumb": THUMB_NAME, "thumb_size_bytes": thumb.stat().st_size},
        )

    def still(self, at_s: float, out: Path) -> None:
        """Take one picture near at_s."""
        argv = video_commands.poster(self.scene(), at_s=at_s, out=out)
        self.encoder.encode(argv, limits=SOUND_LIMITS, progress=Progress(), on_progress=self.share("poster"))

    def hls(self, track: Soundtrack | None) -> Made:
        """Make all rungs and shared sounds in one decode, then the master playlist from what came out."""
        folder = self.job.out_dir.absolute() / "hls"
        # A former try may have left files that no playlist names any more.
        shutil.rmtree(folder, ignore_errors=True)
        if track:
            rehearse(track, self.encoder)
        audio = self.renditions(track) if track else ()
        for name in (*(rung.name for rung in self.job.plan.rungs), *(rendition.name for rendition in audio)):
            (folder / name).mkdir(parents=True)
        argv = video_commands.hls(
            self.scene(),
            self.job.plan.rungs,
            sound_source=track.source if track else None,
            audio=audio,
            out_dir=folder,
        )
        progress = Progress(expected_s=track.duration_s if track else self.job.probe.duration_s)
        self.encoder.encode(argv, limits=VIDEO_LIMITS, progress=progress, on_progress=self.share("hls"))
        return self.master(folder, audio)

    def renditions(self, track: Soundtrack) -> tuple[AudioRendition, ...]:
        """Give the sounds that the plan's rungs share, lightest first."""
        made = []
        for rate_bps in sorted({rung.audio_bps for rung in self.job.plan.rungs}):
            small = rate_bps <= _SMALL_SOUND_BPS
            pan, gain = track.mono() if small else track.full()
            sound = Sound(
                pan=pan,
                stereo_in=track.stereo,
                gain=gain,
                sample_rate_hz=_SMALL_SOUND_RATE_HZ if small else track.sample_rate_hz,
                bit_rate_bps=rate_bps if small or len(pan) > 1 else int(rate_bps * _MONO_SHARE),
            )
            made.append(AudioRendition(name=f"audio-{rate_bps // 1000}k", sound=sound))
        return tuple(made)

    def master(self, folder: Path, audio: tuple[AudioRendition, ...]) -> Made:
        """Measure what was made, write the master playlist, check the smallest rung's budget."""
        try:
            videos = [
                VideoTrack(rung=rung, track=read_track(folder / rung.name, PLAYLIST_NAME))
                for rung in self.job.plan.rungs
            ]
            rates = sorted({rung.audio_bps for rung in self.job.plan.rungs})
            audios = [
                AudioTrack(
                    name=rendition.name,
                    bit_rate_bps=rate_bps,
                    channels=len(rendition.sound.pan),
                    track=read_track(folder / rendition.name, PLAYLIST_NAME),
                )
                for rendition, rate_bps in zip(audio, rates, strict=False)
            ]
        except (OSError, ValueError) as error:
            raise RejectedError("nothing-decoded") from error
        sound = self.job.probe.audio
        text = write_master(videos, audios, language=sound.language if sound else None)
        (folder / MASTER_NAME).write_text(text, "utf-8")
        return self.checked(folder, videos, audios, len(text.encode()))

    def checked(self, folder: Path, videos: list[VideoTrack], audios: list[AudioTrack], master_bytes: int) -> Made:
        """Give the finished form if its smallest rung keeps the budget."""
        duration_s = max(video.track.duration_s for video in videos)
        smallest = [videos[0].track, *(audio.track for audio in audios[:1])]
        check_budget(
            "hls",
            size_bytes=sum(track.size_bytes for track in smallest),
            mb_per_hour=SMALLEST_RUNG_MB_PER_HOUR,
            duration_s=duration_s,
            allowance_bytes=_HLS_ALLOWANCE_BYTES,
        )
        tracks = [video.track for video in videos] + [audio.track for audio in audios]
        details: dict[str, str | int | float] = {
            "rungs": ",".join(video.rung.name for video in videos),
            "files": sum(track.files for track in tracks) + 1,
            "sound": "yes" if audios else "lost" if self.job.plan.has_audio else "none",
        }
        details |= {f"{video.rung.name}_size_bytes": video.track.size_bytes for video in videos}
        details |= {f"{audio.name}_size_bytes": audio.track.size_bytes for audio in audios}
        return Made(
            form="hls",
            path=folder,
            media_type=MEDIA_TYPE,
            size_bytes=sum(track.size_bytes for track in tracks) + master_bytes,
            duration_s=duration_s,
            details=details,
        )
