"""What the lists of tasks and the board walk along: open tasks by role, by name, and by date."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    op.create_index("ix_task_role", "task", ["authority", "role", "due", "ref", "task", "item"])
    by_name = ["authority", "workflow", "task", "due", "case_id", "opened_on"]
    op.create_index("ix_task_name", "task", by_name)
