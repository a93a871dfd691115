"""verify: every hash checked, every case replayed, and what the tables repeat of it compared.

Nothing that somebody changed in the database keeps the other cases from being verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from workflow.case.dealing import dealt_with
from workflow.case.history import replay
from workflow.case.model import FOLD_VERSION, Case, Kind
from workflow.case.record import Json, event_from, moment
from workflow.case.timers import Fired, timers_of
from workflow.deadlines.calendar import Calendar
from workflow.definition.release import Release, digest
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.findable import Dealt, indexed_facts
from workflow.errors import CasewardError
from workflow.store.chain import broken_at
from workflow.store.columns import CaseColumns, Columns, columns_of, deed_columns
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import CaseChange, Repeated, StoredCase, StoredRow

AT_ONCE = 200
"""Cases whose rows are read with one query for each table."""


class Verdict(StrEnum):
    """What verifying a case found."""

    FINE = "fine"
    TAMPERED = "tampered"
    """a history or a release was changed outside the program"""
    DIVERGED = "diverged"
    """the history is whole, and something that was made of it says otherwise"""
    OLDER_FOLD = "older fold"
    """made by an older version of the fold; moved like a release"""
    DESTROYED = "facts destroyed"
    """facts were lawfully destroyed: the chain holds, there is nothing to replay"""


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one case; on a release, when `case` is empty.

    `row` is where the chain breaks. `where` is what else does not fit, parted by ", ":

    - "history": it cannot be read, or not be replayed
    - "case": the case has no row there; `case` is then its id, for nothing else names it
    - "case.closed", "task": a column of the table of cases, or another table
    - "timer.fired_at": a timer that is marked as fired without its deed, or has one without mark
    - "snapshot": the case as it is stored
    - "release 3", "calendar 2": what the history pins is not there as it was
    """

    case: str
    verdict: Verdict
    row: int | None = None
    where: str = ""


def verify(store: Store, catalogue: Catalogue) -> Iterator[Finding]:
    """A finding for each release that is not as published, then for each case as it was opened.

    Last come the histories whose case is gone.
    """
    with store.reading() as reading:
        yield from _Audit(reading, catalogue).findings()


class _Audit:
    """One verification. `_sound` are the releases that are there as they were published."""

    def __init__(self, reading: Reading, catalogue: Catalogue) -> None:
        self._reading, self._catalogue = reading, catalogue
        self._numbers = reading.release_numbers()
        self._sound = {number for number in self._numbers if _as_published(reading, number)}

    def findings(self) -> Iterator[Finding]:
        for number in self._numbers:
            if number not in self._sound:
                yield Finding("", Verdict.TAMPERED, where=f"release {number}")
        cases = list(self._reading.cases())
        for start in range(0, len(cases), AT_ONCE):
            some = cases[start : start + AT_ONCE]
            repeated = self._reading.repeated([stored.case_id for stored in some])
            for stored in some:
                yield self._finding(stored, repeated[stored.case_id])
        for case_id in self._reading.strays():
            yield Finding(case_id, Verdict.TAMPERED, where="case")

    def _finding(self, stored: StoredCase, repeated: Repeated) -> Finding:
        rows = self._reading.history(stored.case_id)
        if (broken := _broken(stored, rows)) is not None:
            return broken
        # As the sealed history says, because the columns of the case may have been changed.
        number, edition = rows[-1].record["release"], rows[-1].record["calendar"]
        if (release := self._release(number)) is None:
            return Finding(stored.ref, Verdict.TAMPERED, where=f"release {number}")
        if any(row.record["facts"] is None for row in rows):
            return Finding(stored.ref, Verdict.DESTROYED)
        if stored.fold_version != FOLD_VERSION:
            return Finding(stored.ref, Verdict.OLDER_FOLD)
        try:
            calendar = self._catalogue.calendar(edition)
        except CasewardError:
            return Finding(stored.ref, Verdict.DIVERGED, where=f"calendar {edition}")
        where = ", ".join(_differing(release, calendar, stored, rows, repeated, self._dealt))
        return Finding(stored.ref, Verdict.DIVERGED if where else Verdict.FINE, where=where)

    def _dealt(self, release: Release, case: Case) -> Dealt:
        """The cases that one deals with, as they are stored: each is verified by itself."""
        for ref in dealt_with(release.workflow(case.workflow), case):
            release_there, there = loaded(self._reading, self._catalogue, ref)
            yield release_there.workflow(there.workflow), there

    def _release(self, number: int) -> Release | None:
        """The release; None when it is gone, was changed, or can no longer be read."""
        if number not in self._sound:
            return None
        try:
            return self._catalogue.release(self._reading, number)
        except CasewardError:
            self._sound.discard(number)
            return None


def _as_published(reading: Reading, number: int) -> bool:
    try:
        stored = reading.release(number)
        return stored is not None and digest(stored.content, stored.policy) == stored.digest
    except (ValueError, TypeError, AttributeError):  # too damaged to be read, or no texts
        return False


