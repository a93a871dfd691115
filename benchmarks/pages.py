"""How long the server takes over a page with 100,000 cases and 1,000,000 events. Target: 50 ms.

Invented families of two years are imported, and their cases then copied within the database, row by
row, each copy under a reference, in a family and with people of its own, all as open and as late as
the first.
Timed is all that the application does from a request to the last byte of its page, in a browser
without a screen, signed in; the number of questions to the database is told beside it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, Table, event
from starlette.testclient import TestClient

from benchmarks._databases import Files
from benchmarks.import_histories import app_over
from definitions import FOLDER
from workflow.app import App
from workflow.definition.reader import read_calendar
from workflow.engine.accounts import hashed, new_token
from workflow.engine.history_file import read_histories
from workflow.engine.import_histories import import_histories
from workflow.simulation.families import invented_families
from workflow.simulation.sample import write_histories
from workflow.store.connecting import engine_of
from workflow.store.stored import Person
from workflow.store.stored_access import Session
from workflow.store.tables import CASE, HISTORY, INDEXED_FACT, LINK, PAYLOAD, TASK
from workflow.web.application import create

CASES, EVENTS, WORKERS, ROUNDS, TARGET_MS = 100_000, 1_000_000, 300, 11, 50.0
BEGAN, ENDS = date(2024, 11, 25), date(2026, 11, 20)
PAGES = (
    ("worklist of a manager", "boss", "/"),
    ("worklist of a worker", "worker.7", "/"),
    ("case", "boss", "/cases/{case}"),
    ("board", "boss", "/board"),
    ("board, late", "boss", "/board?late=yes"),
    ("board of a worker", "boss", "/board?worker=worker.7"),
    ("board of a team", "boss", "/board?team=team.7"),
)
FIGURES = (
    ("a list", "boss", "/board/lists/child_protection/plan_over_nine_months"),
    ("late tasks of a name", "boss", "/board/tasks/child_protection/visit_child?late=yes"),
    ("escalations", "boss", "/board/escalations"),
    ("workload", "boss", "/board/workload"),
    ("forecast", "boss", "/board/forecast"),
    ("where cases wait", "boss", "/board/waits"),
)
"""Pages that look at every case: told, without a target."""


def filled(folder: Path) -> App:
    """An office of the size that is asked for."""
    calendar = read_calendar(FOLDER / "calendars" / "england.yaml")
    rows = invented_families(60, seed=7, began=BEGAN, ends=ENDS, calendar=calendar)
    write_histories(folder / "histories.csv", rows)
    app = app_over(folder, "pages.db")
    import_histories(
        app.store, app.catalogue, read_histories(folder / "histories.csv"), now=app.now()
    )
    with app.store.reading() as reading:
        cases = reading.counts("case")["case"]
        flows = app.catalogue.newest(reading, "").process.workflows.values()
    roles = {role for flow in flows for role in flow.roles}
    _employ(app, sorted(roles - {"conference_chair", "panel_member"}))
    _copied(app.store.url, -(-CASES // cases))
    with app.store.reading() as reading:
        found = reading.counts("case", "history", "task", "indexed_fact")
    print(found, Files(folder).says(app.store.url), flush=True)
    assert found["case"] >= CASES
    assert found["history"] >= EVENTS
    return app


def _employ(app: App, roles: list[str]) -> None:
    workers = [
        _person(f"worker.{number}", f"team.{number // 10}", "social_worker")
        for number in range(WORKERS)
    ]
    with app.store.writing() as writing:
        writing.replace_people([_person("boss", "", *roles), *workers])


def _person(name: str, team: str, *roles: str) -> Person:
    return Person(person=name, name=name.title(), email="", roles=roles, team=team)


def _copied(url: str, times: int) -> None:
    engine = engine_of(url, 5000)
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql(
            "CREATE TEMPORARY TABLE numbers AS " + _NUMBERS.format(times - 1)
        )
        for table in (CASE, HISTORY, PAYLOAD, TASK, LINK, INDEXED_FACT):
            _copy(connection, table)
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


_NUMBERS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT i FROM n"
)
_REF = "was.ref || '-' || i"
_WORKER = f"'worker.' || ((i * 7 + length(was.case_id || was.value)) % {WORKERS})"
_FAMILY = "family_reference"
_VALUE = (
    f"CASE WHEN was.name LIKE 'as %' THEN {_WORKER}"
    f" WHEN was.name = '{_FAMILY}' THEN was.value || '-' || i ELSE was.value END"
)
_NAMED = "'\"ref\":\"' || {} || '\"'"
_IN_COPY = {
    "case_id": "was.case_id || '-' || i",
    "ref": _REF,
    "other": "was.other || '-' || i",
    "command_id": "was.command_id || '-' || i",
    "snapshot": (
        f"json_replace(replace(was.snapshot, {_NAMED.format('was.ref')}, {_NAMED.format(_REF)}),"
        f" '$.facts.{_FAMILY}', json_extract(was.snapshot, '$.facts.{_FAMILY}') || '-' || i)"
    ),
}


def _copy(connection: Connection, table: Table) -> None:
    kept = [column.name for column in table.c]
    in_copy = _IN_COPY | ({"value": _VALUE} if table is INDEXED_FACT else {})
    taken = (in_copy.get(name, f'was."{name}"') for name in kept)
    names = ", ".join(f'"{name}"' for name in kept)
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(taken)}'
        f' FROM "{table.name}" AS was CROSS JOIN numbers'
    )


@contextmanager
def questions() -> Iterator[list[str]]:
    """The statements that the database is given meanwhile."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def browser(app: App, person: str) -> TestClient:
    """A browser at which that person is signed in."""
    token, now = new_token(), app.now()
    with app.store.writing() as writing:
        session = Session(token=hashed(token), person=person, begun_at=now, seen_at=now)
        writing.begin_session(session)
    client = TestClient(create(app, {}), base_url="http://127.0.0.1")
    client.cookies.set("caseward", token)
    return client


def timed(client: TestClient, path: str) -> tuple[float, int]:
    """Median milliseconds of a page, and how many questions it asks."""
    assert client.get(path).status_code == 200
    found = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(path)
        found.append(1000 * (time.perf_counter() - begun))
    with questions() as asked:
        client.get(path)
    return statistics.median(found), len(asked)


def main() -> int:
    """Print each figure; 1 when a page that has a target misses it."""
    with TemporaryDirectory() as folder, ExitStack() as open_:
        begun = time.perf_counter()
        app = filled(Path(folder))
        print(f"(set-up: {time.perf_counter() - begun:.0f} s)", flush=True)
        # Entered, so that what serves them goes on from one request to the next, as a server does.
        clients = {
            person: open_.enter_context(browser(app, person)) for person in ("boss", "worker.7")
        }
        with app.store.reading() as reading:
            case = next(each.ref for each in reading.cases("child_protection", open_only=True))
        slow = []
        for name, person, path in PAGES + FIGURES:
            found, asked = timed(clients[person], path.format(case=case))
            over = found > TARGET_MS and (name, person, path) in PAGES
            slow += [name] if over else []
            mark = f"over {TARGET_MS:.0f} ms" if over else ""
            print(f"{name:24}{found:8.1f} ms {asked:3} questions {mark}", flush=True)
        app.store.close()
        return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
