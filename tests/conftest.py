"""A hub of its own for each test: settings, parts on a fresh database, the application, a client."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.services.migrating import migrate
from hub.web import create_app

# How long an example takes is the machine's affair, and measured elsewhere (make bench). Here, not in a folder below:
# a module that another folder imports gets the profile of the moment.
hypothesis_settings.register_profile("hub", deadline=None)
hypothesis_settings.load_profile("hub")


class _Client(FlaskClient):
    """Reads every answer to its end, as a server does, so that its file is closed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.read(
        {name: value for name, value in os.environ.items() if not name.startswith("HUB_")},
        data=tmp_path,
        # Reading aloud takes seconds an article; what it makes is tested where it is the question.
        voice="none",
    )


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest form, to be copied: migrating takes ten times as long."""
    opened = open_parts(Settings.read({}, data=tmp_path_factory.mktemp("migrated")))
    migrate(opened.database)
    opened.database.close()
    return opened.settings.folder / "hub.sqlite3"


@pytest.fixture
def parts(settings: Settings, migrated: Path) -> Iterator[Parts]:
    """Open and migrated; no Redis is there, which nothing but speed depends on."""
    if not settings.database_url:
        settings.folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(migrated, settings.folder / migrated.name)
    opened = open_parts(settings)
    yield opened
    opened.database.close()
    opened.redis.close()


@pytest.fixture
def app(parts: Parts) -> Flask:
    made = create_app(parts=parts)
    made.testing = True
    made.test_client_class = _Client
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
