"""decide: is the event open here, may this person do it, is it complete, and where does it lead?

Pure. What comes back is the history row to append; whatever stands in the way is a Refused with a
stable code and a sentence for the worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from workflow.case.edge import nearest, read_facts
from workflow.case.engine_events import ENGINE_FACTS, TIMER
from workflow.case.invited import check_invited, check_kin, check_named, check_who_came
from workflow.case.model import Case, Command, Event, Refused
from workflow.case.moves import moves_between, on_entering
from workflow.case.questions import check_put, is_put
from workflow.case.reading import Reading
from workflow.case.record import plain
from workflow.case.telling import own_facts
from workflow.case.told_dates import check_dates_told, check_day
from workflow.case.told_together import attempt_all
from workflow.clock import london_day
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.naming import day_name
from workflow.definition.chart import NoWay, first_way
from workflow.definition.guard import Guard
from workflow.definition.model import (
    ASSIGN,
    ENGINE_EVENTS,
    OPEN_CASE,
    UNOPENED,
    FactKind,
    State,
    Workflow,
)
from workflow.definition.release import Release
from workflow.definition.step import Step

OFFERED = 12
"""How many events a refusal names; people type them, so they are named by their ids."""


def decide(release: Release, calendar: Calendar, case: Case, command: Command, seq: int) -> Event:
    """The row that the command adds to the history, as row number `seq`.

    A case that is to be opened is `unopened(...)`. Raises Refused: `unknown_event`,
    `event_not_open`, `wrong_role`, `unknown_fact`, `wrong_fact`, `missing_fact`, `wrong_date`,
    `wrong_rows`, `wrong_participants`, `wrong_participant`, `blocked`, `no_way`.
    """
    workflow = release.workflow(case.workflow)
    if command.event in ENGINE_EVENTS:
        _check_engine_facts(workflow, command)
        event = _row(release, calendar, case, command, seq, dict(command.facts), ())
        if command.caused_by is None:
            check_day(case, event, command.judged_at or event.recorded_at)
        return event
    steps = open_steps(release, case, command.event)
    _check_role(workflow, command, steps)
    facts = _read(workflow, case, command, steps)
    if command.timer:
        facts[TIMER] = command.timer
    event = _row(release, calendar, case, command, seq, facts, steps)
    judged_at = command.judged_at or event.recorded_at
    reading = Reading(workflow, case, own_facts(case, event, steps))
    attempt_all(
        (
            lambda: check_day(case, event, judged_at),
            lambda: _check_complete(workflow, event, steps, reading),
            lambda: None if command.again else check_put(event, steps, reading),
            lambda: check_dates_told(workflow, event, reading, judged_at),
            lambda: _check_rows(workflow, event, steps, reading),
            lambda: check_invited(workflow, event),
            lambda: check_who_came(workflow, event),
            lambda: check_named(reading, event),
            lambda: check_kin(reading, event),
        )
    )
    _check_blocked(steps, reading)
    return _with_moves(release, case, event, steps, reading)


def open_steps(release: Release, case: Case, event: str) -> tuple[Step, ...]:
    """The steps of that name open to the case. Raises Refused, naming what is open instead."""
    workflow, chart = release.workflow(case.workflow), release.chart(case.workflow)
    if case.state == (UNOPENED,):
        return (workflow.opening,) if event == OPEN_CASE else ()
    if event not in workflow.events | ENGINE_EVENTS:
        hint = nearest(event, workflow.events)
        raise Refused("unknown_event", f"there is no event `{event}`{hint}", case=case.ref)
    steps = chart.open_steps(case.state, event) if event != OPEN_CASE else ()
    if not steps:
        sentence = f"`{event}` is not open while the case is: {workflow.place_title(case.state)}"
        raise Refused("event_not_open", f"{sentence}. {_offer(release, case)}", case=case.ref)
    return steps


def _offer(release: Release, case: Case) -> str:
    """What a person can do instead: the steps of where the case is, then how many are anywhere."""
    chart = release.chart(case.workflow)
    events = chart.open_events(case.state)
    steps = [step for event in events for step in chart.open_steps(case.state, event)]
    own = sorted({step.event for step in steps if step.state and step.by})
    free = {step.event for step in steps if not step.state and step.by}
    if not own and not free:
        return "Nothing is open: the case is closed" if case.closed else "Nothing is open here"
    rest = len(own[OFFERED:]) + len(free)
    more = [f"{rest} more (`caseward case show {case.ref}` lists them)"] if rest else []
    return "Open here: " + ", ".join([*own[:OFFERED], *more])


def _check_engine_facts(workflow: Workflow, command: Command) -> None:
    missing = [name for name in ENGINE_FACTS[command.event] if not command.facts.get(name)]
    if missing:
        raise Refused("missing_fact", f"`{command.event}` needs {' and '.join(missing)}")
    role = str(command.facts.get("role", ""))
    if command.event == ASSIGN and role not in workflow.roles:
        hint = nearest(role, workflow.roles) or f"; the roles: {', '.join(workflow.roles)}"
        raise Refused("unknown_role", f"there is no role `{role}`{hint}")


def _allowed(steps: Iterable[Step]) -> dict[str, None]:
    return dict.fromkeys(name for step in steps for name in step.facts)


def _read(
    workflow: Workflow, case: Case, command: Command, steps: tuple[Step, ...]
) -> dict[str, Any]:
    """The facts, typed. Raises Refused with all that is wrong of them, and what is not told."""
    raw = _with_day(workflow, command, steps)
    try:
        return read_facts(workflow, raw, _allowed(steps), limited=_is_typed(command))
    except Refused as wrong:
        asked = dict.fromkeys(name for step in steps for name in step.asks)
        missing = [name for name in asked if raw.get(name) in (None, "")]
        if missing:
            wrong.also = (*wrong.also, _incomplete(workflow, case, command.event, missing))
        raise


def _is_typed(command: Command) -> bool:
    """Whether somebody types it now: it was not told by another case, nor recorded before."""
    return command.caused_by is None and command.judged_at is None


def _with_day(workflow: Workflow, command: Command, steps: tuple[Step, ...]) -> dict[str, Any]:
    """The facts with the day of the event in the fact that the step names for it, if not given."""
    facts, day = dict(command.facts), command.occurred_on
    for step in steps:
        if step.on and day is not None and command.caused_by is None and step.on not in facts:
            is_date = workflow.facts[step.on].kind is FactKind.DATE
            if is_date or isinstance(day, datetime):
                facts[step.on] = plain(london_day(day) if is_date else day)
    return facts


def _row(
    release: Release,
    calendar: Calendar,
    case: Case,
    command: Command,
    seq: int,
    facts: Mapping[str, Any],
    steps: tuple[Step, ...],
) -> Event:
    return Event(
        seq=seq,
        name=command.event,
        occurred_on=_occurred_on(command, facts, steps),
        recorded_at=command.recorded_at,
        actor=command.actor,
        role=command.role,
        facts=facts,
        command_id=command.command_id,
        caused_by=command.caused_by,
        release=release.number,
        calendar=calendar.edition,
    )


def _occurred_on(
    command: Command, facts: Mapping[str, Any], steps: tuple[Step, ...]
) -> date | datetime:
    """The day it happened: of the fact that the step names, else as given, else today."""
    stated = command.occurred_on
    named = next((facts[step.on] for step in steps if step.on and facts.get(step.on)), None)
    if named is None:
        return stated or london_day(command.recorded_at)
    told = command.caused_by is not None  # the other case's day is not this event's
    if not told and stated is not None and london_day(named) != london_day(stated):
        on = next(step.on for step in steps if step.on)
        sentence = f"the event is dated {day_name(london_day(stated))} but `{on}` says otherwise"
        raise Refused("wrong_date", f"{sentence}; give one of the two, or the same day twice")
    return stated if isinstance(stated, datetime) and not told else named


def _check_role(workflow: Workflow, command: Command, steps: tuple[Step, ...]) -> None:
    """Somebody may do it, unless it was told by a linked case or fired by the clock."""
    if command.caused_by is not None or command.timer:
        return
    may = dict.fromkeys(role for step in steps for role in step.by)
    if command.role in may:
        return
    if not may:
        clock = command.event in workflow.clock_events
        how = "is fired by the clock" if clock else "arrives from a linked case; record it there"
        raise Refused("wrong_role", f"`{command.event}` {how}")
    titles = ", ".join(f"{workflow.roles[role].title} ({role})" for role in may)
    said = f"not by `{command.role}`" if command.role else "and no role was given"
    raise Refused("wrong_role", f"`{command.event}` is for: {titles}; {said}")


def _check_complete(
    workflow: Workflow, event: Event, steps: tuple[Step, ...], reading: Reading
) -> None:
    asked = dict.fromkeys(name for step in steps for name in step.asks)
    for step in steps:
        for name in step.may_ask:
            fact = workflow.facts.get(name)
            if fact and fact.required_when is not None and is_put(fact, reading):
                asked |= {name: None} if reading.holds(fact.required_when) else {}
    missing = [name for name in asked if event.facts.get(name) is None]
    if missing:
        raise _incomplete(workflow, reading.case, event.name, missing)


def _incomplete(workflow: Workflow, case: Case, event: str, missing: Iterable[str]) -> Refused:
    wanted = ", ".join(f"`{name}` ({_label(workflow, name)})" for name in missing)
    return Refused("missing_fact", f"`{event}` also needs {wanted}", case=case.ref)


def _check_rows(workflow: Workflow, event: Event, steps: Iterable[Step], reading: Reading) -> None:
    """A fact with one row for each linked case has just those rows.

    So have rows that were kept until now, when they are told: cases may have joined or left since.
    """
    case, told = reading.case, [tell.each for step in steps for tell in step.tell if tell.each]
    for name in dict.fromkeys((*event.facts, *told)):
        fact, rows = workflow.facts.get(name), reading(name)
        if fact is None or not fact.by_link or rows is None:
            continue
        if fact.kind is not FactKind.ROWS:
            _check_tied(case, name, fact.by_link, str(rows))
            continue
        kept = "" if name in event.facts else "; it was recorded before: record it afresh"
        linked = {ref for ref, is_open in case.links.get(fact.by_link, {}).items() if is_open}
        if unknown := sorted(set(rows) - linked):
            sentence = f"`{name}` names {', '.join(unknown)}, which {case.ref} is not tied to{kept}"
            raise Refused("wrong_rows", sentence, case=case.ref)
        if missing := sorted(linked - set(rows)):
            sentence = (
                f"`{name}` has no row for {', '.join(missing)}{kept or '; give one for each'}"
            )
            raise Refused("wrong_rows", sentence, case=case.ref)


def _check_tied(case: Case, name: str, link: str, ref: str) -> None:
    """A fact that names a case of a link names one that is tied and open."""
    tied = [other for other, is_open in case.links.get(link, {}).items() if is_open]
    if ref not in tied:
        known = f"one of {', '.join(tied)}" if tied else "a case that is"
        sentence = f"`{name}` names {ref}, which {case.ref} is not tied to; name {known}"
        raise Refused("wrong_rows", sentence, case=case.ref)


def _label(workflow: Workflow, name: str) -> str:
    fact = workflow.facts.get(name)
    return fact.label if fact else "references of the linked cases"


def _check_blocked(steps: tuple[Step, ...], reading: Reading) -> None:
    for step in steps:
        for block in step.blocked_while:
            if block.when.holds(reading):
                raise Refused("blocked", block.say, case=reading.case.ref)


def _with_moves(
    release: Release, case: Case, event: Event, steps: tuple[Step, ...], reading: Reading
) -> Event:
    workflow, chart = release.workflow(case.workflow), release.chart(case.workflow)

    ways = [way for step in steps if (way := first_way(step, reading.holds))]

    def starts(guard: Guard, state: State) -> bool:
        return guard.holds(on_entering(reading, event, steps, ways, state))

    try:
        following = chart.next(case.state, event.name, steps, reading.holds, starts)
    except NoWay:
        conditions = " · ".join(str(way.when) for step in steps for way in step.ways)
        sentence = f"no way of `{event.name}` fits these facts; the conditions are: {conditions}"
        raise Refused("no_way", sentence, case=case.ref) from None
    return replace(event, moves=moves_between(workflow, case.state, following.leaves))
