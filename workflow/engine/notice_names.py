"""The names that notices to staff may read. What they stand for: `notice_context.py`."""

from __future__ import annotations

DIGEST = "digest"
"""The notice that gathers what rungs with `digest: true` have to say."""

OF_TASK = frozenset(
    "case_reference task_title state_title role_title due_day due_time due_because days_left"
    " days_late link planned_for note".split()
)
"""What a rung of a task may name. Nothing of it is about a person of the family."""

OF_DIGEST = frozenset({"tasks", "link"})
"""What a digest may name."""
