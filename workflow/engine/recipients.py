"""Who is told, by name: the people behind a role on a case, on a day.

Whoever was given the task, else whoever has the role on this case; else those of the team who have
it, else all who have it. A role with nobody there goes to the next up, and the message says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.case.audience import Addressee, means
from workflow.case.independence import Holding, holdings
from workflow.case.model import Case, Timer
from workflow.case.quorum import participants
from workflow.case.reading import Reading as Facts
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.definition.notice import Audience
from workflow.engine.stored_cases import StoredCases
from workflow.store.reading import Reading
from workflow.store.stored import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody to tell: a person, `participant:NAME` of the case, or `role:NAME` when there is
    nobody at all. `role` is what they are told as; `note` says why it is they.
    """

    name: str
    role: str
    note: str = ""
    outside: Addressee | None = field(default=None, repr=False)
    """a participant who does not work here"""


def recipients_of(
    reading: Reading,
    cases: StoredCases,
    case: Case,
    timer: Timer,
    to: Iterable[str],
    now: datetime,
) -> list[Recipient]:
    """Everybody behind these roles, `LINK.role` of linked cases and participants, each once."""
    staff = Staff(reading.people(), london_day(now))
    task = timer.task
    found: dict[str, Recipient] = {}
    for name in to:
        of_task = task is not None and name == task.role
        given = cases.given_to(case.ref, task.id) if task is not None and of_task else ""
        for recipient in _behind(staff, cases, case, name, given, task.item if task else None):
            found.setdefault(recipient.name, recipient)
    # A rung that finds nobody says so: the message waits for somebody to see to it.
    told = ", ".join(to)
    return list(found.values()) or [Recipient(name="nobody", role=told, note=f"nobody is {told}")]


def _behind(
    staff: Staff, cases: StoredCases, case: Case, name: str, given: str, item: str | None
) -> Iterator[Recipient]:
    link, dot, role = name.partition(".")
    workflow = cases.workflow(case)
    if dot:
        for ref, is_open in case.links.get(link, {}).items():
            if is_open:
                there = cases.get(ref)
                yield from staff.behind(cases.workflow(there), there, role)
    elif name in workflow.roles:  # a lead social worker is a role, and a kind of participant too
        yield from staff.behind(workflow, case, name, given)
    else:
        yield from _participants(staff, workflow, case, name, item)


def _participants(
    staff: Staff, workflow: Workflow, case: Case, name: str, item: str | None
) -> Iterator[Recipient]:
    """Those of a kind, or the agencies; of a task that is for one of them that one alone."""
    rows = participants(workflow, Facts(workflow, case))
    for who in (item,) if item in rows else rows:
        row = rows[who]
        kind = workflow.participants.get(str(row.get("kind")))
        if kind is None or not means(kind, name):
            continue
        if staff.works_here(row.get("person")):
            yield Recipient(name=row["person"], role=kind.name)
            continue
        line = Audience(participants=(name,), position=workflow.position)
        found = Addressee(line=line, case=case.ref, id=who, kind=kind, row=row)
        yield Recipient(name=found.name, role=kind.name, outside=found)


class Staff:
    """The people of an installation on a day: who has which role, who is there, who is next up."""

    def __init__(self, people: Iterable[Person], today: date) -> None:
        self._people = {person.person: person for person in people}
        self._today = today

    def behind(self, workflow: Workflow, case: Case, role: str, given: str = "") -> list[Recipient]:
        """Who is told as that role of the case; `given` is to whom the task was handed over."""
        held = holdings(workflow, case)
        holders = self._holders(held, role, given)
        present = [person for person in holders if self.is_there(person)]
        if present:
            return [Recipient(name=person.person, role=role) for person in present]
        above = self._above(holders or self._named(held))
        if not above:
            return [Recipient(name=f"role:{role}", role=role, note=f"nobody is {role}")]
        why = f"nobody is {role}" if not holders else f"{_names(holders)} away"
        note = f"instead of {role}: {why}"
        return [Recipient(name=person.person, role=role, note=note) for person in above]

    def works_here(self, name: object) -> bool:
        """Whether somebody of that name is known here."""
        return name in self._people

    def is_there(self, person: Person) -> bool:
        """Whether the person is not away on the day, both ends of the absence included."""
        begun = person.away_from is None or person.away_from <= self._today
        over = person.away_to is not None and person.away_to < self._today
        return (person.away_from is None and person.away_to is None) or over or not begun

    def _holders(self, held: Sequence[Holding], role: str, given: str) -> list[Person]:
        of_role = [each.person for each in held if each.role.name == role]
        if known := self._known([given] if given else of_role):
            return known
        having = [person for person in self._people.values() if role in person.roles]
        teams = {person.team for person in self._named(held) if person.team}
        return [person for person in having if person.team in teams] or having

    def _named(self, held: Sequence[Holding]) -> list[Person]:
        """Everybody who has a role on the case, whether assigned to it or named in a fact."""
        return self._known(each.person for each in held)

    def _known(self, names: Iterable[str]) -> list[Person]:
        return [self._people[name] for name in dict.fromkeys(names) if name in self._people]

    def _above(self, people: list[Person]) -> list[Person]:
        """The first person there on each way up; nobody twice, and no way in a circle."""
        found: dict[str, Person] = {}
        for person in people:
            seen, above = {person.person}, self._people.get(person.manager)
            while above is not None and above.person not in seen and not self.is_there(above):
                seen.add(above.person)
                above = self._people.get(above.manager)
            if above is not None and above.person not in seen:
                found[above.person] = above
        return list(found.values())


def _names(people: list[Person]) -> str:
    names = " and ".join(person.person for person in people)
    return f"{names} {'is' if len(people) == 1 else 'are'}"
