"""APScheduler 3.11 with its SQLAlchemyJobStore, on a database of its own with our settings.

No thread runs: it is woken by hand, so that only what a wake-up does is timed.
"""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped]
from apscheduler.schedulers.base import BaseScheduler  # type: ignore[import-untyped]
from sqlalchemy import insert

from workflow.store.connecting import engine_of
from workflow.store.location import sqlite_file

FAR = datetime(2040, 1, 2, 7, tzinfo=UTC)
"""When the jobs are due: after the real clock, which APScheduler goes by."""


def notify(case: str, task: str, rung: int) -> None:
    """What a job would call, with what tells one timer from another."""


class Peer(BaseScheduler):  # type: ignore[misc]
    """A scheduler that waits for nothing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = engine_of(url, 5000)
        if sqlite_file(url) is None:
            # At its best: it need not ask before each use whether the server is still there.
            self._engine.pool._pre_ping = False
        self._jobs = SQLAlchemyJobStore(engine=self._engine)
        super().__init__(jobstores={"default": self._jobs}, timezone=UTC)
        self.start()

    def wakeup(self) -> None:
        """Called for each job that is added: there is no thread to wake."""

    def shutdown(self, wait: bool = True) -> None:
        """Close the connections too."""
        super().shutdown(wait)
        self._engine.dispose()

    def schedule(self, case: str, timers: int) -> None:
        """The timers of a case, a job each."""
        for rung in range(timers):
            at = FAR + timedelta(minutes=rung)
            self.add_job(notify, "date", run_date=at, args=(case, "hold#1", rung))

    def with_pending(self, jobs: int) -> None:
        """Let so many jobs be there, a minute apart: copies of one that was added."""
        self.schedule("copy", 1)
        (first,) = self.get_jobs()
        state = first.__getstate__()
        rows = []
        for number in range(1, jobs):
            at = FAR + timedelta(minutes=number % 10_000)
            trigger = type(first.trigger)(at, UTC)
            args = (f"copy-{number}", "hold#1", number % 10)
            id_ = f"{number:032x}"
            changed = state | {"id": id_, "args": args, "trigger": trigger, "next_run_time": at}
            rows.append(
                {
                    "id": id_,
                    "next_run_time": at.timestamp(),
                    "job_state": pickle.dumps(changed, pickle.HIGHEST_PROTOCOL),
                }
            )
        with self._engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.execute(insert(self._jobs.jobs_t), rows)

    def wakes(self, times: int) -> int:
        """Look for what is due, and when to look again."""
        for _ in range(times):
            assert self._process_jobs() is not None
        return times


class Alarm(BaseScheduler):  # type: ignore[misc]
    """A scheduler with one job, in memory, that does nothing: what makes the worker ring."""

    def __init__(self) -> None:
        # One thread that is waited for: what it has left to do would burden who has the next turn.
        self._thread = ThreadPoolExecutor(max_workers=1)
        super().__init__(timezone=UTC, executors={"default": self._thread})
        self.start()
        # Not the one at a time of the worker: rung so fast, the one before would be in the way.
        self._job = self.add_job(
            nothing, "interval", hours=1, misfire_grace_time=None, max_instances=10_000
        )

    def wakeup(self) -> None:
        """There is no thread to wake."""

    def shutdown(self, wait: bool = True) -> None:
        """End the thread that the job runs in."""
        super().shutdown(wait)

    def rings(self, times: int) -> int:
        """Let the job be due, and start it."""
        for _ in range(times):
            self._job.modify(next_run_time=datetime.now(UTC))
            assert self._process_jobs() is not None
        self._thread._pool.submit(nothing).result()
        return times


def nothing() -> None:
    """What is rung for, here."""
