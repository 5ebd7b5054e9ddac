"""Who reads articles aloud, and who hears speech: as the settings say."""

from pathlib import Path

from hub.config import Settings
from transcode.captions.transcription import Recogniser, find_recogniser
from transcode.speech.piper import open_piper
from transcode.speech.read_aloud import can_read, choose_voice
from transcode.speech.voice import Voice

#: Setting HUB_VOICE: no article is read aloud.
NONE = "none"


def reads(settings: Settings, language: str) -> bool:
    """Whether articles in a language are read aloud here."""
    return settings.voice != NONE and can_read(language)


def reader(settings: Settings, language: str) -> Voice:
    """The voice for a language.

    Raises:
        TranscodeError: "no-voice", "no-voice-for-language".
    """
    piper = open_piper(Path(settings.piper_model), program=settings.piper) if settings.piper_model else None
    return choose_voice(language, name=settings.voice, piper=piper)


def recogniser(settings: Settings) -> Recogniser | None:
    """The program that writes captions of speech; None where none is set.

    Raises:
        MachineError: "transcription-model".
    """
    if not settings.transcription_model:
        return None
    python = Path(settings.transcription_python) if settings.transcription_python else None
    return find_recogniser(Path(settings.transcription_model), python=python)
