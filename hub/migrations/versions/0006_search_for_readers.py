"""Search for readers: entries of public items, and the index of the engine"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from hub.models import base as types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_search_entry_item_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("item_id", name=op.f("uq_search_entry_item_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Tokens are ready-made: that tokenizer parts them at spaces and changes nothing else.
        op.execute(
            "CREATE VIRTUAL TABLE search_index "
            "USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
    else:
        op.execute("CREATE TABLE search_index (number bigint PRIMARY KEY, tokens tsvector NOT NULL)")
        # Without a list of what is pending: searching would read through it.
        op.execute("CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens) WITH (fastupdate = off)")

    # What is public already is taken in with the next pages that are made (services.publisher).
    dirty = sa.table(
        "dirty_path",
        sa.column("path", sa.String()),
        sa.column("mark", sa.String()),
        sa.column("marked_at", types.UTCDateTime(timezone=True)),
    )
    found = op.get_bind().scalar(sa.text("SELECT 1 FROM listing LIMIT 1"))
    if found:
        op.execute(dirty.insert().values(path="search/", mark="0006", marked_at=datetime.now(UTC)))
