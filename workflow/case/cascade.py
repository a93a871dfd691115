"""A command and everything that follows from it in linked cases, all of it or nothing.

A case knows other cases only through its own history: opening, closing and every `tell` arrive
there as events with `caused_by`. Where cases and their histories are kept is the business of
`Cases`: a dictionary in tests and examples, a transaction in the store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from workflow.case.decide import decide
from workflow.case.evolve import evolve, steps_of
from workflow.case.independence import acting, keep_apart
from workflow.case.model import (
    Case,
    Cause,
    Command,
    Event,
    Refused,
    Starting,
    Step,
    Telling,
)
from workflow.case.reading import Reading
from workflow.case.telling import own_facts
from workflow.case.told_together import GAPS, attempt_all
from workflow.case.warnings import open_cases, warnings_of
from workflow.clock import london_day
from workflow.deadlines.calendar import Calendar
from workflow.definition.comparison import spelt
from workflow.definition.model import ENGINE_EVENTS, LINK, OPEN_CASE, Workflow
from workflow.definition.release import Release

LONGEST = 100
"""Rows that one command may bring about; more is a definition that tells in a circle."""


class Cases(Protocol):
    """Where cases are found and their new rows kept, within one transaction."""

    def get(self, ref: str) -> Case:
        """The case as it is now. Raises Refused `unknown_case`."""
        ...

    def new(self, command: Command) -> Case:
        """An unopened case for an `open_case` command. Raises Refused `already_exists`."""
        ...

    def pins(self, case: Case) -> tuple[Release, Calendar]:
        """The release and the calendar that the case is run by."""
        ...

    def acted(self, ref: str) -> Collection[tuple[str, str]]:
        """Role and person of whoever recorded a row of that case."""
        ...

    def next_seq(self, ref: str) -> int:
        """The number of the next row of that case."""
        ...

    def put(self, event: Event, step: Step) -> None:
        """Keep a new row and the case after it."""
        ...

    def find_open(self, workflow: str, link: str, fact: str, value: Any) -> str | None:
        """An open case of that workflow linked by `link` to a case with that value of a fact."""
        ...

    def new_reference(self, workflow: str, at: datetime, taken: Collection[str] = ()) -> str:
        """A reference that no case has and that is not `taken`: `NAME-year-number`."""
        ...


def reference_prefix(workflow: str, at: datetime) -> str:
    """What the references of cases opened in that year begin with, before their number."""
    return f"{workflow.upper().replace('_', '-')}-{london_day(at).year}"


def carry_out(cases: Cases, command: Command) -> Event:
    """Decide, evolve and keep the command's row, then do the same for all that it tells.

    Returns the row of the command itself. Raises Refused, from this case or a linked one; nothing
    has then been kept.
    """
    return Cascade(cases).run(command)


class Cascade:
    """One command on its way. Rows are kept only when the last of them has been decided.

    `before` and `after` are the cases that it changes, by reference; a new one is before unopened.
    """

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._rows: list[tuple[Event, Step]] = []
        self._decided_on: list[Case] = []
        self.before: dict[str, Case] = {}
        self.after: dict[str, Case] = {}

    def run(self, command: Command) -> Event:
        rows = self.decided(command)
        for event, step in rows:
            self._cases.put(event, step)
        return rows[0][0]

    def decided(self, command: Command) -> list[tuple[Event, Step]]:
        """Every row that follows, with its warnings, and nothing kept yet."""
        self.carry_out(command)
        by = acting(self._rows[0][0], command.case)
        keep_apart(self._cases, self.before, self.after, by)
        return [(event, self._warning(number)) for number, (event, _) in enumerate(self._rows)]

    def _warning(self, number: int) -> Step:
        step = self._rows[number][1]
        said = self._warnings(number)
        return replace(step, effects=replace(step.effects, warnings=said)) if said else step

    def _warnings(self, number: int) -> tuple[str, ...]:
        """What the row gives reason to say, with the linked cases as they were before it all."""
        event, step = self._rows[number]
        case = self._decided_on[number]
        release, _ = self._cases.pins(case)
        steps = steps_of(release, case, event)
        reading = Reading(release.workflow(case.workflow), case, own_facts(case, event, steps))
        linked = partial(open_cases, step.case, event, found=self._as_it_was)
        return tuple(warnings_of(reading, steps, event, linked, step.case.tasks))

    def _as_it_was(self, ref: str) -> tuple[Workflow, Case]:
        case = self.before.get(ref) or self._cases.get(ref)
        return self._cases.pins(case)[0].workflow(case.workflow), case

    def carry_out(self, command: Command) -> None:
        if len(self._rows) >= LONGEST:
            raise Refused("told_in_a_circle", f"more than {LONGEST} rows follow from this command")
        opening = command.event == OPEN_CASE
        case = self._cases.new(command) if opening else self._get(command.case)
        release, calendar = self._cases.pins(case)
        try:
            event = decide(release, calendar, case, command, self._next_seq(case.ref))
        except Refused as refused:
            for each in refused.all():
                each.case = each.case or case.ref  # it may be a linked one that refuses
            raise
        step = evolve(release, calendar, case, event)
        self._rows.append((event, step))
        self._decided_on.append(case)
        self.before.setdefault(case.ref, case)
        self.after[case.ref] = step.case
        self._follow(command, step, event)

    def _get(self, ref: str) -> Case:
        return self.after.get(ref) or self._cases.get(ref)

    def _next_seq(self, ref: str) -> int:
        new = sum(1 for _, step in self._rows if step.case.ref == ref)
        return self._cases.next_seq(ref) + new

    def _follow(self, command: Command, step: Step, event: Event) -> None:
        told = replace(
            command,
            caused_by=Cause(step.case.ref, event.seq),
            occurred_on=event.occurred_on,
            command_id="",
            late=False,
            timer="",
        )
        tellings = (partial(self._tell, telling, told) for telling in step.effects.tells)
        attempt_all(tellings, past=GAPS)
        for starting in step.effects.starts:
            self._start(starting, told, step.case)

    def _tell(self, telling: Telling, told: Command) -> None:
        target = self._tied_to(telling)
        if target.closed and telling.events[0] in ENGINE_EVENTS and telling.events[0] != LINK:
            return  # to a closed case it makes no difference that another is closed too
        name, facts = self._receivable(target, telling)
        if name is not None:
            self.carry_out(replace(told, case=target.ref, event=name, facts=facts))

    def _tied_to(self, telling: Telling) -> Case:
        try:
            return self._get(telling.to)
        except Refused as refused:
            if refused.code != "unknown_case" or telling.events != (LINK,):
                raise
            sentence = (
                f"there is no case {telling.to} in this authority, and cases of two authorities"
                " are never tied; look at the reference, or open a case of ours for it first"
            )
            raise Refused(refused.code, sentence, case=telling.to) from refused

    def _receivable(self, target: Case, telling: Telling) -> tuple[str | None, Mapping[str, Any]]:
        """Which of the events the target takes, and those of the facts that it asks for."""
        if telling.events[0] in ENGINE_EVENTS:
            self._check_tie(target, telling)
            return telling.events[0], telling.facts
        chart = self._cases.pins(target)[0].chart(target.workflow)
        for name in telling.events:
            if steps := chart.open_steps(target.state, name):
                taken = {fact for step in steps for fact in step.facts}
                given = {k: v for k, v in telling.facts.items() if k in taken and v is not None}
                return name, given
        if telling.if_open:
            return None, {}
        names = " or ".join(f"`{name}`" for name in telling.events)
        flow = self._cases.pins(target)[0].workflow(target.workflow)
        where = flow.place_title(target.state)
        sentence = (
            f"{target.ref} cannot take {names} while it is: {where}. If it no longer belongs here,"
            " end the tie to it first; nothing was recorded"
        )
        raise Refused("linked_case_refuses", sentence, case=target.ref)

    def _check_tie(self, target: Case, telling: Telling) -> None:
        workflow = self._cases.pins(target)[0].workflow(target.workflow)
        if telling.facts["link"] not in workflow.links:
            sentence = f"{target.ref} is a case of `{target.workflow}`, which has no such tie"
            raise Refused(
                "wrong_tie", f"{sentence}; name a case of the right kind", case=target.ref
            )
        if target.closed and not workflow.links[telling.facts["link"]].when_closed:
            sentence = f"{target.ref} is closed and cannot be tied to a new case"
            raise Refused("wrong_tie", sentence, case=target.ref)

    def _start(self, starting: Starting, told: Command, origin: Case) -> None:
        """Open a case tied to the origin, or join the open one of those who belong together."""
        tied = (ref for ref in self._tied(starting, origin) if self._is_for_it(ref, starting))
        if any(self._takes(ref, starting) for ref in tied):
            return
        ties = {link: self._alike(link, ours, origin) for link, ours in starting.ties.items()}
        if not all(ties.values()):
            return
        facts = {**starting.facts, **ties, starting.link: [origin.ref]}
        joined = self._joinable(starting, origin)
        if joined is not None and starting.event is not None:
            own = {starting.link: [origin.ref]}
            self.carry_out(replace(told, case=joined, event=starting.event, facts=own))
            return
        ref = self._cases.new_reference(starting.workflow, told.recorded_at, self.after)
        opening = replace(told, case=ref, event=OPEN_CASE, workflow=starting.workflow, facts=facts)
        self.carry_out(replace(opening, policy=origin.policy))

    def _alike(self, link: str, ours: str, origin: Case) -> list[str]:
        """The cases, of those still open, that our linked cases are tied to by this link."""
        linked = (self._get(ref) for ref in origin.links.get(ours, {}))
        tied = dict.fromkeys(ref for case in linked for ref in case.links.get(link, {}))
        return [ref for ref in tied if not self._get(ref).closed]

    def _tied(self, starting: Starting, origin: Case) -> list[str]:
        """Open cases of that workflow which the origin is tied to already."""
        workflow = self._cases.pins(origin)[0].workflow(origin.workflow)
        return [
            ref
            for name, link in workflow.links.items()
            if link.to == starting.workflow and link.inverse == starting.link
            for ref, is_open in origin.links.get(name, {}).items()
            if is_open
        ]

    def _is_for_it(self, ref: str, starting: Starting) -> bool:
        """Whether that case is about the same: with nothing to tell cases apart, each is."""
        kept = self._get(ref).facts
        names = starting.one_for
        return all(spelt(kept.get(name)) == spelt(starting.facts.get(name)) for name in names)

    def _takes(self, ref: str, starting: Starting) -> bool:
        """Whether that case can still be joined; one past that is no reason not to start."""
        if starting.event is None:
            return True
        found = self._get(ref)
        chart = self._cases.pins(found)[0].chart(found.workflow)
        return bool(chart.open_steps(found.state, starting.event))

    def _joinable(self, starting: Starting, origin: Case) -> str | None:
        value = origin.facts.get(starting.join) if starting.join else None
        if value is None or starting.event is None or starting.join is None:
            return None
        ref = self._open_now(starting, value) or self._cases.find_open(
            starting.workflow, starting.link, starting.join, value
        )
        return ref if ref is not None and self._takes(ref, starting) else None

    def _open_now(self, starting: Starting, value: Any) -> str | None:
        """What `find_open` cannot see yet: a case that this very command has opened."""
        for case in self.after.values():
            linked = case.linked(starting.link) if case.workflow == starting.workflow else ()
            facts = (self._get(ref).facts for ref in linked)
            if not case.closed and any(kept.get(starting.join or "") == value for kept in facts):
                return case.ref
        return None
