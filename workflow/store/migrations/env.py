"""What Alembic runs: it works on the connection, and in the transaction, that it is handed.

It never commits: whoever handed it the connection does.
"""

from __future__ import annotations

from alembic import context

from workflow.store import (  # noqa: F401  # their tables belong to it too
    access_tables,
    clock_tables,
    document_tables,
    draft_tables,
)
from workflow.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter most of a table in place. Never let this happen to `history`.
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
