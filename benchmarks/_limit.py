"""The limit: what the driver needs for the same rows, or the same question, with all else done."""

from __future__ import annotations

from workflow.store.connecting import engine_of
from workflow.store.location import sqlite_file

_FIRST = "SELECT min(wakes_at) FROM \"case\" WHERE authority = '841' AND wakes_at IS NOT NULL"


class Limit:
    """A connection of the driver to a database of ours. What it writes is undone."""

    def __init__(self, url: str) -> None:
        self._engine = engine_of(url, 5000)
        self._raw = self._engine.raw_connection()
        self._cursor = self._raw.cursor()
        self._begin, self._sign = ("BEGIN IMMEDIATE", "?") if sqlite_file(url) else ("", "%s")

    def writes(self, ref: str, times: int) -> int:
        """Write the timers of that case so many times, in one transaction; how many in all."""
        of_case = f"(SELECT case_id FROM \"case\" WHERE ref = '{ref}')"
        self._cursor.execute(f"SELECT * FROM timer WHERE case_id = {of_case}")
        names = [column[0] for column in self._cursor.description]
        place = names.index("timer_id")
        found = [tuple(row) for row in self._cursor.fetchall()]
        statement = (
            f"INSERT INTO timer ({', '.join(names)})"
            f" VALUES ({', '.join(self._sign for _ in names)}) ON CONFLICT DO NOTHING"
        )
        self._raw.rollback()
        if self._begin:
            self._cursor.execute(self._begin)
        for number in range(times):
            rows = [(*row[:place], f"{row[place]}/{number}", *row[place + 1 :]) for row in found]
            self._cursor.executemany(statement, rows)
        self._raw.rollback()
        return times * len(found)

    def asks(self, times: int) -> int:
        """Ask for the earliest instant."""
        for _ in range(times):
            self._cursor.execute(_FIRST)
            assert self._cursor.fetchone() is not None
        self._raw.rollback()
        return times

    def close(self) -> None:
        """Close the connection."""
        self._raw.close()
        self._engine.dispose()
