from transcode.chosen_sounds import MOST_SOUNDS, choose_sounds
from transcode.streams import Probe, Stream


def probe_of(*sounds: tuple[str | None, str]) -> Probe:
    """A file with sounds, each with its language and title."""
    streams = tuple(
        Stream(
            kind="audio", index=place, codec="aac", channels=2, sample_rate_hz=48_000, language=language, title=title
        )
        for place, (language, title) in enumerate(sounds)
    )
    return Probe(demuxer="matroska", duration_s=1.0, size_bytes=1, streams=streams)


def chosen(language: str | None, *sounds: tuple[str | None, str]) -> list[tuple[int, str | None, str, str]]:
    found = choose_sounds(probe_of(*sounds), language)
    assert [one.is_default for one in found] == [place == 0 for place in range(len(found))]
    assert len({one.label for one in found}) == len(found)
    return [(one.stream.index, one.language, one.label, one.suffix) for one in found]


def test_the_items_language_comes_first_the_others_follow_as_in_the_file():
    assert chosen("hmn", ("vi", ""), ("hmn", ""), ("en", "")) == [
        (1, "hmn", "Hmoob", ""),
        (0, "vi", "Tiếng Việt", "-2"),
        (2, "en", "English", "-3"),
    ]


def test_a_sound_of_no_said_language_speaks_the_items():
    assert chosen("vi", (None, "")) == [(0, "vi", "Tiếng Việt", "")]
    assert chosen(None, (None, "")) == [(0, None, "audio", "")]


def test_two_sounds_of_one_language_are_told_apart_by_title_or_number():
    assert [row[2] for row in chosen("en", ("en", ""), ("en", "Commentary"), ("en", "Commentary"))] == [
        "English",
        "Commentary",
        "English 2",
    ]


def test_a_player_chooses_only_the_first_of_a_language_by_itself():
    found = choose_sounds(probe_of(("en", ""), ("vi", ""), ("en", "")), "vi")
    assert [(one.language, one.is_first_of_language) for one in found] == [("vi", True), ("en", True), ("en", False)]


def test_a_master_with_a_channel_a_stream_does_not_make_a_long_menu():
    assert len(chosen("vi", *[("vi", "")] * 16)) == MOST_SOUNDS


def test_without_sound_nothing_is_chosen():
    assert chosen("vi") == []
