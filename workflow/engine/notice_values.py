"""What the words of a notice that a step sends may read: the case, those tied to it, its people.

Values say for themselves how they are printed. What is not declared is not there, so that a slip in
a template is told and never prints nothing. Addresses and files are never among them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from notifications.values import Coded
from workflow.case.audience import listed_in, names_of
from workflow.case.independence import holder
from workflow.case.kept_back import KeptBack, kept_back
from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.case.record import moment
from workflow.definition.fact import Fact, FactKind
from workflow.definition.model import Notice, Workflow
from workflow.definition.release import Release
from workflow.definition.representatives import DATED
from workflow.engine.changes import place
from workflow.engine.notice_names import is_offered
from workflow.engine.values import Words
from workflow.store.stored import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who is named: a member of staff as they are known here, or just a name."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody of the case, without any address."""

    ref: str
    kind: str
    title: str
    agency: str
    full_name: str
    is_family: bool
    is_observer: bool


class Tied:
    """A case as a wording sees it: its facts by their names, `reference`, `holders`, `due`."""

    __slots__ = ("_office", "_reading")

    def __init__(self, office: Office, reading: Reading) -> None:
        self._office, self._reading = office, reading

    def __getattr__(self, name: str) -> object:
        if name == "reference":
            return self._reading.case.ref
        if name in ("holders", "due"):
            return (Holders if name == "holders" else Due)(self._office, self._reading)
        fact = self._reading.workflow.facts.get(name)
        if fact is None or not self._office.offers(self._reading.workflow, fact):
            raise AttributeError(name)
        return self._office.value(self._reading, fact)


class Holders:
    """Who has which role on a case: None where nobody has."""

    __slots__ = ("_office", "_reading")

    def __init__(self, office: Office, reading: Reading) -> None:
        self._office, self._reading = office, reading

    def __getattr__(self, role: str) -> object:
        flow, case = self._reading.workflow, self._reading.case
        if role not in flow.roles:
            raise AttributeError(role)
        who = holder(flow, case, role)
        return self._office.known(who) if who else None


class Due:
    """When each task of a case is due: None while it is not open."""

    __slots__ = ("_reading",)

    def __init__(self, _office: Office, reading: Reading) -> None:
        self._reading = reading

    def __getattr__(self, task: str) -> object:
        if task not in self._reading.workflow.task:
            raise AttributeError(task)
        open_ = (each.due.at for each in self._reading.case.tasks if each.name == task)
        return min((at for at in open_ if at is not None), key=_instant, default=None)


class RowOf:
    """One row of a fact: its columns by their names, None where nothing was told."""

    __slots__ = ("_fact", "_office", "_reading", "_row", "reference")

    def __init__(
        self, office: Office, reading: Reading, fact: Fact, row: Mapping[str, Any], reference: str
    ) -> None:
        self._office, self._reading, self._fact, self._row = office, reading, fact, row
        self.reference = reference

    def __getattr__(self, column: str) -> object:
        if column not in (*self._fact.columns, *self._fact.key):
            raise AttributeError(column)
        declared = self._office.column(self._reading, self._fact, column)
        value = self._row.get(column)
        if declared is None:
            return value
        if not self._office.offers(self._reading.workflow, declared):
            raise AttributeError(column)
        return self._office.typed(self._reading, declared, value)


