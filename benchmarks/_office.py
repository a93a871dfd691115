"""An office of one invented process, whose cases arm ten timers each or none.

`ladder` and `plain` differ in the rungs only. A case is opened through the one door; for a million
timers one such case is copied within the database, row by row, with instants a minute apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, func, select

from definitions import FOLDER
from workflow.case.model import Case, Command
from workflow.case.record import case_from
from workflow.case.simulated_time import RUNG_PASSED
from workflow.case.timers import timers_of
from workflow.definition.model import OPEN_CASE
from workflow.definition.release import Release
from workflow.engine.catalogue import Catalogue
from workflow.engine.run import run
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.service import CEILING, PULSE, Service
from workflow.scheduler.tick import Point, Ticked, Ticker
from workflow.store.clock_tables import MESSAGE
from workflow.store.connecting import engine_of
from workflow.store.database import Store
from workflow.store.stored import CaseChange, Person
from workflow.store.tables import CASE, HISTORY, PAYLOAD, TASK, TIMER

RUNGS = 10
"""Timers that a case of `ladder` arms."""

LEAD = 42
"""Days from the first rung of a case to its due date; the others fire after that."""

TEMPLATE = date(2026, 1, 6)
"""When the case is opened that is copied."""

FAR = date(2027, 10, 29)
"""When the tasks of copied cases are due: after all that a benchmark fires."""

_TEXT = """
roles: {{worker: Worker}}
title: {title}
workflow: {name}
open_case: {{by: [worker], asks: [due_by], to: open}}
facts: {{due_by: {{type: date}}}}
tasks:
  hold:
    role: worker
    done_by: hold
    due: {{same day of: due_by}}
{ladder}
states:
  open:
    title: Open
    steps:
      hold: {{by: [worker], to: closed}}
      note: {{by: [worker], stay: yes}}
  closed: {{title: Closed, final: true}}
"""
_LADDER = "    escalate:\n" + "".join(
    f"      - {{at: {at}, to: worker, notice: rung_{number}}}\n"
    for number, at in enumerate(
        [f"{LEAD} days before", *(f"{days} working days after" for days in range(21, 20 + RUNGS))]
    )
)


def write_process(folder: Path) -> None:
    """Write the process into a folder below that one."""
    process = folder / "process"
    process.mkdir(exist_ok=True)
    for name, ladder in (("ladder", _LADDER), ("plain", "")):
        text = dedent(_TEXT).format(title=name.title(), name=name, ladder=ladder)
        (process / f"{name}.yaml").write_text(text, "utf-8")


class _Undone(Exception):
    """Ends a transaction whose work is not kept."""


class Office:
    """A new database with the process published and one person; what happens to its cases."""

    def __init__(self, folder: Path, url: str) -> None:
        self.store = Store(url, "841")
        write_process(folder)
        self.catalogue = catalogue_in(folder)
        self._opened = 0
        self.store.create_or_upgrade()
        with self.store.writing() as writing:
            self.catalogue.publish(writing, noon(date(2026, 1, 5)), "process owner")
            asha = Person(person="asha", name="Asha", email="asha@example.org", roles=("worker",))
            writing.replace_people([asha])

    def open(self, workflow: str, on: date, due_by: date) -> str:
        """Open a case shortly after noon of that day, a second after the one before, so that their
        ids lie in that order as those of any office do; its reference.
        """
        self._opened += 1
        ref = f"{workflow}-{self._opened}"
        self.does(ref, OPEN_CASE, on, workflow=workflow, due_by=due_by.isoformat())
        return ref

    def does(self, ref: str, event: str, on: date, *, workflow: str = "", **facts: Any) -> None:
        """A step of asha at noon of that day."""
        command = Command(
            case=ref,
            event=event,
            workflow=workflow,
            occurred_on=on,
            recorded_at=noon(on) + timedelta(seconds=self._opened),
            actor="asha",
            facts=facts,
        )
        run(self.store, self.catalogue, command)

    def tick(self, now: datetime) -> Ticked:
        """One round of the clock."""
        return Ticker(store=self.store, catalogue=self.catalogue).tick(now)

    def with_pending(self, timers: int) -> None:
        """Let so many timers be pending, of copies of one case."""
        ref = self.open("ladder", TEMPLATE, FAR)
        with self._connected() as connection:
            connection.exec_driver_sql(_NUMBERS.format(count=timers // RUNGS - 1))
            for table in (CASE, HISTORY, PAYLOAD, TASK, TIMER):
                kept = [column.name for column in table.c]
                taken = (_copied(connection.dialect.name, column, ref) for column in kept)
                connection.exec_driver_sql(
                    f'INSERT INTO "{table.name}" ({", ".join(kept)})'
                    f' SELECT {", ".join(taken)} FROM "{table.name}" AS was CROSS JOIN numbers'
                )
            connection.exec_driver_sql("DROP TABLE numbers")

    # -- parts of an advance -----------------------------------------------------------------------

    def works_out(self, ref: str, times: int) -> int:
        """Work out the instants of a case's timers so many times; how many they were in all."""
        release, case = self._read(ref)
        calendar = self.catalogue.calendar(case.calendar)
        return sum(len(timers_of(release, calendar, case)) for _ in range(times))

    def flushes(self, ref: str, times: int, *, timers: bool) -> int:
        """Write so many copies of a case, with its timers or without, and undo it all."""
        release, case = self._read(ref)
        armed = timers_of(release, self.catalogue.calendar(case.calendar), case) if timers else ()
        with suppress(_Undone), self.store.writing() as writing:
            for number in range(times):
                copy = replace(case, ref=f"{ref}-{number}")
                writing.flush([CaseChange(was=None, case=copy, timers=armed)])
            raise _Undone
        return times

    def _read(self, ref: str) -> tuple[Release, Case]:
        with self.store.reading() as reading:
            stored = reading.case(ref)
            assert stored is not None
            release = self.catalogue.release(reading, stored.release)
        return release, case_from(stored.snapshot, release.workflow(stored.workflow))

    @contextmanager
    def worker(self, now: datetime) -> Iterator[Idler]:
        """A worker with nothing to do at that moment."""
        made = Idler(self, now)
        yield made
        assert not made.ticks, "a ring with nothing due went into a tick"

    # -- what came of it ---------------------------------------------------------------------------

    def armed(self) -> set[tuple[str, int]]:
        """How many timers the cases of a workflow have: each number that there is of one."""
        armed = select(CASE.c.workflow, func.count(TIMER.c.timer_id)).join(
            TIMER, CASE.c.case_id == TIMER.c.case_id, isouter=True
        )
        with self._connected() as connection:
            found = connection.execute(armed.group_by(CASE.c.workflow, CASE.c.case_id)).all()
        return {(workflow, count) for workflow, count in found}

    def effects(self) -> tuple[int, int, int]:
        """Of the cases that were opened, how many first rungs had their effect once, more often,
        and not at all: a row of the history, a message to asha, and the mark on the timer.
        """
        opened = CASE.c.ref.like("ladder-%")
        mine = CASE.c.case_id
        deeds = _of_case(HISTORY, HISTORY.c.case_id == mine, HISTORY.c.event == RUNG_PASSED)
        messages = _of_case(MESSAGE, MESSAGE.c.case_id == mine)
        fired = _of_case(TIMER, TIMER.c.case_id == mine, TIMER.c.fired_at.is_not(None))
        query = select(deeds, messages, fired).where(
            opened, CASE.c.opened_on != TEMPLATE.isoformat()
        )
        with self._connected() as connection:
            found = Counter(tuple(row) for row in connection.execute(query))
        once, never = found.pop((1, 1, 1), 0), found.pop((0, 0, 0), 0)
        return once, sum(found.values()), never

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = engine_of(self.store.url, 5000)
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
        engine.dispose()


