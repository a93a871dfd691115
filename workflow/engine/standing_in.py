"""For whom somebody stands in on a day, and in whose place they have a task in their list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflow.deadlines.naming import day_name
from workflow.engine.staff import Staff
from workflow.store.stored import Person


class StandingIn:
    """Whom somebody stands in for on a day, and the roles that only people who are away have."""

    def __init__(self, people: Sequence[Person], person: Person, today: date) -> None:
        staff = Staff(people, today)
        self.people = {each.person: each for each in staff.stood_in_for_by(person.person)}
        roles = {role for each in self.people.values() for role in each.roles}
        self.roles = sorted(role for role in roles if staff.nobody_there_as(role))

    def of(self, whose: str, role: str) -> str:
        """In whose place the person has such a task in the list; empty: in their own."""
        if (away := self.people.get(whose)) is not None:
            until = f" until {day_name(away.away_to)}" if away.away_to else ""
            return f"{away.name}, away{until}"
        return "everybody of this role, away" if not whose and role in self.roles else ""
