"""What an event or a correction changed in a case, for people to read: a frozen view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.case.model import Case, Task
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Workflow
from workflow.definition.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChanged:
    """A task that opened, moved or ended. `was` and `now` tell its due date in words.

    `change` is "opened", "moved", "done" or "no longer open".
    """

    task: str
    title: str
    change: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A case before and after: where it is, by titles, and which tasks changed."""

    case: str
    opened: bool
    was_in: str
    is_in: str
    tasks: tuple[TaskChanged, ...]


def changes(workflow: Workflow, before: Case | None, after: Case) -> Changes:
    """What is different. Without a case before, it was opened."""
    return Changes(
        case=after.ref,
        opened=before is None,
        was_in=place(workflow, before.state) if before else "",
        is_in=place(workflow, after.state),
        tasks=tuple(_tasks(workflow, before, after)),
    )


def place(workflow: Workflow, leaves: tuple[str, ...]) -> str:
    """Where a case is, in a line."""
    return workflow.place_title(leaves)


def titles_of(steps: Iterable[Step]) -> str:
    """The titles of steps of one name, each once: they may differ from region to region."""
    return " / ".join(dict.fromkeys(step.title for step in steps))


def due_name(task: Task) -> str:
    """When a task is due, in words."""
    if task.due.at is not None:
        return moment_name(task.due.at)
    return "waiting for the calendar" if task.due.waiting else "no date yet"


def _tasks(workflow: Workflow, before: Case | None, after: Case) -> Iterator[TaskChanged]:
    was = {task.id: task for task in before.tasks} if before else {}
    now = {task.id: task for task in after.tasks}
    for id_ in dict.fromkeys([*was, *now]):
        old, new = was.get(id_), now.get(id_)
        if old != new and (change := _change(after, before, old, new)):
            task = new or old
            assert task is not None  # it is in one of the two
            yield TaskChanged(
                task=id_,
                title=task_title(workflow, task.name, task.item),
                change=change,
                was=due_name(old) if old else "",
                now=due_name(new) if new else "",
            )


def _change(after: Case, before: Case | None, old: Task | None, new: Task | None) -> str:
    if old is None:
        return "opened"
    if new is not None:
        return "moved" if old.due != new.due else ""
    done_before = before.done.get(old.key, 0) if before else 0
    return "done" if after.done.get(old.key, 0) > done_before else "no longer open"


def task_title(workflow: Workflow, name: str, item: str | None) -> str:
    """The title of a task, and whom it is for where that is somebody in particular."""
    title = workflow.task[name].title if name in workflow.task else name
    return f"{title} ({participant_title(workflow, item) or item})" if item else title


def participant_title(workflow: Workflow, who: str) -> str:
    """As what a participant takes part, `school/2` as "School 2"; empty for what names none."""
    kind, _, number = who.partition("/")
    found = workflow.participants.get(kind)
    return f"{found.title} {number}".rstrip() if found is not None else ""
