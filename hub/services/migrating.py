"""The database's form: brought up to date, and checked, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from hub.errors import StartError
from hub.extensions.database import Database

FOLDER = Path(__file__).parent.parent / "migrations"


def migrate(database: Database) -> None:
    """Bring the database to the newest form; one that has it is left alone."""
    with database.engine.execution_options(hub_writes=True).begin() as connection:
        command.upgrade(_config(connection), "head")


def check(database: Database) -> None:
    """Raises StartError when the database has not the newest form."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != ScriptDirectory(str(FOLDER)).get_current_head():
        raise StartError("database-not-migrated")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
