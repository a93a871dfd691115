"""What is due in a case as a JSON document: the same for the command line and the API."""

from __future__ import annotations

from typing import Any

from workflow.case.record import plain
from workflow.engine.due_list import Asked, CaseDue, DueTask


def due_document(case: CaseDue, what: Asked) -> dict[str, Any]:
    """The document of a case; a task explains its date where that was asked for."""
    return {
        "case": case.case,
        "as_of": case.as_of.isoformat(),
        "state": list(case.state),
        "tasks": [_task(task, what) for task in case.tasks],
    }


def _task(task: DueTask, what: Asked) -> dict[str, Any]:
    waiting = {"waiting_for_calendar": True} if task.waiting else {}
    explanation = {"explanation": list(task.explanation)} if what.explain else {}
    return {
        "task": task.task,
        "due": plain(task.due),
        "late": task.late,
        "role": task.role,
        "occurrence": task.occurrence,
        "for": task.item,
        **waiting,
        **explanation,
    }
