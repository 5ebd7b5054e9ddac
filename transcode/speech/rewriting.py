"""Rules that replace what is written by what is said, one after the other."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s:]*$")
#: Far enough for the longest word with what stands behind it.
_REACH = 24


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        pattern: What it is about.
        say: Gives the words for one match; the match's own text where it does not apply.
    """

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]


def rule(pattern: str, say: Callable[[re.Match[str]], str], *, any_case: bool = False) -> Rule:
    """Make a rule of a pattern's text."""
    return Rule(re.compile(pattern, re.IGNORECASE if any_case else 0), say)


def rewrite(text: str, rules: Iterable[Rule]) -> str:
    """Apply the rules in their order, each to all of the text."""
    for one in rules:
        text = one.pattern.sub(one.say, text)
    return text


def either(names: Iterable[str]) -> str:
    """Give a pattern for any of these texts, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def word_before(found: re.Match[str]) -> str:
    """Give the word right before a match, in lower case; "" when something else stands there."""
    start = found.start()
    before = _WORD_BEFORE.search(found.string[max(0, start - _REACH) : start])
    return before[1].lower() if before else ""
