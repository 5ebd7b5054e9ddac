"""Which databases a process keeps, and which connections its forked children have."""

import gc
import subprocess
import sys
import weakref
from pathlib import Path

from hub.extensions.database import Database

FORKED = """
import os, sys
from hub.extensions.database import Database

database = Database(sys.argv[1])
database.check()
held = database.engine.pool.checkedin()
child = os.fork()
if child == 0:
    os._exit(0 if database.engine.pool.checkedin() == 0 else 1)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(held, status, database.engine.pool.checkedin())
"""


def test_a_forked_child_shares_no_connection_and_its_parent_keeps_them(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FORKED, f"sqlite:///{tmp_path / 'a.sqlite3'}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["1", "0", "1"]


def test_a_database_that_nobody_uses_any_more_is_forgotten(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    database.check()
    database.close()
    left = weakref.ref(database)
    del database
    gc.collect()
    assert left() is None
