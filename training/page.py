"""One Markdown file of a course: its text, its front matter, and what is wrong with it."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import yaml

from training.errors import Fact, Fault

_FENCE = "---"

#: Bidi controls: embeddings, overrides, isolates and marks (Unicode UAX 9).
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(frozen=True, kw_only=True)
class Value:
    """What stands after a key of the front matter: one text, or several."""

    texts: tuple[str, ...]
    is_list: bool
    line: int


@dataclass(kw_only=True)
class Page:
    """A file while it is read. Faults gather in `faults`, so that an author sees all of them at once.

    Attributes:
        path: In the course's folder.
        lines: The body's, without the front matter.
        first_line: The file's line at which the body begins.
        values: The front matter.
        is_readable: False when the front matter cannot be read; what it lacks is then not known.
        faults: What is wrong so far.
    """

    path: str
    lines: list[str] = field(default_factory=list)
    first_line: int = 1
    values: Mapping[str, Value] = field(default_factory=dict)
    is_readable: bool = True
    faults: list[Fault] = field(default_factory=list)

    @property
    def body(self) -> str:
        """The text without the front matter."""
        return "\n".join(self.lines).strip("\n") + "\n"

    def fault(self, code: str, line: int = 1, **facts: Fact) -> None:
        """Note what is wrong, and at which line of the file."""
        self.faults.append(Fault(path=self.path, line=line, code=code, facts=facts))

    def unreadable(self, code: str, line: int = 1, **facts: Fact) -> None:
        """Note why the front matter cannot be read."""
        self.is_readable = False
        self.fault(code, line, **facts)


def read_page(path: str, data: bytes) -> Page:
    """Read a file; whatever is wrong is noted and the rest is still read."""
    page = Page(path=path)
    text = _decode(page, data).replace("\r\n", "\n").replace("\r", "\n")
    _check_characters(page, text)
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        page.unreadable("no-front-matter")
        page.lines = lines
        return page
    end = next((index for index, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if end is None:
        page.unreadable("front-matter-open")
        return page
    page.lines, page.first_line = lines[end + 1 :], end + 2
    page.values = _front_matter(page, "\n".join(lines[1:end]))
    return page


def _decode(page: Page, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        page.fault("course-not-utf8", data.count(b"\n", 0, error.start) + 1)
        return data.decode("utf-8-sig", "replace")


def _check_characters(page: Page, text: str) -> None:
    lines = text.split("\n")
    apart = [number for number, line in enumerate(lines, start=1) if not unicodedata.is_normalized("NFC", line)]
    if apart:
        page.fault("course-not-nfc", apart[0], lines=len(apart))
    for number, line in enumerate(lines, start=1):
        for sign in sorted(set(line)):
            if code := _hidden(sign):
                page.fault(code, number, character=f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip())


def _hidden(sign: str) -> str | None:
    """Name the fault of a character that nobody sees. Joiners and marks that some script writes with are left alone."""
    if sign in "\t\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cf"}:
        return None
    return "text-direction" if sign in _TURNING else "hidden-character"


def _front_matter(page: Page, text: str) -> Mapping[str, Value]:
    """Read the fields as text: YAML's own types would turn version 1.10 into the number 1.1."""
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "too deep"
        page.unreadable("bad-front-matter", mark.line + 2 if mark else 2, problem=str(problem))
        return {}
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        page.unreadable("bad-front-matter", root.start_mark.line + 2, problem="expected lines of the form key: value")
        return {}
    values: dict[str, Value] = {}
    for key_node, node in root.value:
        line = key_node.start_mark.line + 2
        key = str(key_node.value)
        if key in values:
            page.fault("duplicate-field", line, key=key)
        values[key] = _value(node, line)
    return values


def _value(node: yaml.Node, line: int) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return Value(texts=(node.value.strip(),), is_list=False, line=line)
    children: Iterable[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else ()
    texts = tuple(child.value.strip() for child in children if isinstance(child, yaml.ScalarNode))
    return Value(texts=texts, is_list=True, line=line)
