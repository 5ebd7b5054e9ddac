"""What a page says: Vietnamese in the source, English from the catalogue."""

from flask_babel import gettext


def _(text: str, **facts: object) -> str:
    """The text in the language of the page."""
    return str(gettext(text, **facts))