def _broken(stored: StoredCase, rows: list[StoredRow]) -> Finding | None:
    """What is wrong with the chain, if anything is."""
    try:
        row = broken_at(stored.case_id, rows, stored.head_hash) if rows else 1
    except (ValueError, TypeError, AttributeError):  # a value that no row of ours can hold
        return Finding(stored.ref, Verdict.TAMPERED, where="history")
    return None if row is None else Finding(stored.ref, Verdict.TAMPERED, row)


def _differing(
    release: Release,
    calendar: Calendar,
    stored: StoredCase,
    rows: list[StoredRow],
    repeated: Repeated,
    dealt: Callable[[Release, Case], Dealt],
) -> list[str]:
    """What says otherwise than the history, in the words of `Finding.where`."""
    try:
        case, deeds = _replayed(release, calendar, stored, rows)
        timers = timers_of(release, calendar, case, _fired(repeated["timer"]))
    except Exception:  # noqa: BLE001  # whatever it falls over, the other cases have to be verified
        return ["history"]
    expected = columns_of(
        rows[0].authority,
        CaseChange(
            was=replace(stored, head_seq=rows[-1].seq),
            case=case,
            timers=timers,
            indexed=_indexed(release, calendar, case, repeated, dealt),
        ),
    )
    found = list(_differing_columns(expected, repeated["case"][0]))
    if _fired(repeated["timer"]) != set(_deeds_of_timers(rows)):
        found.append("timer.fired_at")
    if expected.stored.snapshot != stored.snapshot:
        found.append("snapshot")
    return [*found, *_differing_tables(replace(expected, deeds=deeds), repeated)]


def _indexed(
    release: Release,
    calendar: Calendar,
    case: Case,
    repeated: Repeated,
    dealt: Callable[[Release, Case], Dealt],
) -> Mapping[str, str]:
    try:
        return indexed_facts(release, calendar, case, list(dealt(release, case)))
    except Exception:  # noqa: BLE001  # one that it deals with is damaged, and told of by itself
        return {row["name"]: row["value"] for row in repeated["indexed_fact"]}


def _replayed(
    release: Release, calendar: Calendar, stored: StoredCase, rows: list[StoredRow]
) -> tuple[Case, list[Columns]]:
    """The case, and what its rows say of who has seen its tasks and has got them."""
    # The history names neither: so what the snapshot says, and a column that differs is found.
    kept: object = stored.snapshot
    said = kept if isinstance(kept, dict) else {}
    ref, name = said.get("ref", stored.ref), said.get("workflow", stored.workflow)
    if name not in release.process.workflows:
        name = stored.workflow
    workflow = release.workflow(name)
    events = [event_from(row.record, workflow) for row in rows]
    key = {"authority": rows[0].authority, "case_id": stored.case_id}
    return replay(release, calendar, ref, name, events), deed_columns(key, events)


def _fired(timers: Iterable[Json]) -> set[Fired]:
    """The timers that have fired, but for those of which that can no longer be read."""
    fired: set[Fired] = set()
    for timer in timers:
        if timer["fired_at"] is not None:
            with suppress(ValueError, TypeError):
                fired.add((timer["timer_id"], moment(timer["due"])))
    return fired


def _deeds_of_timers(rows: Iterable[StoredRow]) -> Iterator[Fired]:
    """The timers that have fired, as the deeds of the history tell it: each has left one."""
    for row in rows:
        facts = row.record["facts"]
        if row.record["kind"] == Kind.DEED and "timer" in facts:
            yield facts["timer"], moment(facts["due"])


def _differing_columns(expected: CaseColumns, kept: Json) -> Iterator[str]:
    wakes_at: datetime | None = expected.case["wakes_at"]
    ours = {**expected.case, "wakes_at": _as_read(wakes_at) if wakes_at else None}
    return (f"case.{name}" for name, value in kept.items() if value != ours[name])


def _differing_tables(expected: CaseColumns, repeated: Repeated) -> Iterator[str]:
    pending = [timer for timer in repeated["timer"] if timer["fired_at"] is None]
    timers = [_as_kept(row) for row in expected.timers]
    compared = {
        "task": (expected.tasks, repeated["task"]),
        "task_deed": (expected.deeds, repeated["task_deed"]),
        "timer": (timers, pending),
        "link": (expected.links, repeated["link"]),
        "indexed_fact": (expected.indexed, repeated["indexed_fact"]),
    }
    return (table for table, (ours, kept) in compared.items() if _as_set(ours) != _as_set(kept))


def _as_kept(timer: Columns) -> Columns:
    """A pending timer as it is read back, without what no history tells."""
    kept = {name: timer[name] for name in timer if name not in ("armed_at", "claimed_at")}
    return {**kept, "at": _as_read(timer["at"])}


def _as_read(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _as_set(rows: Iterable[Columns]) -> set[frozenset[tuple[str, object]]]:
    return {frozenset(row.items()) for row in rows}
