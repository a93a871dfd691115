"""Who holds which role on a case, and whom an independent role keeps out.

A role is held by whoever a fact names for it (`as:`) or whoever was assigned to it; it is also
held, for as long as a step takes, by whoever records the step in it. Nobody may hold a role that
is independent of the case and one that works it, on the same case or on two that are tied while
both are open: who chairs a meeting does not work a case that the meeting considers. Nor may anybody
take an independent role who has recorded a step in one that works the case.

Pure. What is looked at is what a command changes: a conflict of old keeps nobody from working.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from workflow.case.model import Case, Event, Refused
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.definition.taking_part import Role


class Found(Protocol):
    """Where the cases that are tied to a changed one are found."""

    def get(self, ref: str) -> Case:
        """The case, as it was before the command. Raises Refused `unknown_case`."""
        ...

    def pins(self, case: Case) -> tuple[Release, Calendar]:
        """The release and the calendar that the case is run by."""
        ...

    def acted(self, ref: str) -> Collection[tuple[str, str]]:
        """Role and person of whoever recorded a row of the case before the command."""
        ...


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in a role on a case.

    `passing`: only while recording this step. `past`: in steps that they recorded.
    """

    person: str
    role: Role
    case: str
    passing: bool = False
    past: bool = False

    def conflicts(self, other: Holding) -> bool:
        """Whether one of the two keeps out the other."""
        return self.person == other.person and self.role.excludes(other.role)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who records a step, in which role (by name), on which case."""

    person: str
    role: str
    case: str


def acting(event: Event, case: str) -> Acting | None:
    """Who recorded the event in a role of their own; None where nobody did, as for the clock."""
    if event.caused_by is not None or not event.role:
        return None
    return Acting(event.actor, event.role, case)


def holdings(workflow: Workflow, case: Case) -> tuple[Holding, ...]:
    """Who holds which role on a case: as facts name them, then as they were assigned."""
    roles, facts = workflow.roles, workflow.facts.values()
    named = [(fact.as_role, case.facts.get(fact.name)) for fact in facts if fact.as_role]
    held = dict.fromkeys((role, who) for role, who in (*named, *case.people.items()) if who)
    return tuple(Holding(who, roles[role], case.ref) for role, who in held if role in roles)


def holder(workflow: Workflow, case: Case, role: str) -> str:
    """Who has that role on the case: assigned to it, else named in a fact; empty: nobody."""
    found = [held.person for held in holdings(workflow, case) if held.role.name == role]
    return found[-1] if found else ""


def keep_apart(
    cases: Found, before: Mapping[str, Case], after: Mapping[str, Case], by: Acting | None = None
) -> None:
    """Refuse what would give one person two roles that exclude each other.

    `before` and `after` are the changed cases, by reference. Raises Refused `conflicting_roles`.
    """
    around = _Around(cases, after)
    for ref, case in after.items():
        if case.closed:
            continue
        own = holdings(around.workflow(case), case)
        had = holdings(around.workflow(case), before[ref]) if ref in before else ()
        new = [*around.passing(case, by), *(held for held in own if held not in had)]
        tied = set(_tied(before[ref])) if ref in before else set()
        for other in _tied(case):
            seen = own if other not in tied else new
            _refuse(seen, around.held(other) if seen else ())
            _refuse_after_work(seen, around, other)
            if other not in tied:
                _refuse_after_work(around.held(other), around, ref)
        _refuse(new, own)
        _refuse_after_work(new, around, ref)


def kept_out(
    cases: Found, case: Case, role: Role, people: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Who of these people cannot take that role on the case, and what stands in the way, in words.

    To choose by: what a command does is judged by `keep_apart`.
    """
    around = _Around(cases, {})
    refs = (case.ref, *_tied(case))
    others = [held for ref in refs for held in around.held(ref)]
    if role.independent_of_case:
        others += [held for ref in refs for held in around.worked(ref)]
    for person in people:
        taking = Holding(person, role, case.ref)
        if other := next((each for each in others if taking.conflicts(each)), None):
            stands = "has acted as" if other.past else "is"
            yield person, f"{stands} {other.role.title} on {other.case}"


class _Around:
    """Cases as they are after the command, and who holds what on them."""

    def __init__(self, cases: Found, after: Mapping[str, Case]) -> None:
        self._cases, self._after = cases, after

    def workflow(self, case: Case) -> Workflow:
        return self._cases.pins(case)[0].workflow(case.workflow)

    def held(self, ref: str) -> tuple[Holding, ...]:
        case = self._after.get(ref) or self._cases.get(ref)
        return () if case.closed else holdings(self.workflow(case), case)

    def worked(self, ref: str) -> Iterator[Holding]:
        """Who has worked a case that is open, by what they recorded."""
        case = self._after.get(ref) or self._cases.get(ref)
        roles = {} if case.closed else self.workflow(case).roles
        for role, person in self._cases.acted(ref) if roles else ():
            if role in roles and roles[role].works_case:
                yield Holding(person, roles[role], ref, past=True)

    def passing(self, case: Case, by: Acting | None) -> Iterator[Holding]:
        role = self.workflow(case).roles.get(by.role) if by and by.case == case.ref else None
        if by is not None and role is not None and (role.independent_of_case or role.works_case):
            yield Holding(by.person, role, case.ref, passing=True)


def _tied(case: Case) -> tuple[str, ...]:
    """The cases that this one is tied to and that are open."""
    open_ = (ref for others in case.links.values() for ref, is_open in others.items() if is_open)
    return tuple(dict.fromkeys(open_))


def _refuse_after_work(seen: Iterable[Holding], around: _Around, ref: str) -> None:
    if independent := [held for held in seen if held.role.independent_of_case]:
        _refuse(independent, tuple(around.worked(ref)))


def _refuse(seen: Iterable[Holding], others: Iterable[Holding]) -> None:
    for held in seen:
        for other in others:
            if held.conflicts(other):
                raise Refused("conflicting_roles", _sentence(held, other), case=held.case)


def _sentence(held: Holding, other: Holding) -> str:
    """Which role on which case stands in the way, and what to do. Names staff by their ids only."""
    kept = held.role if held.role.independent_of_case else other.role
    asked = "act as" if held.passing else "be"
    when = "after acting as" if other.past else "while being"
    mend = "let somebody else record this" if held.passing else "name somebody else"
    more = "" if other.past else ", or first give the other role to somebody else"
    return (
        f"`{held.person}` cannot {asked} {held.role.title} on {held.case} {when}"
        f" {other.role.title} on {other.case}: {kept.title} is independent of those who work or"
        f" manage the case; {mend}{more}"
    )
