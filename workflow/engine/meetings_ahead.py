"""Week by week: how many meetings there are, for how many somebody is still to be named, and how
many colleagues are there whom that could be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from workflow.definition.model import Workflow
from workflow.engine.board import Desk
from workflow.engine.board_figures import by_week, week_end, weeks
from workflow.store.stored import HELD_AS, IN_DIARY, Person

WORKDAYS = 5
"""Days of a week on which somebody may be there, from Monday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsAhead:
    """Of a kind of case, how many `weeks` by week; `meets`: what is counted are meetings, which the
    diary shows.
    """

    workflow: str
    kind: str
    title: str
    weeks: Sequence[int]
    meets: bool = True


def meetings_ahead(desk: Desk) -> list[MeetingsAhead]:
    """What is in the diary of the weeks ahead, and who it takes."""
    flows = [desk.seen.process.workflows[name] for name in desk.seen.kinds]
    return [row for flow in flows if flow.diary is not None for row in _of(desk, flow)]


def _of(desk: Desk, flow: Workflow) -> Iterator[MeetingsAhead]:
    starts = weeks(desk.what.as_of)
    end = week_end(starts[-1]).isoformat()
    name, view = IN_DIARY + flow.name, desk.seen.view
    booked = desk.reading.standing_by_day(view, [name], desk.now, end)
    counts = by_week(starts, ((day, count) for _, day, count in booked))
    unmet = _unmet(desk, flow, end)
    due = by_week(starts, unmet)
    if not any(counts) and not any(due):
        return
    row = partial(MeetingsAhead, workflow=flow.name, kind=flow.title)
    yield row(title="In the diary", weeks=counts)
    yield row(title="Due by then and not in the diary yet, case by case", weeks=due, meets=False)
    assert flow.diary is not None
    for fact in (flow.facts[name] for name in flow.diary.people):
        if role := fact.as_role:
            days = desk.reading.unheld_by_day(view, name, HELD_AS + role, desk.now, end)
            title, there = flow.roles[role].title, partial(_there, desk.seen.people, role)
            yield row(title=f"{title}: not named yet", weeks=by_week(starts, days))
            needed = by_week(starts, [*days, *unmet])
            yield row(title=f"{title}: needed, with what is due", weeks=needed, meets=False)
            yield row(
                title=f"{title}: colleagues at work", weeks=[*map(there, starts)], meets=False
            )


def _unmet(desk: Desk, flow: Workflow, end: str) -> list[tuple[str, int]]:
    """On which day tasks are due that such a meeting does, in cases for which none is booked.

    Those are planned for a day (`set_for`) and done by what the meeting tells the case.
    """
    found: list[tuple[str, int]] = []
    for link in flow.links.values():
        told = {
            event
            for step in flow.steps
            for tell in step.tell
            if tell.link == link.name
            for event in tell.events
        }
        done = [
            (link.to, task.name)
            for task in desk.seen.process.workflows[link.to].tasks
            if task.set_for and task.events & told
        ]
        if done:
            name, view = IN_DIARY + flow.name, desk.seen.view
            found += desk.reading.unmet_by_day(view, done, link.name, name, desk.now, end)
    return found


def _there(people: Sequence[Person], role: str, start: date) -> int:
    """How many who have the role are there on some working day of the week that begins then."""
    monday = start - timedelta(days=start.weekday())
    days = [day for n in range(WORKDAYS) if (day := monday + timedelta(days=n)) >= start]
    return sum(role in p.roles and not all(map(p.is_away, days)) for p in people)
