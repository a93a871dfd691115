"""What timers cost, beside APScheduler 3.11 with its SQLAlchemyJobStore on the same database.

Three questions, on SQLite and on PostgreSQL, each answered by ratios within one run:

- scheduling: what ten timers add to the advance that opens a case, for each timer, against one
  `add_job`. Target: 20 times cheaper.
- a ring with nothing due: all that the worker does then with 1,000,000 timers pending, which is its
  look, and a pulse at every sixteenth; against a wake-up of APScheduler with 100,000 jobs. Target:
  50 times cheaper on SQLite, 10 times on PostgreSQL. What rings is APScheduler too, with one job in
  memory: that is told apart, and so is a whole tick, which a ring with nothing due is spared.
- firing: a whole tick for each timer that was due, with 1,000,000 pending against 10,000 pending.
  Target: at most 1.3 times as much; no effect twice, also when four processes tick at once.

Contenders take turns, there and back (A B C C B A); of all turns the median counts. `by hand` is
the limit: the same rows, or the one question, worked out beforehand and given to the driver alone.
Without `--full` there are ten times fewer timers and jobs, and fewer rounds.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._apscheduler import Alarm, Peer
from benchmarks._databases import Databases, both
from benchmarks._limit import Limit
from benchmarks._office import LEAD, RUNGS, Office, catalogue_in, noon
from benchmarks._pairs import Pairs
from benchmarks._turns import Verdicts, in_turns, shown
from workflow.scheduler.tick import Ticker
from workflow.store.database import Store

FULL = "--full" in sys.argv
PENDING, FEW, JOBS = (1_000_000, 10_000, 100_000) if FULL else (100_000, 10_000, 10_000)
ROUNDS = 8 if FULL else 4
CASES, TICKS, RINGS, DUE, PROCESSES = 25, 25, 200, 100, 4
EMPTY_TARGET = {"SQLite": 50, "PostgreSQL": 10}
TODAY = date(2026, 3, 2)
LATER = TODAY + timedelta(days=100)


@contextmanager
def office(databases: Databases, folder: Path, pending: int = 0) -> Iterator[Office]:
    """An office over a new database, with so many timers pending."""
    made = Office(folder, databases.fresh())
    try:
        if pending:
            made.with_pending(pending)
        databases.settle(made.store.url)
        yield made
    finally:
        made.store.close()


@contextmanager
def peer(databases: Databases, jobs: int = 0) -> Iterator[Peer]:
    """APScheduler over a new database of the same kind, with so many jobs."""
    made = Peer(databases.fresh())
    try:
        if jobs:
            made.with_pending(jobs)
        databases.settle(made.url)
        yield made
    finally:
        made.shutdown()


# -- scheduling ------------------------------------------------------------------------------------


def scheduling(databases: Databases, folder: Path, verdicts: Verdicts) -> None:
    """What a timer costs where it is brought about."""
    print(f"Scheduling, {RUNGS} timers to a case")
    with (
        office(databases, folder) as ours,
        office(databases, folder) as others,
        peer(databases) as theirs,
    ):
        ref = ours.open("ladder", TODAY, LATER)
        limit = Limit(ours.store.url)

        pairs = Pairs(ours, others, TODAY, LATER)

        def adds_jobs() -> int:
            for number in range(CASES):
                theirs.schedule(f"case-{number}", RUNGS)
            return CASES * RUNGS

        found = in_turns(
            {
                f"advance without timers and with {RUNGS}": pairs,
                "add_job, a job": adds_jobs,
                "flush of a case without timers, not kept": lambda: ours.flushes(
                    ref, CASES, timers=False
                ),
                f"flush of a case with {RUNGS} timers, not kept": lambda: ours.flushes(
                    ref, CASES, timers=True
                ),
                "working out their instants, a timer": lambda: ours.works_out(ref, CASES),
                "rows by hand in an open transaction, a timer": lambda: limit.writes(
                    ref, CASES * 8
                ),
            },
            ROUNDS * 2,
        )
        limit.close()
        _, job, bare, armed, instants, _ = map(statistics.median, found.values())
        each, rows = pairs.difference() / RUNGS, (armed - bare) / RUNGS
        assert (ours.armed(), others.armed()) == ({("ladder", RUNGS)}, {("plain", 0)})
        print(
            f"  a timer adds {each:.1f} µs to the advance: {instants:.1f} to work it out,", end=""
        )
        print(f" {rows:.1f} to write it, the rest in the commit")
        print(f"  add_job / writing the row alone: {job / rows:.1f}")
        verdicts.at_least(
            f"{databases.kind}: add_job / timer in the advance",
            job / each,
            20,
            [*found.values()][-1],
        )


# -- a ring with nothing due -----------------------------------------------------------------------


def empty_rings(databases: Databases, many: Office, few: Office, verdicts: Verdicts) -> None:
    """What it costs that the alarm rings and there is nothing to do."""
    print(f"A ring with nothing due: {PENDING:,} timers pending, {JOBS:,} jobs")
    now = noon(TODAY)
    with peer(databases, JOBS) as theirs, many.worker(now) as worker, few.worker(now) as other:
        limit, alarm = Limit(many.store.url), Alarm()

        def ticks() -> int:
            return sum(many.tick(now).complete for _ in range(TICKS))

        found = in_turns(
            {
                f"ring, {PENDING:,} pending": lambda: worker.rings(RINGS),
                f"ring, {FEW:,} pending": lambda: other.rings(RINGS),
                "  of which the look": lambda: worker.looks(RINGS),
                "  of which the pulse, at every sixteenth": lambda: worker.beats(RINGS),
                "wake-up of APScheduler": lambda: theirs.wakes(TICKS),
                "the earliest instant, asked by hand": lambda: limit.asks(RINGS),
                "APScheduler in memory, which rings": lambda: alarm.rings(RINGS),
                "a whole tick, which is spared": ticks,
            },
            ROUNDS * 2,
        )
        limit.close()
        alarm.shutdown()
    ring, _, _, _, wake, _, alone, _ = map(statistics.median, found.values())
    print(f"  wake-up of APScheduler / ring and what rings: {wake / (ring + alone):.2f}")
    said = f"{databases.kind}: wake-up of APScheduler / empty ring"
    hand = found["the earliest instant, asked by hand"]
    verdicts.at_least(said, wake / ring, EMPTY_TARGET[databases.kind], hand)


# -- firing ----------------------------------------------------------------------------------------


def firing(databases: Databases, many: Office, few: Office, verdicts: Verdicts) -> None:
    """What a timer costs when it is due."""
    print(f"Firing, {DUE} due timers a turn")
    turns: dict[int, list[float]] = {PENDING: [], FEW: []}
    for number in range(-1, ROUNDS):  # the first is not counted
        pair = [(PENDING, many), (FEW, few)]
        for pending, ours in pair if number % 2 else pair[::-1]:
            seconds = seconds_of_firing(ours, on=TODAY + timedelta(days=3 + number))
            if number >= 0:
                turns[pending].append(seconds / DUE * 1e6)
    cost = {
        pending: shown(f"a due timer, {pending:,} pending", found)
        for pending, found in turns.items()
    }
    said = f"{databases.kind}: a due timer, {PENDING:,} / {FEW:,} pending"
    verdicts.at_most(said, cost[PENDING] / cost[FEW], 1.3, turns[FEW])


def seconds_of_firing(ours: Office, on: date) -> float:
    """How long the tick takes that fires the first rung of so many cases, due at seven that day."""
    make_due(ours, on)
    begun = time.perf_counter()
    ticked = ours.tick(noon(on))
    seconds = time.perf_counter() - begun
    assert (ticked.fired, ticked.incidents) == (DUE, 0)
    return seconds


def make_due(ours: Office, on: date) -> None:
    """Open cases on the day before whose first rung is due on that day."""
    for _ in range(DUE):
        ours.open("ladder", on - timedelta(days=1), on + timedelta(days=LEAD))


def duplicates(databases: Databases, folder: Path, many: Office, few: Office) -> None:
    """Let processes tick at once, then count what came of all that was due: each must be there
    once.
    """
    on = TODAY + timedelta(days=ROUNDS + 4)
    make_due(many, on)
    with get_context("spawn").Pool(PROCESSES) as pool:
        given = [(many.store.url, str(folder), on, time.time() + 3)] * PROCESSES
        shares = pool.starmap(tick_once, given, chunksize=1)
    print(f"  {PROCESSES} processes at once fired {' + '.join(map(str, shares))} of {DUE}")
    due = DUE * (2 * ROUNDS + 3)
    once, twice, never = (sum(both) for both in zip(many.effects(), few.effects(), strict=True))
    print(
        f"  of {due} due timers {once} had their effect once, {twice} not once only, {never} never"
    )
    assert (once, twice, never) == (due, 0, 0)


def tick_once(url: str, folder: str, on: date, begin: float) -> int:
    """One tick of a process of its own, at that moment; how many timers it fired."""
    store = Store(url, "841")
    ticker = Ticker(store=store, catalogue=catalogue_in(Path(folder)))
    time.sleep(max(0.0, begin - time.time()))
    fired = ticker.tick(noon(on)).fired
    store.close()
    return fired


# -- all of it -------------------------------------------------------------------------------------


def compare(databases: Databases, folder: Path, verdicts: Verdicts) -> None:
    """All three questions on databases of one kind."""
    begun = time.perf_counter()
    with office(databases, folder, PENDING) as many, office(databases, folder, FEW) as few:
        print(f"\n{databases.says(many.store.url)}")
        print(f"(set-up: {PENDING:,} pending timers in {time.perf_counter() - begun:.0f} s)")
        scheduling(databases, folder, verdicts)
        empty_rings(databases, many, few, verdicts)
        firing(databases, many, few, verdicts)
        duplicates(databases, folder, many, few)


def main() -> int:
    """Print the figures; exit 1 when a target is missed."""
    verdicts = Verdicts()
    with TemporaryDirectory() as name, both(Path(name)) as kinds:
        print(f"load average before: {os.getloadavg()[0]:.2f}")
        for databases in kinds:
            compare(databases, Path(name), verdicts)
    print(f"\nload average after: {os.getloadavg()[0]:.2f}")
    print(f"targets missed: {verdicts.missed}, no ratio: {verdicts.untold}")
    return 1 if verdicts.missed else 0


if __name__ == "__main__":
    sys.exit(main())
