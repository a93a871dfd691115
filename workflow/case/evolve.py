"""evolve: the case after a row of its history. Pure, and the only place where a case changes.

It goes where the row says the case went and asks no guard of a way again, so that a history
gives the same case under a definition that has been tightened since. Only which of several ways
to one place it was, and so what it sets, is told by their guards.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflow.case.effects import effects_of
from workflow.case.engine_events import TIMER, fold_links, tell_link
from workflow.case.gathering import gather_all
from workflow.case.model import Case, Effects, Event, Kind, Step, Told
from workflow.case.moves import follow, on_entering, ways_taken
from workflow.case.plan import EVER, place_key, plan_of
from workflow.case.reading import Reading
from workflow.case.tasks import Tasks
from workflow.case.telling import Kept, is_later, own_facts, tell_all, told_by
from workflow.clock import london_day
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import ENGINE_EVENTS, OPEN_CASE, UNOPENED, Workflow
from workflow.definition.release import Release
from workflow.definition.step import Step as StepRule


def unopened(ref: str, workflow: str, release: Release, calendar: Calendar, at: datetime) -> Case:
    """A case before its first row: in no state, with nothing told."""
    return Case(
        ref=ref,
        workflow=workflow,
        policy=release.policy,
        release=release.number,
        calendar=calendar.edition,
        state=(UNOPENED,),
        opened_on=london_day(at),
        opened_at=at,
    )


def evolve(release: Release, calendar: Calendar, case: Case, event: Event) -> Step:
    """The case after the row, and the effects of it. A deed changes nothing."""
    if event.kind is not Kind.EVENT:
        return Step(case, Effects())
    workflow = release.workflow(case.workflow)
    steps = steps_of(release, case, event)
    own = own_facts(case, event, steps)
    entered, after = _moved(workflow, case, event, own, steps)
    after = _told(workflow, after, event, own, steps, entered)
    places = _places_entered(workflow, case, after, event)
    after = _counted(workflow, after, event, places)
    tasks = Tasks(workflow, release.calendars(calendar), after, event, own, places)
    after = tasks.worked_out()
    return Step(after, effects_of(workflow, case, after, event, steps, own, tuple(tasks.effects)))


def retold(release: Release, case: Case, event: Event) -> Case:
    """The case after the row as far as it says where the case is and what is known of it.

    Without its tasks, which take most of the time: for who tells a history and changes none.
    """
    if event.kind is not Kind.EVENT:
        return case
    workflow = release.workflow(case.workflow)
    steps = steps_of(release, case, event)
    own = own_facts(case, event, steps)
    entered, after = _moved(workflow, case, event, own, steps)
    return _told(workflow, after, event, own, steps, entered)


def steps_of(release: Release, case: Case, event: Event) -> tuple[StepRule, ...]:
    """The steps that the row took, as the release has them; none for the engine's own events."""
    if event.name in ENGINE_EVENTS:
        return ()
    if event.name == OPEN_CASE:
        return (release.workflow(case.workflow).opening,)
    return release.chart(case.workflow).open_steps(case.state, event.name)


def _moved(
    workflow: Workflow,
    case: Case,
    event: Event,
    own: Mapping[str, Any],
    steps: tuple[StepRule, ...],
) -> tuple[frozenset[str], Case]:
    """The states entered from outside, and the case in its new state."""
    reading = Reading(workflow, case, own)
    state = case.state
    if event.moves:
        ways = ways_taken(event, steps, reading)
        entering = workflow.states[event.moves[0].entered]
        starting = on_entering(reading, event, steps, ways, entering)
        state = follow(workflow, state, event.moves, starting)
    entered = workflow.active(state) - workflow.active(case.state)
    closed_on = event.occurred_on if workflow.is_final(state) else None
    opening = {"opened_on": event.occurred_on, "opened_at": event.recorded_at}
    return entered, case.with_(
        state=state,
        revision=case.revision + 1,
        closed_on=case.closed_on or closed_on,
        **(opening if event.name == OPEN_CASE else {}),
    )


def _told(
    workflow: Workflow,
    case: Case,
    event: Event,
    own: Mapping[str, Any],
    steps: tuple[StepRule, ...],
    entered: frozenset[str],
) -> Case:
    """The case with the facts of the event, after forgetting those of an earlier stay.

    What the steps freeze is worked out before anything is forgotten: an event that begins a new
    stay may carry a value over.
    """
    kept = Kept.of(workflow, case)
    kept.forget(entered)
    ways = ways_taken(event, steps, Reading(workflow, case, own))
    tell_all(kept, workflow, case, event, own, steps, ways)
    gather_all(kept, event, own)
    tell_link(kept, case, event, workflow)
    case = fold_links(case, event, workflow, steps)
    fired = case.fired | {event.facts[TIMER]} if TIMER in event.facts else case.fired
    people = _still_assigned(workflow, case, kept) if case.people else case.people
    return case.with_(facts=kept.facts, told=kept.told, fired=fired, people=people)


def _still_assigned(workflow: Workflow, case: Case, kept: Kept) -> dict[str, str]:
    """Who was assigned to which role: of the later of an assignment and a fact, the fact stands."""
    named = {
        fact.as_role
        for fact in workflow.facts.values()
        if fact.as_role and kept.told.get(fact.name) != case.told.get(fact.name)
    }
    return {role: person for role, person in case.people.items() if role not in named}


def _places_entered(workflow: Workflow, before: Case, after: Case, event: Event) -> frozenset[str]:
    """The places that the event entered from outside; those opened by an event, if this is it."""
    left, now = workflow.active(before.state), workflow.active(after.state)
    places = plan_of(workflow).places.items()
    by_state = {key for key, states in places if states & now and not states & left}
    by_event = {place_key(task) for task in workflow.tasks if event.name in task.opens_on}
    return frozenset(by_state | by_event)


def _counted(workflow: Workflow, case: Case, event: Event, entered: frozenset[str]) -> Case:
    """When places were entered, and the latest event of each kind in them."""
    when = told_by(event)
    last = {key: told for key, told in case.last.items() if key[0] not in entered}
    for place in plan_of(workflow).counted.get(event.name, ()):
        if _is_inside(case, place, entered, when) and _counts(last.get((place, event.name)), when):
            last[place, event.name] = when
    return case.with_(last=last, entered={**case.entered, **dict.fromkeys(entered, when)})


def _is_inside(case: Case, place: str, entered: frozenset[str], when: Told) -> bool:
    """Whether an event falls into the present stay in a place: not what happened before it."""
    if place == EVER or place in entered:
        return place == EVER
    since = case.entered.get(place)
    return since is not None and london_day(when.occurred_on) >= london_day(since.occurred_on)


def _counts(old: Told | None, new: Told) -> bool:
    return old is None or is_later(new, old)
