"""Makes the forms of a programme with pictures, lightest first: sound, poster, full sound, then all rungs at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from transcode import storyboard, vertical
from transcode.allowlist import is_readable
from transcode.audio import make_form, measure_sound
from transcode.chosen_sounds import Voice, choose_sounds
from transcode.codec_names import codec_name
from transcode.content.chunk_places import with_true_places
from transcode.encoder import Encoder
from transcode.errors import CancelledError, RejectedError, TranscodeError
from transcode.excerpts import plan_by_look
from transcode.hls_video import make_hls
from transcode.ladder import VideoPlan
from transcode.made import Forms, Made
from transcode.poster import make_poster
from transcode.production import Production
from transcode.progress import OnForm, of_form, portion, untold
from transcode.progressive import make_mp4
from transcode.sound_forms import AUDIO_FORMS
from transcode.tools import Tools
from transcode.video_commands import Rider
from transcode.video_job import CaptionTrack, VideoForms, VideoJob

__all__ = ["CaptionTrack", "Made", "VideoForms", "VideoJob", "make_video", "plan_pictures"]

#: In the order in which they are made, with about what each takes of the clock; the rungs take by far the most.
_STEPS: Mapping[str, float] = {
    "measure": 2.0,
    "lite": 2.0,
    "look": 0.5,
    "poster": 0.5,
    "speech": 2.0,
    "audio": 4.0,
    "speaker": 3.0,
    "hls": 80.0,
    "storyboard": 1.0,
    "mp4": 3.0,
    "vertical": 5.0,
}
#: Forms of pictures that have sound where there is some: without it they would be mute for good.
_WITH_SOUND = frozenset({"hls", "mp4", "vertical"})


def make_video(  # noqa: PLR0913  each is asked or told by itself
    job: VideoJob,
    *,
    tools: Tools,
    on_progress: Callable[[float], None],
    on_made: Callable[[Made], None],
    cancelled: Callable[[], bool],
    on_form: OnForm = untold,
) -> None:
    """Make the forms in the order lite, poster, speech, audio, speaker, hls, storyboard, mp4, vertical.

    Args:
        job: What to make of what.
        tools: The programs.
        on_progress: Called with 0…1 of the whole job.
        on_form: Called with the form that is being made, and 0…1 of it.
        on_made: Called with each form as soon as it is ready.
        cancelled: Asked often; True stops.

    Raises:
        RejectedError: The original is at fault and nothing was made.
        FormsError: Some form failed; the others were handed over.
        CancelledError: Somebody asked to stop.
    """
    if job.probe.video is None:
        raise RejectedError("no-streams")
    job = replace(job, source=with_true_places(job.source, job.work_dir))
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    work = _Work(job=job, encoder=encoder, forms=Forms(on_made), on_progress=on_progress, on_form=on_form)
    voice = work.measure()
    work.sound_form("lite", voice)
    work.pictures(voice)
    work.forms.finish()
    on_progress(1.0)


def plan_pictures(
    job: VideoJob, *, tools: Tools, cancelled: Callable[[], bool], duration_s: float | None = None
) -> VideoPlan:
    """Plan the rungs by a look at the pictures, to be shown before the work begins, or shared by its pieces.

    Args:
        job: What to look at.
        tools: The programs.
        cancelled: Asked often; True stops.
        duration_s: As decoded, where that is known; else the header's claim is taken.

    Raises:
        RejectedError: "no-streams": there is no moving picture.
        CancelledError: Somebody asked to stop.
    """
    job = replace(job, source=with_true_places(job.source, job.work_dir))
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    scene = job.scene(tools, "progressive")
    return plan_by_look(scene, job.probe, encoder, duration_s=duration_s or job.probe.duration_s)


@dataclass(kw_only=True)
class _Work:
    """One job under way."""

    job: VideoJob
    encoder: Encoder
    forms: Forms
    on_progress: Callable[[float], None]
    on_form: OnForm
    _begun: list[str] = field(default_factory=list)

    def share(self, step: str) -> Callable[[float], None]:
        """Give the progress callback of the next step."""
        counted = {one: part for one, part in _STEPS.items() if one in self.job.forms or one in {"measure", "look"}}
        whole = sum(counted.values())
        start = sum(counted.get(one, 0.0) for one in self._begun)
        self._begun.append(step)
        share = portion(self.on_progress, start / whole, (start + counted.get(step, 0.0)) / whole)
        return of_form(step, share, self.on_form) if step in self.job.forms else share

    def measure(self) -> Voice | None:
        """Measure the sound; None when there is none, or it failed (then the forms that need it are noted as failed).

        Raises:
            CancelledError: Somebody asked to stop.
        """
        sounds = choose_sounds(self.job.probe, self.job.language)
        if not sounds or self.job.forms <= {"poster", "storyboard"}:
            return None
        try:
            job, stream = self.job.sound_job(), sounds[0].stream
            return Voice(about=sounds[0], track=measure_sound(job, stream, self.encoder, self.share("measure")))
        except CancelledError:
            raise
        except TranscodeError as error:
            # Pictures of an original with torn sound are worth having; a sick machine would make them mute for good.
            lost = {*AUDIO_FORMS} if error.permanent else {*AUDIO_FORMS, *_WITH_SOUND}
            for form in sorted(lost & self.job.forms):
                self.forms.fail(form, error)
            return None

    def sound_form(self, form: str, voice: Voice | None) -> None:
        """Make a form of sound, if it is wanted and there is sound."""
        if voice and form in self.job.forms:
            self.make(form, lambda share: make_form(form, self.job.sound_job(), voice.track, self.encoder, share))

    def make(self, form: str, maker: Callable[[Callable[[float], None]], Made]) -> None:
        """Make a form if it is wanted and has not failed; maker takes the progress callback."""
        if form in self.job.forms and not self.forms.has_failed(form):
            self.forms.make(form, partial(maker, self.share(form)))

    def pictures(self, voice: Voice | None) -> None:
        """Make the forms of pictures, and between the poster and the others the remaining forms of sound.

        Raises:
            CancelledError: Somebody asked to stop.
        """
        production = self.production(voice)
        if production:
            self.make("poster", partial(make_poster, production))
        for form in AUDIO_FORMS:
            if form != "lite":
                self.sound_form(form, voice)
        if production:
            self.moving_pictures(production)

    def production(self, voice: Voice | None) -> Production | None:
        """Plan the pictures; None when no form of them is wanted, or this ffmpeg cannot read them.

        Raises:
            CancelledError: Somebody asked to stop.
        """
        wanted = sorted(self.job.forms - {*AUDIO_FORMS})
        codec = self.job.video.codec
        if not is_readable(codec, self.encoder.tools.decoders):
            for form in wanted:
                self.forms.fail(form, RejectedError("codec-not-readable", codec=codec_name(codec)))
            return None
        plan = self.job.plan or (self.look(voice) if wanted else None)
        return Production(job=self.job, encoder=self.encoder, plan=plan, voice=voice) if plan else None

    def look(self, voice: Voice | None) -> VideoPlan:
        """Plan the rungs by a look at the pictures."""
        on_progress = self.share("look")
        duration_s = voice.track.duration_s if voice else None
        plan = plan_pictures(
            self.job, tools=self.encoder.tools, cancelled=self.encoder.cancelled, duration_s=duration_s
        )
        on_progress(1.0)
        return plan

    def moving_pictures(self, production: Production) -> None:
        """Make all rungs, and with them what is made of the same pictures; then what is made of the rungs.

        Raises:
            CancelledError: Somebody asked to stop.
        """
        riding: dict[str, Any] = {}

        def rungs(on_progress: Callable[[float], None]) -> Made:
            riders = self.riders(production, board)
            made = make_hls(production, riders, on_progress)
            riding.update(dict.fromkeys(riders, True), duration_s=made.duration_s)
            return made

        if "vertical" in self.job.forms:
            production = replace(production, area=vertical.area_of(production))
        board = storyboard.board_of(production)
        self.make("hls", rungs)
        production = replace(production, decoded_s=riding.get("duration_s"))
        sheets = board if "storyboard" in riding else None
        self.make("storyboard", partial(storyboard.make_storyboard, production, sheets))
        self.make("mp4", partial(make_mp4, production))
        self.make("vertical", partial(vertical.make_vertical, production, "vertical" in riding))

    def riders(self, production: Production, board: storyboard.Board) -> dict[str, Rider]:
        """Choose what is made on the way with the rungs, from the same decode.

        Raises:
            TranscodeError: What stopped ffmpeg while it listened to the sound.
        """
        riders: dict[str, Rider] = {}
        if "storyboard" in self.job.forms and production.duration_s:
            folder = storyboard.clean_folder(production)
            riders["storyboard"] = lambda picture: storyboard.sheets_output(picture, board, folder)
        if "vertical" in self.job.forms and not self.forms.has_failed("vertical"):
            cut, file = vertical.cut_of(production), vertical.file_of(production)
            riders["vertical"] = lambda picture: vertical.vertical_output(picture, cut, production.plan, file)
        return riders
