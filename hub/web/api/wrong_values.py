"""What is answered to values that cannot be right, in the language of the reader."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify
from pydantic import ValidationError

from hub.errors import sentence
from hub.sentences import values
from hub.web.current import page_language


def refused(error: ValidationError) -> Response:
    """Every value that is wrong, in one sentence."""
    whole = values.WHOLE[1 if page_language() == "en" else 0]
    wrong = [f"{_place(one['loc']) or whole}: {words(one)}" for one in error.errors()]
    text = sentence("values-wrong", {"values": "; ".join(wrong)}, page_language())
    response = jsonify({"error": {"code": "values-wrong", "message": text}})
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def _place(steps: Sequence[str | int]) -> str:
    """The field at fault; empty where the request as a whole is."""
    return ".".join(map(str, steps))


def words(wrong: Mapping[str, Any]) -> str:
    """What is wrong with one value; pydantic's own words where the hub has none."""
    english = 1 if page_language() == "en" else 0
    found = values.WORDS.get(wrong["type"])
    if found is None:
        return values.OTHER[english].format(words=wrong["msg"])
    allowed = {name: str(value).replace(" or ", ", ") for name, value in wrong.get("ctx", {}).items()}
    return found[english].format(**allowed)
