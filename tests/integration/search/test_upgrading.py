"""A hub that has published before it could be searched."""

from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.models import DirtyPath
from hub.services import migrating, publisher, tree
from tests.bench.archive import fill
from tests.integration.search.archive import found


def upgraded(folder: Path, *before: str) -> bool:
    """Whether the index is to be filled after a database was upgraded in which this was said before."""
    parts = open_parts(Settings.read({}, data=folder))
    older = ScriptDirectory(str(migrating.FOLDER)).get_revision("0006").down_revision
    with parts.database.engine.execution_options(hub_writes=True).begin() as connection:
        command.upgrade(migrating._config(connection), older)
        for statement in before:
            connection.execute(text(statement))
    migrating.migrate(parts.database)
    with parts.database.reading() as session:
        is_dirty = session.get(DirtyPath, "search/") is not None
    parts.database.close()
    parts.redis.close()
    return is_dirty


def test_an_upgrade_has_the_index_filled_where_something_was_published(tmp_path: Path) -> None:
    assert upgraded(tmp_path / "old", "INSERT INTO listing (name, last) VALUES ('all', 1)")
    assert not upgraded(tmp_path / "new")


def test_an_archive_that_no_verb_has_published_is_found_once_the_index_is_filled(parts: Parts) -> None:
    fill(parts, 5)
    assert found(parts, "vung cao").count == 0
    with parts.database.writing() as session:
        # Its files are nowhere, so no other path can be made.
        tree.mark(session, ["search/"])
    while publisher.render_batch(parts)[0]:
        pass
    assert found(parts, "vung cao").count == 5
    assert found(parts, "chợ phiên").count == 5
