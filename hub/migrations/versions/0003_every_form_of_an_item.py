"""Every form of an item: priority, pause, progress of each form, chunks of long videos"""

import sqlalchemy as sa
from alembic import op

from hub.models import base as types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chunk",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("asset_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason_facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_chunk_asset_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_chunk_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chunk")),
        sa.UniqueConstraint("item_id", "asset_id", "number", name=op.f("uq_chunk_item_id")),
    )
    op.create_index(op.f("ix_chunk_item_id"), "chunk", ["item_id"])

    # Not in a batch: SQLite would make the tables anew, and drop the old ones with all that points at them.
    op.add_column("work", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("work", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("work", sa.Column("reserved_bytes", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("rendition", sa.Column("progress", sa.Float(), nullable=False, server_default="0"))
    op.add_column("rendition", sa.Column("started_at", types.UTCDateTime(timezone=True), nullable=True))
    op.add_column("rendition", sa.Column("made_of", sa.String(), nullable=False, server_default=""))
