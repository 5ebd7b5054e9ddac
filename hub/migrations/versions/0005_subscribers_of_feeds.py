"""Subscribers of feeds (WebSub)"""

import sqlalchemy as sa
from alembic import op

from hub.models import base as types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("callback", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("lease_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("asked_mode", sa.String(), nullable=False),
        sa.Column("asked_secret", sa.Text(), nullable=False),
        sa.Column("asked_lease_s", sa.Integer(), nullable=False),
        sa.Column("asked_mark", sa.String(), nullable=False),
        sa.Column("tried_mark", sa.String(), nullable=False),
        sa.Column("announced_sha256", sa.String(), nullable=False),
        sa.Column("served_sha256", sa.String(), nullable=False),
        sa.Column("sent_sha256", sa.String(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("delivered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason_facts", sa.JSON(), nullable=False),
        sa.Column("failed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("topic", "callback", name=op.f("uq_subscription_topic")),
    )
    op.create_index("ix_subscription_state", "subscription", ["state", "host"])
