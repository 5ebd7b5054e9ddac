"""Accounts and sessions, by Flask-Security; forms are guarded against forgery, by Flask-WTF."""

import hashlib
import unicodedata
from typing import Any, cast

from flask import Flask
from flask_security import Security, SQLAlchemySessionUserDatastore, hash_password, verify_password
from flask_wtf import CSRFProtect
from sqlalchemy.orm import scoped_session, sessionmaker

from hub.models import Role, Staff

#: Characters of a password, at least; NIST SP 800-63B asks for length, not for kinds of characters.
PASSWORD_CHARS = 10


class StaffStore(SQLAlchemySessionUserDatastore):
    """Finds people; whoever is found stands for himself, so that no transaction stays open while a page streams."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Staff | None:  # noqa: FBT001, FBT002  its own
        staff = cast("Staff | None", super().find_user(case_insensitive=case_insensitive, **kwargs))
        self.db.session.expunge_all()
        self.db.session.close()
        return staff


def prepare(app: Flask) -> None:
    engine = app.extensions["hub"].database.engine
    session = scoped_session(sessionmaker(engine, expire_on_commit=False, autoflush=False))
    app.config.update(_config(app))
    # Pages of its own are not used: the views stand in `auth`.
    Security(app, StaffStore(session, Staff, Role), register_blueprint=False)
    app.extensions["csrf"] = CSRFProtect(app)
    app.teardown_appcontext(lambda _error: session.remove())


def _config(app: Flask) -> dict[str, object]:
    salt = hashlib.blake2b(app.config["SECRET_KEY"].encode(), digest_size=16, person=b"hub passwords").hexdigest()
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": salt,
        # argon2 salts by itself; a new secret key must not lock everyone out.
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_CHECK_BREACHED": None,
        "SECURITY_USE_REGISTER_V2": True,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "REMEMBER_COOKIE_SECURE": app.config["SESSION_COOKIE_SECURE"],
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        # Bound to the session, not to an hour: an upload over a slow line takes longer.
        "WTF_CSRF_TIME_LIMIT": None,
    }


def find(app: Flask, email: str, password: str) -> Staff | None:
    """The person whose address and password these are; takes as long when there is none."""
    store: StaffStore = app.extensions["security"].datastore
    staff = store.find_user(email=email.strip().lower())
    if staff is None or not staff.password:
        hash_password(normal(password))
        return None
    good = verify_password(normal(password), staff.password)
    return staff if good and staff.active else None


def hashed(password: str) -> str:
    return str(hash_password(normal(password)))


def normal(password: str) -> str:
    """The same letters typed on any keyboard (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)
