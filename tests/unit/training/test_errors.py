import re
import string
import unicodedata

import pytest

from training.errors import SENTENCES, EvidenceError, Fault, TrainingError, sentence


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_code_says_the_same_in_both_languages(code: str) -> None:
    vietnamese, english = SENTENCES[code]

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert places(vietnamese) == places(english)
    facts = dict.fromkeys(places(english), "x{y}")
    for language in ("vi", "en"):
        text = sentence(code, facts, language=language)
        assert text.endswith((".", "}"))
        assert unicodedata.is_normalized("NFC", text)


def test_an_error_carries_its_code_its_facts_and_an_english_sentence() -> None:
    error = EvidenceError("unknown-verb", verb="bought")

    assert isinstance(error, TrainingError)
    assert (error.code, error.facts, error.permanent) == ("unknown-verb", {"verb": "bought"}, True)
    assert str(error) == "There is no kind of event “bought”."


def test_a_fault_reads_as_a_compiler_would_say_it() -> None:
    fault = Fault(path="01-a/01-b.md", line=7, code="missing-field", facts={"key": "title"})

    assert str(fault) == "01-a/01-b.md:7: The field “title” is missing. Add it at the top of the file."
