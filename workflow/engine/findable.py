"""By what a case is found without reading it: its family, people, lists, next date and meeting.

Moments are ISO text by London's clock, all of one length, so that the tables sort and compare them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from workflow.case.access import is_restricted
from workflow.case.dealing import dealing_with
from workflow.case.independence import holdings
from workflow.case.listing import overdue_from, standings
from workflow.case.meeting_time import meets_at
from workflow.case.model import Case
from workflow.clock import LONDON
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.case_name import called
from workflow.engine.search import found_by
from workflow.store.desk_reading import FOUND_BY
from workflow.store.stored import (
    CALLED,
    CLOSED_DUE,
    HELD_AS,
    IN_DIARY,
    IN_LIST,
    NEVER,
    NEXT_DUE,
    RESTRICTED,
    SET_FOR,
)

Dealt = Iterable[tuple[Workflow, Case]]
"""The cases that one deals with."""


def indexed_facts(
    release: Release, calendar: Calendar, case: Case, dealt: Dealt = ()
) -> dict[str, str]:
    """What is kept beside a case, by name: see the names in `store.stored`."""
    joins = frozenset().union(*(flow.joins for flow in release.process.workflows.values()))
    found = {name: str(case.facts[name]) for name in joins if case.facts.get(name)}
    workflow = release.workflow(case.workflow)
    found |= {HELD_AS + held.role.name: held.person for held in holdings(workflow, case)}
    found |= _seen_by(workflow, case, dealt)
    found[FOUND_BY] = found_by(workflow, case)
    found |= {CALLED: who} if (who := called(release, case)) else {}
    for name, since in standings(workflow, release.calendars(calendar), case).items():
        found[f"{IN_LIST}{workflow.name}.{name}"] = since.isoformat()
    found |= {SET_FOR + task: when for task, when in _planned(workflow, case)}
    if (meets := _meets(workflow, case)) is not None:
        found[IN_DIARY + workflow.name] = meets
    due = _next_due(case)
    if not case.closed:
        return found | {NEXT_DUE + workflow.name: due}
    return found if due == NEVER else found | {CLOSED_DUE + workflow.name: due}


def overshadowed(release: Release, before: Case, after: Case) -> Iterator[str]:
    """The cases that deal with this one, where others work it now, or few may see it."""
    workflow = release.workflow(after.workflow)
    if _shade(workflow, before) != _shade(workflow, after):
        yield from dealing_with(release, after)


def _shade(workflow: Workflow, case: Case) -> dict[str, str]:
    """What of a case decides who sees those that deal with it, and whose the tasks there are."""
    found = {f"{held.role.name} of {case.ref}": held.person for held in holdings(workflow, case)}
    return found | ({RESTRICTED: "yes"} if is_restricted(workflow, case) else {})


def _seen_by(workflow: Workflow, case: Case, dealt: Dealt) -> dict[str, str]:
    found = {RESTRICTED: "yes"} if is_restricted(workflow, case) else {}
    for name, value in (pair for each in dealt for pair in _shade(*each).items()):
        found[name if name == RESTRICTED else HELD_AS + name] = value
    return found


def by_londons_clock(now: datetime) -> str:
    """An instant as what is kept is compared with."""
    return now.astimezone(LONDON).replace(tzinfo=None, microsecond=0).isoformat()


def _planned(workflow: Workflow, case: Case) -> Iterator[tuple[str, str]]:
    """The open tasks of which it is known for when they are planned, and when that is."""
    for name in dict.fromkeys(task.name for task in case.tasks):
        known = map(case.facts.get, workflow.task[name].set_for)
        for when in [each for each in known if isinstance(each, date)][-1:]:
            yield name, when.isoformat()


def _next_due(case: Case) -> str:
    """From when on the soonest of its tasks is late."""
    dates = [overdue_from(task.due.at) for task in case.tasks if task.due.at is not None]
    return min(dates).isoformat() if dates else NEVER


def _meets(workflow: Workflow, case: Case) -> str | None:
    """When the case stands in the diary; None while it does not."""
    diary = workflow.diary
    if diary is None or (diary.place and workflow.active(case.state).isdisjoint(diary.place)):
        return None
    meets = meets_at(diary, case)
    return overdue_from(meets).isoformat() if meets is not None else None
