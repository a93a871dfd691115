"""The one door to a case for pages, the API and the command line: who may look, and that they did.

Every look leaves a row, whoever looked by whichever way. Whoever works on the machine itself has
the file: there nobody is kept out, and who looked is named by their account there. Who is named as
a person passes the same door everywhere, and commands pass it too (`completing`, `correction`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

from workflow.case.access import GLASS, Sight, sight, widest
from workflow.case.model import Case, Refused
from workflow.clock import LONDON, london_day
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.definition.taking_part import Sees
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_access import Look

Seen = TypeVar("Seen")

BROKE_GLASS = "broke_glass"
"""What a look is called that opened a case by a reason."""

NAMED = "its name, in a list"
"""What it is called to have read in a list whom a case is about."""

SHOWN = "its facts, in a list"
"""What it is called to have read facts of a case in a list or in the file of one."""

KEPT_FROM = "kept from"
"""With these words begins what a look is called that was refused, though the case may be seen."""

RESTRICTED = "restricted_document"
"""Why somebody who sees a case is refused a part of it."""

REFUSED, REFUSED_AGAIN = "refused", timedelta(hours=1)
"""What it is called that somebody tried to look who may not; how long it is kept no second time."""

OPERATOR = "operator "
"""Stands before the account of who looked on the machine itself, named as nobody."""

SHORTEST_REASON = 10


@dataclass(frozen=True, kw_only=True)
class Door:
    """The door of one installation."""

    store: Store
    catalogue: Catalogue

    def look(
        self,
        person: Person,
        ref: str,
        what: str,
        now: datetime,
        show: Callable[[Reading], Seen],
    ) -> Seen:
        """What `show` makes of the case, if the person may look at it; that they did is kept.

        Raises Refused: `unknown_case`, `not_yours` (after `break_glass` with a reason they may).
        """
        return self.enter(person, ref, what, now, lambda reading, release, case: show(reading))

    def enter(
        self,
        person: Person,
        ref: str,
        what: str,
        now: datetime,
        show: Callable[[Reading, Release, Case], Seen],
    ) -> Seen:
        """The same, for who shows the case as it was loaded at the door. Raises Refused.

        That somebody wanted a document which is kept from them is kept as well, and once an hour
        that they wanted a case which they do not see.
        """
        try:
            with self.store.reading() as reading:
                release, case = check_sight(reading, self.catalogue, person, ref, now)
                shown = show(reading, release, case)
        except Refused as refused:
            if refused.code == RESTRICTED:
                self._note(ref, Look(person=person.person, at=now, what=f"{KEPT_FROM} {what}"))
            keep_refused(self.store, person.person, refused, now)
            raise
        self._note(ref, Look(person=person.person, at=now, what=what))
        return shown

    def named(
        self, person: Person, refs: Collection[str], now: datetime, what: str = NAMED
    ) -> None:
        """Keep that a list named to the person whom these cases are about, or `what` else it told
        of them: of each once a day. As many questions of thousands of cases as of one.
        """
        if not refs:
            return
        midnight = datetime.combine(london_day(now), time(), LONDON)
        with self.store.reading() as reading:
            known = reading.looked_at(refs, person.person, what, midnight)
        if new := {*refs} - known:
            look = Look(person=person.person, at=now, what=what)
            self.store.transact(lambda writing: writing.add_looks(new, look))

    def oversee(
        self, account: str, ref: str, what: str, now: datetime, show: Callable[[Reading], Seen]
    ) -> Seen:
        """The same for whoever works on the machine by that account, and sees everything there.

        Raises Refused `unknown_case`.
        """
        with self.store.reading() as reading:
            loaded(reading, self.catalogue, ref)
            shown = show(reading)
        self._note(ref, Look(person=OPERATOR + account, at=now, what=what))
        return shown

    def break_glass(self, person: Person, ref: str, reason: str, now: datetime) -> None:
        """Let the person look at a case for a while, for that reason.

        Raises Refused: `unknown_case`, `reason_missing`.
        """
        reason = " ".join(reason.split())
        if len(reason) < SHORTEST_REASON:
            raise Refused("reason_missing", "say in a sentence why you have to see this case")
        with self.store.reading() as reading:
            loaded(reading, self.catalogue, ref)
        self._note(ref, Look(person=person.person, at=now, what=BROKE_GLASS, reason=reason[:1000]))

    def _note(self, ref: str, look: Look) -> None:
        self.store.transact(lambda writing: writing.add_looks([ref], look))


def keep_refused(store: Store, person: str, refused: Refused, now: datetime) -> None:
    """Keep that the person was refused a case that they do not see, unless that was just kept."""
    if refused.code != "not_yours" or not refused.case:
        return
    with store.reading() as reading:
        if reading.looked(refused.case, person, REFUSED, now - REFUSED_AGAIN):
            return
    look = Look(person=person, at=now, what=REFUSED)
    store.transact(lambda writing: writing.add_looks([refused.case], look))


def check_sight(
    reading: Reading, catalogue: Catalogue, person: Person, ref: str, now: datetime
) -> tuple[Release, Case]:
    """The case and its release, if the person may look at it. Raises Refused."""
    release, case = loaded(reading, catalogue, ref)
    admit(reading, release.workflow(case.workflow), case, person, now)
    return release, case


def admit(reading: Reading, workflow: Workflow, case: Case, person: Person, now: datetime) -> None:
    """Let nobody pass who may not look at the case. Raises Refused `not_yours`."""
    closed = not sees(reading, workflow, case, person)
    if closed and not reading.looked(case.ref, person.person, BROKE_GLASS, now - GLASS):
        sentence = f"{case.ref} is not one of the cases that you see"
        raise Refused("not_yours", sentence, case=case.ref)


def sees(reading: Reading, workflow: Workflow, case: Case, person: Person) -> bool:
    """Whether the person sees the case without giving a reason."""
    most = widest(workflow, person.roles)
    team = team_of(reading, person) if most is Sees.TEAM else frozenset()
    return sight(reading.held_by(case.ref), person.person, most, team) is Sight.OPEN


def team_of(reading: Reading, person: Person) -> frozenset[str]:
    """Everybody of the person's team; nobody when they are in none."""
    if not person.team:
        return frozenset()
    return frozenset(each.person for each in reading.people() if each.team == person.team)