@dataclass(frozen=True, kw_only=True)
class Office:
    """What is known beyond one case: who works here, and the cases that a link leads to."""

    people: Mapping[str, Person]
    tied: Callable[[Reading, str], Sequence[Reading]]
    """`tied(reading, link)`: the readings of its cases, in the order in which they were linked"""
    release_of: Callable[[Case], Release]
    """by which a case runs"""
    told: Collection[str] = ()
    """facts that may be read though they are of a kind that no wording is offered"""
    _listed: dict[str, list[Participant]] = field(default_factory=dict, repr=False)

    def values(self, reading: Reading, notice: Notice, names: Iterable[str]) -> dict[str, object]:
        """Of these names those that a wording of the notice is given, and what they stand for."""
        found: dict[str, object] = {}
        for name in names:
            for value in self._offered(reading, notice, name):
                found[name] = value
        return found

    def offers(self, workflow: Workflow, fact: Fact) -> bool:
        """Whether this wording may read the fact."""
        return is_offered(workflow, fact) or fact.name in self.told

    def value(self, reading: Reading, fact: Fact) -> object:
        """A fact of a case: a list for one that is many or rows, None while it is unset."""
        return self.typed(reading, fact, reading(fact.name))

    def typed(self, reading: Reading, fact: Fact, value: Any) -> object:
        """A value of that fact as a wording reads it."""
        if fact.kind is FactKind.ROWS:
            return list(self._rows(reading, fact, value))
        if fact.many:
            listed = value if isinstance(value, list | tuple) else filter(None, [value])
            return [self._single(fact, each) for each in listed]
        return self._single(fact, value)

    def known(self, who: str) -> Known:
        """Whoever is so called here; of anybody else the name is all there is."""
        person = self.people.get(who)
        if person is None:
            return Known(name=who)
        return Known(name=person.name, phone=person.phone, email=person.email)

    def said(self, reading: Reading, fact: Fact, value: Any) -> str:
        """A value as pages put it."""
        words = Words(self.release_of(reading.case), lambda who: self.known(who).name)
        return words.value(reading.workflow, fact, value)

    def participants(self, reading: Reading) -> list[Participant]:
        """Everybody of a case but those who are told nothing, listed once for all wordings."""
        ref = reading.case.ref
        if ref not in self._listed:
            tied = (each for link in reading.case.links for each in self.tied(reading, link))
            self._listed[ref] = list(_participants(reading, kept_back(reading, tied)))
        return self._listed[ref]

    def column(self, reading: Reading, fact: Fact, column: str) -> Fact | None:
        """The fact of that name, here or where the rows of that fact lead, whose kind it has."""
        own = reading.workflow.facts.get(column)
        if own is not None or fact.by_link is None:
            return own
        there = next(iter(self.tied(reading, fact.by_link)), None)
        return there.workflow.facts.get(column) if there is not None else None

    def _offered(self, reading: Reading, notice: Notice, name: str) -> Iterator[object]:
        """The one value of a name that is offered; nothing for any other."""
        flow = reading.workflow
        if name in notice.reads:
            yield notice.reads[name].value(reading)
        elif name in _OF_CASE:
            yield _OF_CASE[name](self, reading)
        elif name in flow.links:
            yield [Tied(self, each) for each in self.tied(reading, name)]
        elif (fact := flow.facts.get(name)) is not None and self.offers(flow, fact):
            yield self.value(reading, fact)

    def _rows(self, reading: Reading, fact: Fact, value: Any) -> Iterator[RowOf]:
        keyed = value.items() if isinstance(value, Mapping) else (("", row) for row in value or ())
        for reference, row in keyed:
            yield RowOf(self, reading, fact, row, str(reference))

    def _single(self, fact: Fact, value: Any) -> object:
        if value is None or value == "":
            return None
        if fact.kind is FactKind.CHOICE:
            return Coded(value, fact.codes.get(value, value))
        if fact.kind is FactKind.PERSON:
            return self.known(str(value))
        return moment(value) if fact.kind in DATED and isinstance(value, str) else value


def _participants(reading: Reading, back: KeptBack) -> Iterator[Participant]:
    flow = reading.workflow
    came = listed_in(reading(flow.quorum.of)) if flow.quorum is not None else frozenset()
    for id_, row in participants(flow, reading).items():
        kind = flow.participants.get(str(row.get("kind")))
        # Where nobody is kept back, nobody asks what each may be called.
        names = names_of(reading.case.ref, id_, row) if back.named else frozenset()
        # Who came was seen by all who came: a record without them would not be true.
        if kind is not None and (not back.names(names) or not came.isdisjoint(names)):
            yield Participant(
                ref=id_,
                kind=kind.name,
                title=kind.title,
                agency=str(row.get("agency") or kind.agency),
                full_name=str(row.get("name") or ""),
                is_family=kind.family,
                is_observer=kind.observer,
            )


_OF_CASE = {
    "case_reference": lambda office, reading: reading.case.ref,
    "state_title": lambda office, reading: place(reading.workflow, reading.case.state),
    "holders": Holders,
    "due": Due,
    "participants": Office.participants,
}


def _instant(at: date | datetime) -> str:
    """Days and instants in one order."""
    return at.isoformat()
