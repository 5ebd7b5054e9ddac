"""What the system below reports is said in the reader's language, and its own words are kept where the hub has none."""

import errno
import os
import re
import socket
import sqlite3
import ssl
import string
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from hub.config import Settings
from hub.errors import HubError, InvalidError, code_and_facts, problem_of, sentence, told
from hub.extensions.database import Database
from hub.extensions.disk import DiskStorage
from hub.extensions.parts import open_parts
from hub.extensions.redis import check
from hub.sentences import faults, values
from hub.services import originals

#: Words of the system that no reader of Vietnamese should meet.
ENGLISH = re.compile(
    r"\b(no|not|error|denied|refused|file|directory|connection|known|connecting|unable)\b", re.IGNORECASE
)

#: Number -> what it is called in both languages.
NUMBERS = [
    (errno.ENOSPC, "ổ đĩa đã đầy", "the disk is full"),
    (errno.EACCES, "không có quyền", "permission is denied"),
    (errno.EROFS, "chỉ cho đọc", "read-only"),
    (errno.ENOENT, "không có tệp hoặc thư mục này", "no such file or folder"),
    (errno.ECONNREFUSED, "từ chối kết nối", "connection is refused"),
    (errno.ETIMEDOUT, "hết thời gian chờ", "no answer came in time"),
    (errno.ENETUNREACH, "không có đường mạng", "network cannot be reached"),
]


def said(error: BaseException, language: str = "vi") -> str:
    return sentence("not-readable", {"path": "/x", "problem": problem_of(error)}, language)


@pytest.mark.parametrize(("number", "vi", "en"), NUMBERS)
def test_the_common_numbers_have_words_of_the_hub(number: int, vi: str, en: str) -> None:
    error = OSError(number, os.strerror(number))
    assert vi in said(error)
    assert en in said(error, "en")
    assert os.strerror(number) not in said(error) + said(error, "en")


@pytest.mark.parametrize(("number", "vi", "en"), NUMBERS)
def test_so_have_the_same_words_of_engines_that_hand_no_number_on(number: int, vi: str, en: str) -> None:
    error = RuntimeError(f"the engine says: {os.strerror(number)} (at place 7)")
    assert vi in said(error)
    assert en in said(error, "en")


def test_what_a_library_wraps_is_found_behind_it() -> None:
    error = RuntimeError("all attempts failed")
    error.__cause__ = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    assert problem_of(error) == "connection-refused"


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), "no-secure-connection"),
        (ssl.SSLError(1, "wrong version number"), "no-secure-connection"),
        (socket.gaierror(-2, "Name or service not known"), "name-unknown"),
        (TimeoutError("timed out"), "no-answer"),
        (sqlite3.OperationalError("database or disk is full"), "disk-full"),
        (RuntimeError('FATAL:  database "hub" does not exist'), "no-such-database"),
        (RuntimeError("retry_timeout: 180s, inner: invalid peer certificate"), "no-secure-connection"),
        (RuntimeError("connection to ssl.example failed: Connection refused"), "connection-refused"),
    ],
)
def test_other_kinds_of_errors_are_told_apart(error: Exception, key: str) -> None:
    assert problem_of(error) == key


def test_the_systems_own_words_stand_in_brackets_for_the_rest() -> None:
    error = OSError(errno.ETXTBSY, "Text file busy")
    assert said(error) == "Không đọc được /x: hệ thống báo (Text file busy)."
    assert said(error, "en") == "/x cannot be read: the system says (Text file busy)."
    assert said(RuntimeError()) == "Không đọc được /x: hệ thống báo (RuntimeError)."


@given(st.text(max_size=500))
def test_any_words_become_one_printable_line(words: str) -> None:
    problem = problem_of(RuntimeError(words))
    assert problem in faults.WORDS or problem.startswith(faults.OWN_WORDS)
    assert problem.isprintable()
    assert len(problem) <= 210
    assert "{" not in said(RuntimeError("")) + sentence("not-readable", {"path": "", "problem": "disk-full"})


def test_only_a_problem_is_taken_for_one() -> None:
    assert "disk-full" in sentence("not-found", {"what": "tệp", "name": "disk-full"})


@pytest.mark.parametrize("table", [faults.WORDS, values.WORDS, values.FIELDS])
def test_both_languages_are_there_and_filled_with_the_same(table: Mapping[str, tuple[str, str]]) -> None:
    for key, pair in table.items():
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in pair]
        assert fields[0] == fields[1], key
        assert all(text.strip() for text in pair), key


def test_every_way_to_a_word_leads_to_one() -> None:
    assert set(faults.BY_NUMBER.values()) | {key for _, key in faults.BY_WORDS} <= set(faults.WORDS)
    assert all(words == words.lower() for words, _ in faults.BY_WORDS)


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _redis(host: str) -> None:
    client = Redis(host=host, port=closed_port(), socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
    try:
        check(client)
    finally:
        with pytest.raises(RedisError):
            client.ping()


@pytest.mark.parametrize(
    ("fail", "words"),
    [
        (lambda _folder: _redis("127.0.0.1"), "từ chối kết nối"),
        (lambda _folder: _redis("no-such-host.invalid"), "không tìm thấy tên máy này"),
        (lambda folder: Database(f"sqlite:///{folder}/none/hub.sqlite3").check(), "không mở được tệp cơ sở dữ liệu"),
        (lambda folder: DiskStorage(folder / "tep").check(), "một tệp ở chỗ của thư mục"),
        (lambda folder: open_parts(Settings.read({}, data=folder / "tep" / "data")), "một tệp ở chỗ của thư mục"),
        (lambda folder: originals.keep(None, folder / "none"), "không có tệp hoặc thư mục này"),
    ],
)
def test_what_really_fails_is_told_without_a_word_of_english(tmp_path: Path, fail, words: str) -> None:
    (tmp_path / "tep").write_text("")
    with pytest.raises(HubError) as failed:
        fail(tmp_path)
    text = told(failed.value)
    assert words in text
    shown = text.replace(str(tmp_path), "").replace("no-such-host.invalid", "")
    assert not ENGLISH.search(shown), text


def test_a_disk_that_is_full_is_no_unexpected_error() -> None:
    code, facts = code_and_facts(OSError(errno.ENOSPC, "No space left on device"))
    assert (code, facts) == ("machine-fault", {"problem": "disk-full"})
    assert "ổ đĩa đã đầy" in sentence(code, facts)
    assert code_and_facts(OSError("strange")) == ("unexpected", {"type": "OSError"})


def test_labels_of_two_languages_are_told_in_one() -> None:
    facts = {"names": "Địa chỉ nhận / Address, Cổng / Port"}
    assert "ở: Địa chỉ nhận, Cổng. " in sentence("wrong-account", facts)
    assert "in: Address, Port. " in sentence("wrong-account", facts, "en")


def test_a_field_is_named_as_people_name_it() -> None:
    error = InvalidError("invalid-value", field="slug", problem="trống / empty")
    assert (told(error), told(error, "en")) == ("Mã ngắn: còn trống", "Short name: is empty")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("reason", ["name", "depth", "DTD"])
def test_why_a_part_of_a_document_is_not_safe_is_told_in_words(reason: str, language: str) -> None:
    said = sentence("document-hostile", {"part": "a.xml", "reason": reason}, language)
    assert f"({reason})" not in said
    assert "a.xml" in said
