"""How long it takes to import 2,000 rows of history. Target: 5 s.

The rows are of invented families over two years. Timed is what `caseward import` does after it has
read its arguments: read the file, fold every row, drain timers, seal the history, write, with one
commit for each group of tied cases. The database's own settings are read back and printed; what
was written is counted, and every case verified, before a figure counts.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

from definitions import FOLDER
from workflow.app import App, compose
from workflow.definition.reader import read_calendar
from workflow.engine.audit import Verdict, verify
from workflow.engine.history_file import read_histories
from workflow.engine.import_histories import import_histories
from workflow.settings import Settings
from workflow.simulation.families import invented_families
from workflow.simulation.sample import write_histories

ROWS, ROUNDS, TARGET_SECONDS = 2_000, 3, 5.0


def histories(folder: Path) -> Path:
    """A file of 2,000 rows: whole families first, then the beginning of the next."""
    calendar = read_calendar(FOLDER / "calendars" / "england.yaml")
    began, ends = date(2024, 11, 25), date(2026, 11, 20)
    rows = invented_families(60, seed=7, began=began, ends=ends, calendar=calendar)[:ROWS]
    assert len(rows) == ROWS
    write_histories(folder / "histories.csv", rows)
    return folder / "histories.csv"


def app_over(folder: Path, name: str) -> App:
    """A new database with the packaged process published."""
    app = compose(Settings(database_url=f"sqlite:///{folder / name}"))
    app.initialise()
    return app


def one_round(folder: Path, file: Path, number: int) -> float:
    """Seconds of one import into a new database."""
    app = app_over(folder, f"import-{number}.db")
    begun = time.perf_counter()
    rows = read_histories(file)
    summary = import_histories(app.store, app.catalogue, rows, now=app.now())
    seconds = time.perf_counter() - begun
    assert (summary.landed, summary.refused) == (ROWS, [])
    assert {finding.verdict for finding in verify(app.store, app.catalogue)} == {Verdict.FINE}
    with app.store.reading() as reading:
        print(f"round {number}: {seconds:.2f} s", dict(reading.counts()), flush=True)
    app.store.close()
    return seconds


def durability(folder: Path) -> str:
    """What the database says of itself."""
    app = app_over(folder, "settings.db")
    with app.store.reading():
        pass
    with create_engine(app.settings.database_url).connect() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    return f"SQLite, journal_mode={journal}, synchronous=FULL (set on each connection), one writer"


def main() -> int:
    """Print the figure; exit 1 when the median misses the target."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        print(durability(folder))
        file = histories(folder)
        rounds = [one_round(folder, file, number) for number in range(1, ROUNDS + 1)]
    median = statistics.median(rounds)
    figure = f"median {median:.2f} s ({median / ROWS * 1e6:.0f} µs a row)"
    print(f"import of {ROWS} rows: {figure}, target {TARGET_SECONDS} s")
    return 0 if median <= TARGET_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