class Idler:
    """A worker that is rung by hand, a quarter of a minute apart, and finds nothing due."""

    def __init__(self, office: Office, now: datetime) -> None:
        self.ticks: list[Point] = []
        self._now, self._seconds = now, 0.0
        ticker = Ticker(store=office.store, catalogue=office.catalogue, reached=self.ticks.append)
        self._service = Service(ticker, lambda: now, Metrics(), passed=lambda: self._seconds)
        self._lookout = office.store.lookout(lambda: now)

    def rings(self, times: int) -> int:
        """All that a ring does."""
        pause, ring = CEILING.total_seconds(), self._service.ring
        for _ in range(times):
            self._seconds += pause
            ring()
        assert self._service.health().ok
        return times

    def looks(self, times: int) -> int:
        """The look alone."""
        assert all(self._lookout.look(wholly=False) for _ in range(times))
        return times

    def beats(self, times: int) -> int:
        """The pulse alone, as often as so many rings write it."""
        assert all(self._lookout.beat(self._now) for _ in range(0, times, PULSE // CEILING))
        return times


def catalogue_in(folder: Path) -> Catalogue:
    """The process that was written into that folder."""
    return Catalogue(folder / "process", FOLDER / "calendars")


def _of_case(table: Table, *criteria: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many rows of a table there are for a case."""
    return select(func.count()).select_from(table).where(*criteria).scalar_subquery()


def noon(day: date) -> datetime:
    """12:00 UTC of that day."""
    return datetime.combine(day, time(12), UTC)


_NUMBERS = """
CREATE TEMPORARY TABLE numbers AS
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
SELECT i FROM n
"""


def _copied(dialect: str, column: str, ref: str) -> str:
    """What a copy has in a column, in SQL."""
    id_ = "substr(was.case_id, 1, 24) || substr(CAST(1000000000000 + i AS TEXT), 2)"
    later = {
        "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', {}, '+' || (i % 10000) || ' minutes')",
        "postgresql": "{} + mod(i, 10000) * interval '1 minute'",
    }[dialect]
    copy_ref = "'copy-' || i"
    return {
        "case_id": id_,
        "ref": copy_ref,
        "at": later.format("was.at"),
        "wakes_at": later.format("was.wakes_at"),
        "snapshot": f"replace(was.snapshot, '{ref}', {copy_ref})",
    }.get(column, f'was."{column}"')
