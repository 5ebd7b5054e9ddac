"""The title that the text of a document begins with."""

from transcode.documents.article import one_line, unmarked
from transcode.documents.title import title_from_name


def title_of_body(body: str, *, given: str, name: str) -> tuple[str, str]:
    """The title of a document, and the body without it.

    The title is the heading that the body begins with, else the one that the document tells, else a short first
    paragraph, else made of the file's name.

    Args:
        body: Markdown.
        given: The title among the document's properties; "" when there is none.
        name: The file's name.
    """
    first, _, rest = body.partition("\n\n")
    heading = first.startswith("#")
    line = one_line(unmarked(first.lstrip("# ")))
    if heading and line:
        return line, rest
    if given:
        return given, rest if line.casefold() == given.casefold() else body
    short = line and not line.endswith("…") and not first.startswith(("|", "!", "-", ">", "1."))
    return (line, rest) if short and rest else (title_from_name(name), body)
