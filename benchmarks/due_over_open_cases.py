"""How long `caseward due --json` takes over 10,000 open cases. Target: 3 s, as a whole process.

The cases are invented families of the last weeks before the chosen day, so that all are open. The
time includes starting Python, and writing every task as JSON to a pipe that is read.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.import_histories import app_over
from definitions import FOLDER
from workflow.definition.reader import read_calendar
from workflow.engine.history_file import read_histories
from workflow.engine.import_histories import import_histories
from workflow.simulation.families import invented_families
from workflow.simulation.sample import write_histories

CASES, FAMILIES, ROUNDS, TARGET_SECONDS = 10_000, 6_050, 3, 3.0


def filled(folder: Path) -> str:
    """The address of a database with at least 10,000 open cases."""
    calendar = read_calendar(FOLDER / "calendars" / "england.yaml")
    began, ends = date(2026, 11, 9), date(2026, 11, 20)
    rows = invented_families(FAMILIES, seed=11, began=began, ends=ends, calendar=calendar)
    write_histories(folder / "histories.csv", rows)
    app = app_over(folder, "due.db")
    begun = time.perf_counter()
    read = read_histories(folder / "histories.csv")
    summary = import_histories(app.store, app.catalogue, read, now=app.now())
    assert not summary.refused
    print(f"(set-up: {summary.landed} rows in {time.perf_counter() - begun:.0f} s)", flush=True)
    app.store.close()
    return app.settings.database_url


def one_round(url: str) -> float:
    """Seconds of one `caseward due --json`, checked."""
    begun = time.perf_counter()
    command = [Path(sys.executable).with_name("caseward"), "due", "--json"]
    environment = {**os.environ, "CASEWARD_DATABASE_URL": url}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    seconds = time.perf_counter() - begun
    cases = json.loads(done.stdout)
    tasks = sum(len(case["tasks"]) for case in cases)
    assert len(cases) >= CASES, f"only {len(cases)} open cases: raise FAMILIES"
    print(f"{len(cases)} open cases, {tasks} open tasks: {seconds:.2f} s", flush=True)
    return seconds


def main() -> int:
    """Print the figure; exit 1 when the median misses the target."""
    with TemporaryDirectory() as name:
        url = filled(Path(name))
        rounds = [one_round(url) for _ in range(ROUNDS)]
    median = statistics.median(rounds)
    print(f"due over {CASES} open cases: median {median:.2f} s, target {TARGET_SECONDS} s")
    return 0 if median <= TARGET_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
