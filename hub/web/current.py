"""What a view has at hand: the hub's parts, the person, the language of the page."""

from typing import cast

from flask import current_app, session
from flask_security import current_user

from hub.extensions.parts import Parts
from hub.models import Staff


def parts() -> Parts:
    return cast("Parts", current_app.extensions["hub"])


def person() -> Staff:
    """Whoever is signed in; only for views that `needs` a role."""
    return cast("Staff", current_user._get_current_object())  # noqa: SLF001  werkzeug's own way to the object


def by() -> str:
    """How the audit names whoever is signed in."""
    return person().email


def page_language() -> str:
    """`vi`, unless the person chose `en`."""
    return str(session.get("language", parts().settings.language))
