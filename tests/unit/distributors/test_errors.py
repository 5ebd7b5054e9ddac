"""Errors and their sentences."""

import ast
import string
from pathlib import Path

import pytest

import distributors
from distributors.errors import SENTENCES, ConfigurationError, DistributorError, PostError, PublishError


def literals() -> set[str]:
    """Give every short string of the package outside the table: a code that nobody raises is a sentence for nothing."""
    found = set()
    for path in Path(distributors.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text())
        found |= {
            node.value
            for node in ast.walk(tree)
            if path.name != "errors.py" and isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return found


def raised() -> set[str]:
    """Give the codes with which the package's errors are made."""
    found = set()
    for path in Path(distributors.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Error") and node.args:
                codes = [part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]
                if node.func.id in {"PublishError", "ConfigurationError", "PostError"}:
                    found |= {part.value for part in codes}
    return found


def test_every_sentence_is_used_and_every_error_has_one():
    assert set(SENTENCES) <= literals()
    assert {code for code in raised() if code} <= set(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_use_the_same_facts_and_end_as_sentences(code):
    vietnamese, english = SENTENCES[code]
    named = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (vietnamese, english)]
    assert named[0] == named[1]
    assert vietnamese.endswith(".")
    assert english.endswith(".")


def test_an_error_says_its_facts():
    error = PublishError("busy", retry_after_s=5.0, host="h.example", status=503)
    assert (error.code, error.facts, error.retry_after_s) == ("busy", {"host": "h.example", "status": 503}, 5.0)
    assert str(error) == "h.example is busy or has a passing fault (code 503). It will be tried again."


def test_a_failure_is_not_both_permanent_and_unknown():
    with pytest.raises(ValueError, match="either"):
        PublishError("busy", permanent=True, unknown=True, host="h", status=1)


@pytest.mark.parametrize("kind", [PublishError, ConfigurationError, PostError])
def test_there_is_one_root(kind):
    assert issubclass(kind, DistributorError)
