"""Sessions in a signed cookie, which readers of the public tree never get."""

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

#: Blueprints whose answers are the same for everyone.
WITHOUT = frozenset({"public", "search", "health"})


class HubSessions(SecureCookieSessionInterface):
    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.blueprint not in WITHOUT:
            super().save_session(app, session, response)
