"""What was brought before a person because it was late or about to be, as long as it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.case.task_deed import ACKNOWLEDGE
from workflow.engine.board import Desk, Line, task_line
from workflow.store.figures import FoundTask
from workflow.store.told import Told

MOST = 200
"""Messages that are looked through, the last first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """An open task that somebody was told of. `task` is its id; `seen_by` who acknowledged it."""

    line: Line
    task: str
    told_at: datetime
    notice: str
    seen_by: str = ""
    seen_at: datetime | None = None


def escalations(desk: Desk, person: str) -> list[Escalation]:
    """Those that nobody has acknowledged first, the last told first."""
    told = desk.reading.told_of(person, MOST)
    ids = list(dict.fromkeys(each.case_id for each in told))
    tasks = {(task.case_id, task.id): task for task in desk.reading.tasks_of(ids)}
    seen = {
        (case_id, facts["task"], facts.get("due")): (actor, at)
        for case_id, actor, at, facts in desk.reading.deeds_of(ids, ACKNOWLEDGE)
    }
    found: dict[tuple[str, str], Escalation] = {}
    for each in told:
        task = tasks.get((each.case_id, each.task))
        if task is not None and (each.case_id, each.task) not in found:
            by = seen.get((each.case_id, each.task, task.due))
            found[each.case_id, each.task] = _escalation(desk, each, task, by)
    return sorted(found.values(), key=lambda each: bool(each.seen_by))


def _escalation(
    desk: Desk, told: Told, task: FoundTask, seen: tuple[str, datetime] | None
) -> Escalation:
    workflow = desk.workflow(task.release, task.workflow)
    notice = workflow.notices.get(told.notice)
    return Escalation(
        line=task_line(desk, task, {}),
        task=told.task,
        told_at=told.at,
        notice=notice.title if notice else told.notice,
        seen_by=desk.seen.name_of(seen[0]) if seen else "",
        seen_at=seen[1] if seen else None,
    )
