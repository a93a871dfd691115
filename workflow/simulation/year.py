"""Invented families' stories played as commands of people, in simulated time: nothing is imported.

The clock is set by hand to the instant of each row. Before it, whatever the clock has to do is done
at its own instants, and after it what is to be said is sent: as an installation lives, without the
waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from workflow.case.model import Command, Refused
from workflow.clock import at_time, london_day
from workflow.definition.model import OPEN_CASE
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.completing import known_person
from workflow.engine.digest import DIGEST_AT, day_of_digest
from workflow.engine.door import Door
from workflow.engine.outbox import release
from workflow.engine.run import run
from workflow.simulation.family import HistoryRow
from workflow.simulation.staff import staff_of
from workflow.store.database import Store
from workflow.store.stored_message import MessageState

PAUSE_WHILE_WAITING = timedelta(hours=4)
"""While a message waits, for quiet hours to end or for another try."""

SHORTEST_PAUSE = timedelta(minutes=1)

LINKED = ">"
"""In the case of a row: `CP-001>disagreements` is the newest of that link, opened by the engine."""


class ClockSetByHand:
    """Tells the moment to which it was set last. It never goes back."""

    def __init__(self, begins: datetime) -> None:
        self._now = begins

    def __call__(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        """From now on it is that moment, or stays later."""
        self._now = max(self._now, moment)


class Round(Protocol):
    """What one ring of the clock came to."""

    @property
    def fired(self) -> int: ...
    @property
    def incidents(self) -> int: ...
    @property
    def sent(self) -> int: ...


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that the case did not take, and why: a good story has none."""

    row: HistoryRow
    code: str
    sentence: str


@dataclass(kw_only=True)
class Lived:
    """What a year came to."""

    commands: int = 0
    fired: int = 0
    incidents: int = 0
    sent: int = 0
    refused: list[RowRefused] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Year:
    """An installation of which time passes. `ring` fires what is due at an instant, and sends."""

    store: Store
    catalogue: Catalogue
    clock: ClockSetByHand
    ring: Callable[[datetime], Round]

    def live(
        self, rows: Sequence[HistoryRow], ends: datetime, progress: Callable[[int], None]
    ) -> Lived:
        """Let all of it happen, in order of recording, and time pass until the end.

        The people of the installation become those who act in the rows, and whoever else is
        needed. `progress` is told of each row. Raises Fault when the database fails.
        """
        lived = Lived()
        self._employ(rows)
        for row in rows:
            self._time_passes(row.recorded_at, lived)
            self._happens(row, lived)
            progress(1)
        self._time_passes(ends, lived)
        return lived

    def _employ(self, rows: Sequence[HistoryRow]) -> None:
        with self.store.writing() as writing:
            process = self.catalogue.newest(writing, "").process
            acting = ((row.actor, row.role) for row in rows)
            leave = london_day(self.clock()) + timedelta(days=60)
            writing.replace_people(staff_of(acting, process, leave))

    def _happens(self, row: HistoryRow, lived: Lived) -> None:
        try:
            self._commanded(self._command(row))
            lived.commands += 1
        except Refused as refused:
            lived.refused.append(RowRefused(row, refused.code, str(refused)))
        self._look_at_what_is_held()
        self._ring(lived)

    def _commanded(self, command: Command) -> None:
        """Who does not see the case, as a member of a panel before it met, says why they must."""
        try:
            run(self.store, self.catalogue, command)
        except Refused as refused:
            if refused.code != "not_yours":
                raise
            door = Door(store=self.store, catalogue=self.catalogue)
            with self.store.reading() as reading:
                person = known_person(reading, command.actor)
            door.break_glass(person, command.case, "Invented: asked to decide on it.", self.clock())
            run(self.store, self.catalogue, command)

    def _look_at_what_is_held(self) -> None:
        """The unit looks at every list that was held back for it, and lets it go."""
        with self.store.reading() as reading:
            held = [posting.id for posting in reading.postings(MessageState.HELD)]
        if held:
            with self.store.writing() as writing:
                for message_id in held:
                    release(writing, message_id)

    def _time_passes(self, until: datetime, lived: Lived) -> None:
        for moment in self._instants(until):
            self.clock.set(moment)
            self._ring(lived)
        self.clock.set(until)

    def _instants(self, until: datetime) -> Iterator[datetime]:
        """When the clock rings before that moment: at each timer, and for the digests of a day."""
        while (now := self.clock()) < until:
            with self.store.reading() as reading:
                first, waiting = reading.first_pending(now), reading.waiting_since() is not None
            moments = [_digests_after(now)]
            moments += [max(first, now + SHORTEST_PAUSE)] if first else []
            moments += [now + PAUSE_WHILE_WAITING] if waiting else []
            if min(moments) >= until:
                return
            yield min(moments)

    def _ring(self, lived: Lived) -> None:
        done = self.ring(self.clock())
        lived.fired += done.fired
        lived.incidents += done.incidents
        lived.sent += done.sent

    def _command(self, row: HistoryRow) -> Command:
        opening = row.event == OPEN_CASE
        return Command(
            case=self._reference(row.case),
            event=row.event,
            workflow=row.workflow if opening else "",
            policy=row.policy if opening else "",
            occurred_on=row.occurred_on,
            recorded_at=self.clock(),
            actor=row.actor,
            role=row.role,
            facts=row.facts,
        )

    def _reference(self, named: str) -> str:
        """The case that a row means. Raises Refused where that link leads nowhere."""
        ref, linked, link = named.partition(LINKED)
        if not linked:
            return ref
        with self.store.reading() as reading:
            _, case = loaded(reading, self.catalogue, ref)
        found = list(case.links.get(link, {}))
        if not found:
            raise Refused("unknown_case", f"{ref} has no case under {link}", case=ref)
        return found[-1]


def _digests_after(now: datetime) -> datetime:
    """When the next digests are due."""
    return at_time(day_of_digest(now) + timedelta(days=1), DIGEST_AT)
