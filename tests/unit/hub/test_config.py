"""What is told of a wrong setting: its name, the value, what is allowed, in one language."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.config import Settings
from hub.errors import HubError, SettingError, StartError, told
from hub.services import readiness
from transcode.errors import MachineError

#: Words of pydantic, of Python and of ffmpeg that no reader of Vietnamese should meet.
ENGLISH = re.compile(
    r"\b(input|should|valid|integer|number|must|begin|string|unable|parse|none|found|no such)\b", re.IGNORECASE
)

WRONG = [
    ("HUB_PORT", "abc", ["từ 1 đến 65535"]),
    ("HUB_PORT", "", ["từ 1 đến 65535"]),
    ("HUB_PORT", "0", ["từ 1 đến 65535"]),
    ("HUB_PORT", "65536", ["từ 1 đến 65535"]),
    ("HUB_PORT", "80.5", ["từ 1 đến 65535"]),
    ("HUB_SWEEP_S", "0", ["số nguyên từ 1 trở lên"]),
    ("HUB_SWEEP_S", "9" * 5000, ["số nguyên từ 1 trở lên"]),
    ("HUB_LEASE_S", "soon", ["số từ 1 trở lên"]),
    ("HUB_LEASE_S", "inf", ["số từ 1 trở lên"]),
    ("HUB_LEASE_S", "nan", ["số từ 1 trở lên"]),
    ("HUB_MEDIA_TIME_LIMIT_S", "9.5", ["số từ 10 trở lên"]),
    ("HUB_LANGUAGE", "fr", ["vi, en"]),
    ("HUB_LOG_LEVEL", "loud", ["debug, info, warning, error"]),
    ("HUB_SECURE_COOKIES", "maybe", ["true, false"]),
    ("HUB_DATABASE_URL", "mysql:x", ["sqlite:, postgresql:"]),
    ("HUB_REDIS_URL", "localhost:6379", ["redis:, rediss:, unix:"]),
    ("HUB_STORAGE_URL", "ftp:x", ["file:, s3:"]),
    ("HUB_BASE_URL", "http://[x", ["http:, https:"]),
]


def refused(name: str, value: str) -> SettingError:
    with pytest.raises(SettingError) as caught:
        Settings.read({name: value})
    return caught.value


@pytest.mark.parametrize(("name", "value", "allowed"), WRONG)
def test_a_wrong_value_is_told_with_the_setting_the_value_and_what_is_allowed(name, value, allowed):
    sentence = told(refused(name, value))
    assert all(word in sentence for word in [name, f"“{value[:80]}", *allowed])
    assert not ENGLISH.search(sentence.replace(value, ""))
    english = told(refused(name, value), "en")
    assert name in english
    assert english.isascii() or not re.search("[ạấầậắếềệộớờợ]", english)


@given(name=st.sampled_from(sorted(Settings.model_fields)), value=st.text(st.characters(blacklist_characters="\0")))
def test_any_text_is_taken_or_refused_in_plain_words(name, value):
    variable = f"HUB_{name.upper()}"
    try:
        Settings.read({variable: value})
    except SettingError as error:
        sentence = told(error)
        assert variable in sentence
        assert "\n" not in sentence
        assert sentence.startswith("Cấu hình HUB_")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_bytes_that_are_no_text_are_refused_for_every_setting(name):
    sentence = told(refused(f"HUB_{name.upper()}", b"\xff-secret".decode(errors="surrogateescape")))
    assert f"HUB_{name.upper()}" in sentence
    assert sentence.encode()


@pytest.mark.parametrize("value", ["mysql://nguoi:mat-khau@may/bang", "nguoi:mat-khau@may", "x://a:mat@khau@may"])
def test_a_password_in_an_address_is_not_told(value):
    sentence = told(refused("HUB_DATABASE_URL", value))
    assert "mat" not in sentence
    assert "***@may" in sentence


def test_the_secret_in_a_file_is_read_and_a_file_that_cannot_be_is_told_in_one_language(tmp_path):
    good, bad = tmp_path / "khoa", tmp_path / "hong"
    good.write_text("một khóa bí mật đủ dài\n")
    bad.write_bytes(b"\xff\xfe")
    assert Settings.read({"HUB_SECRET_KEY_FILE": str(good)}).secret_key.get_secret_value() == "một khóa bí mật đủ dài"
    for path, word in ((tmp_path / "nothing", "không có tệp"), (tmp_path, "không đọc được"), (bad, "không đọc được")):
        sentence = told(refused("HUB_SECRET_KEY_FILE", str(path)))
        assert "HUB_SECRET_KEY_FILE" in sentence
        assert str(path) in sentence
        assert word in sentence
        assert not ENGLISH.search(sentence.replace(str(path), ""))


def test_a_secret_that_can_be_guessed_is_refused_and_not_shown():
    sentence = told(refused("HUB_SECRET_KEY", "matkhau"))
    assert "HUB_SECRET_KEY" in sentence
    assert "matkhau" not in sentence


def programs_refused(**given: str) -> HubError:
    with pytest.raises(HubError) as caught:
        readiness.programs(Settings.read({}, **given))
    return caught.value


def test_a_program_that_is_not_there_is_told_with_its_setting(tmp_path):
    for setting in ("ffmpeg", "ffprobe"):
        sentence = told(programs_refused(**{setting: str(tmp_path / "gone")}))
        assert f"HUB_{setting.upper()}" in sentence
        assert str(tmp_path / "gone") in sentence
        assert not ENGLISH.search(sentence.replace(str(tmp_path), ""))


def test_a_program_that_does_not_do_is_told_with_its_setting(tmp_path):
    program = tmp_path / "tool"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    for setting in ("ffmpeg", "ffprobe"):
        sentence = told(programs_refused(**{setting: str(program)}))
        assert f"HUB_{setting.upper()}" in sentence
        assert str(program) in sentence
        assert not ENGLISH.search(sentence.replace(str(tmp_path), ""))


def test_a_machine_without_programs_names_the_settings_that_help(monkeypatch):
    def nothing(**given: str | None) -> None:
        del given
        raise MachineError("ffmpeg-missing", detail="none was found")

    monkeypatch.setattr(readiness, "find_tools", nothing)
    error = programs_refused()
    assert isinstance(error, StartError)
    assert "HUB_FFMPEG" in told(error)
    assert not ENGLISH.search(told(error))


def test_the_programs_of_this_machine_are_found():
    assert Path(readiness.programs(Settings.read({})).ffmpeg).is_file()


def test_where_the_hub_answers_is_where_readers_read_unless_it_is_told():
    one = Settings.read({"HUB_BASE_URL": "https://bao.example/"})
    two = Settings.read({"HUB_BASE_URL": "https://bao.example", "HUB_APP_URL": "https://toasoan.example/"})
    assert (one.public_url, one.desk_url) == ("https://bao.example", "https://bao.example")
    assert (two.public_url, two.desk_url) == ("https://bao.example", "https://toasoan.example")
