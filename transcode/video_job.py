"""One original with pictures that is to be made into forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from transcode.audio_job import AudioJob
from transcode.commands import Source
from transcode.errors import RejectedError
from transcode.focal_point import MIDDLE, FocalPoint
from transcode.ladder import VideoPlan
from transcode.picture_filters import Scene
from transcode.probe import Probe
from transcode.scan import Scan
from transcode.sound_forms import AUDIO_FORMS
from transcode.streams import Stream
from transcode.tools import Tools

#: Forms of the pictures, in the order in which they are made.
PICTURE_FORMS = ("poster", "hls", "storyboard", "mp4", "vertical")
#: Every form that an original with pictures can have.
VideoForms = frozenset({*AUDIO_FORMS, *PICTURE_FORMS})


@dataclass(frozen=True, kw_only=True)
class CaptionTrack:
    """Captions that an editor has given or approved.

    Attributes:
        language: BCP-47.
        label: What players call them, in that language; "" for the language's own name.
        path: A WebVTT file.
    """

    language: str
    label: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class VideoJob:
    """One original with pictures and the forms that are wanted.

    Attributes:
        source: The received file, absolute.
        demuxer: What it is opened as.
        probe: What `transcode.probe.probe` said of it.
        out_dir: Where the forms go; exists. An `hls` folder that is whole is used for "mp4".
        work_dir: A private folder to run in; exists.
        plan: From `transcode.ladder.plan_video` or `transcode.excerpts.plan_by_look`; None: a look decides.
        tags: For the tags of the files; see `AudioJob`. The language also says which of several sounds comes first.
        cover: A JPEG for the full sound, or None: the poster is taken.
        forms: Which of `VideoForms`.
        captions: Beside those that the original brings.
        focal_point: What the upright cut keeps.
    """

    source: Path
    demuxer: str
    probe: Probe
    out_dir: Path
    work_dir: Path
    plan: VideoPlan | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    cover: Path | None = None
    forms: frozenset[str] = VideoForms
    captions: tuple[CaptionTrack, ...] = ()
    focal_point: FocalPoint = MIDDLE

    @property
    def language(self) -> str | None:
        """BCP-47 of the item; None when nobody said."""
        return self.tags.get("language") or None

    def speaks(self, language: str | None) -> bool:
        """Tell whether a language is the item's, whatever script or region."""
        mine = (self.language or "").lower().partition("-")[0]
        return bool(mine) and (language or "").lower().partition("-")[0] == mine

    @property
    def video(self) -> Stream:
        """The moving picture.

        Raises:
            RejectedError: "no-streams": there is none.
        """
        if self.probe.video is None:
            raise RejectedError("no-streams")
        return self.probe.video

    def planned(self) -> VideoPlan:
        """Give the plan.

        Raises:
            ValueError: There is none yet.
        """
        if self.plan is None:
            raise ValueError("nothing is planned yet")
        return self.plan

    def scene(self, tools: Tools, scan: Scan) -> Scene:
        """Give the picture's stream."""
        source = Source(path=self.source.absolute(), demuxer=self.demuxer, index=self.video.index)
        return Scene(source=source, video=self.video, tools=tools, scan=scan)

    def sound_job(self, stream: Stream | None = None) -> AudioJob:
        """Give the same original as a job of sound, with the poster as its cover."""
        poster = self.out_dir / "poster.jpg"
        return AudioJob(
            source=self.source,
            demuxer=self.demuxer,
            probe=self.probe,
            out_dir=self.out_dir,
            work_dir=self.work_dir,
            tags=self.tags,
            cover=self.cover or (poster if poster.exists() else None),
            stream=stream,
        )
