"""Values that a program hands over: each that is wrong is told in the reader's language."""

import re

import pytest
from flask import Flask, session

from hub.web.api import wrong_values

from .conftest import SignIn, token_of

#: Words of the checker that no reader of Vietnamese should meet.
ENGLISH = re.compile(r"\b(input|should|valid|field|required|extra|permitted|characters|unable)\b", re.IGNORECASE)

WRONG = {"address": "https://b.example/" + "a" * 2000, "form": "8k", "subtitles": "vi", "publish": "mai", "la": 1}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "vi",
            [
                "address: được dài nhất 2000 ký tự",
                "programme: còn thiếu",
                "publish: phải là true hoặc false",
                "form: phải là một trong: 'best', '720p', '480p', 'audio'",
                "subtitles: phải là danh sách",
                "la: không có ô nào tên như vậy",
            ],
        ),
        (
            "en",
            [
                "address: may have at most 2000 characters",
                "programme: is missing",
                "publish: must be true or false",
                "form: must be one of: 'best', '720p', '480p', 'audio'",
                "subtitles: must be a list",
                "la: there is no such field",
            ],
        ),
    ],
)
def test_every_wrong_value_is_told_in_the_language_of_the_reader(
    sign_in: SignIn, programme: str, language: str, said: list[str]
) -> None:
    client = sign_in()
    client.get(f"/language/{language}")
    headers = {"X-CSRFToken": token_of(client, "/editor/")}
    answer = client.post("/api/v1/arrivals", json=WRONG, headers=headers)
    assert answer.status_code == 422
    message = answer.json["error"]["message"]
    assert all(one in message for one in said), message
    assert language == "en" or not ENGLISH.search(message), message


def test_a_page_of_a_list_that_is_none_is_told(sign_in: SignIn) -> None:
    message = sign_in().get("/api/v1/arrivals?page=0").json["error"]["message"]
    assert "page: phải từ 1 trở lên" in message


def test_the_checkers_own_words_stand_in_brackets_for_the_rest(app: Flask) -> None:
    with app.test_request_context("/api/v1/items"):
        session["language"] = "vi"
        assert wrong_values.words({"type": "uuid_parsing", "msg": "Input is no UUID"}) == "chưa đúng (Input is no UUID)"
