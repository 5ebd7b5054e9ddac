"""Alembic's entry: runs migrations on the connection that `hub.services.migrating` opens."""

from alembic import context

from hub.models import Base

with_connection = context.config.attributes["connection"]
context.configure(
    connection=with_connection,
    target_metadata=Base.metadata,
    # SQLite cannot alter most things in place.
    render_as_batch=with_connection.dialect.name == "sqlite",
    user_module_prefix="types.",
)
with context.begin_transaction():
    context.run_migrations()
