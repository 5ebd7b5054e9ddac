"""Web and e-mail addresses, said shortly: the host's name, never the path."""

import re

from transcode.speech.lexicon import lexicon
from transcode.speech.rewriting import either, rule

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_REST = r"(?::\d+)?(?:[/?#](?:[^\s\"'<>()\[\]“”‘’]*[^\s\"'<>()\[\]“”‘’.,;:!?…])?)?"
_WEB = re.compile(rf"(?:https?|ftp)://(?:[^\s/@]*@)?({_LABEL}(?:\.{_LABEL})*){_REST}", re.IGNORECASE)
_ENDS = (*lexicon().domains, "io", "me", "biz", "asia", "app", "dev", "eu", "uk", "fr", "jp", "cn", "la", "kr")


def _host(name: str) -> str:
    *labels, last = name.removeprefix("www.").replace("-", " ").split(".")
    known = lexicon().domains
    return " chấm ".join([*(known.get(one, one) if place else one for place, one in enumerate(labels)), _end(last)])


def _end(last: str) -> str:
    known = lexicon().domains.get(last.lower())
    # Two letters are a country's.
    return known or (lexicon().spelled(last) if len(last) == 2 else last)  # noqa: PLR2004


def _local(name: str) -> str:
    return re.sub(r"[-_+]", " ", name.replace(".", " chấm "))


def hosts(text: str) -> str:
    """Give text with its web addresses cut down to their hosts, for languages that have no rules of their own."""
    return _WEB.sub(lambda found: found[1].removeprefix("www."), text)


ADDRESSES = (
    rule(
        rf"(?<![\w.@])([\w.+-]*\w)@({_LABEL}(?:\.{_LABEL})+)",
        lambda found: f"{_local(found[1])} a còng {_host(found[2])}",
    ),
    rule(
        rf"(?:https?|ftp)://(?:[^\s/@]*@)?({_LABEL}(?:\.{_LABEL})*){_REST}",
        lambda found: _host(found[1].lower()),
        any_case=True,
    ),
    rule(
        rf"(?<![\w.@])((?:{_LABEL}\.)+(?:{either(_ENDS)}))(?![\w-]){_REST}",
        lambda found: _host(found[1]),
        any_case=True,
    ),
)
