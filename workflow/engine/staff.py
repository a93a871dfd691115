"""The people of an installation on a day: who has which role of a case, and who stands in for whom.

Whoever was given the task, else whoever has the role on this case, else on one that it deals with;
else those of the team who have it, else all who have it. For who is away, and for a role that
nobody has, it is the next up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.case.audience import Addressee
from workflow.case.independence import Holding, holdings
from workflow.case.model import Case
from workflow.definition.model import Workflow
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
    kept_back: bool = False
    """nothing is told to them"""


class Staff:
    """Everybody who works here, as it is on a day."""

    def __init__(self, people: Iterable[Person], today: date) -> None:
        self._people = {person.person: person for person in people}
        self._today = today

    def behind(
        self,
        workflow: Workflow,
        case: Case,
        role: str,
        given: str = "",
        *,
        there: Sequence[Holding] = (),
    ) -> list[Recipient]:
        """Who is told as that role of the case; `given` is to whom the task was handed over, and
        `there` who has which role on the cases that it deals with.
        """
        own = holdings(workflow, case)
        held = own if any(each.role.name == role for each in own) else (*own, *there)
        holders = self._holders(held, role, given)
        present = [person for person in holders if not person.is_away(self._today)]
        if present:
            return [Recipient(name=person.person, role=role) for person in present]
        above = self._above(holders or self._named(held))
        why = f"nobody is {role}" if not holders else f"{_names(holders)} away"
        if not above:
            alone = f"{why}, and nobody stands in" if holders else why
            return [Recipient(name=f"role:{role}", role=role, note=alone)]
        note = f"instead of {role}: {why}"
        return [Recipient(name=person.person, role=role, note=note) for person in above]

    def works_here(self, name: object) -> bool:
        """Whether somebody of that name is known here."""
        return name in self._people

    def stood_in_for_by(self, name: str) -> list[Person]:
        """Who is away on the day and has that person as the first who is there, on their way up."""
        away = (person for person in self._people.values() if person.is_away(self._today))
        return [each for each in away if any(up.person == name for up in self._above([each]))]

    def nobody_there_as(self, role: str) -> bool:
        """Whether everybody with the role is away."""
        return all(p.is_away(self._today) for p in self._people.values() if role in p.roles)

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
            while above and above.person not in seen and above.is_away(self._today):
                seen.add(above.person)
                above = self._people.get(above.manager)
            if above is not None and above.person not in seen:
                found[above.person] = above
        return list(found.values())


def _names(people: list[Person]) -> str:
    names = " and ".join(person.person for person in people)
    return f"{names} {'is' if len(people) == 1 else 'are'}"
