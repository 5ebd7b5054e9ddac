"""What one worker process has open; the horses that it forks inherit it."""

from functools import cache

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from transcode.tools import Tools, find_tools


@cache
def parts() -> Parts:
    return open_parts(Settings.read())


@cache
def tools() -> Tools:
    settings = parts().settings
    return find_tools(ffmpeg=settings.ffmpeg or None, ffprobe=settings.ffprobe or None)
