"""Cases and rows in few words, for tests of the store: only what matters is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from days import at, day
from workflow.case.model import Case, Event, Task, Timer
from workflow.deadlines.due import UNKNOWN, Due
from workflow.store.database import Store
from workflow.store.stored import CaseChange, StoredCase, StoredRelease
from workflow.store.writing import Writing

OPENED_AT = at("Mon 2 Mar 2026 09:00")
DUE_ON = day("Mon 16 Mar 2026")
AUTHORITY = "841"


# -- databases -------------------------------------------------------------------------------------


def address(folder: Path) -> str:
    """The address of the database in that folder."""
    return f"sqlite:///{folder / 'caseward.db'}"


@contextmanager
def opened(url: str, *, authority: str = AUTHORITY, busy_ms: int = 5000) -> Iterator[Store]:
    """The store of that address, whether or not there is a database; closed at the end."""
    store = Store(url, authority, busy_ms=busy_ms)
    try:
        yield store
    finally:
        store.close()


# -- values ----------------------------------------------------------------------------------------


def a_case(ref: str = "CP-1", **fields: Any) -> Case:
    """A case of release 1, opened on Mon 2 Mar 2026."""
    plain: dict[str, Any] = {
        "workflow": "loan",
        "policy": "",
        "release": 1,
        "calendar": 1,
        "state": ("lent",),
        "opened_on": day("Mon 2 Mar 2026"),
        "opened_at": OPENED_AT,
        "revision": 1,
    }
    return Case(ref=ref, **(plain | fields))


def a_row(seq: int = 1, name: str = "remind", **fields: Any) -> Event:
    """A row of a history, recorded a minute after the one before."""
    plain: dict[str, Any] = {
        "occurred_on": day("Mon 2 Mar 2026"),
        "recorded_at": OPENED_AT + timedelta(minutes=seq),
        "actor": "asha",
        "role": "librarian",
        "release": 1,
        "calendar": 1,
    }
    return Event(seq=seq, name=name, **(plain | fields))


def a_task(name: str = "return_book", due: Due = UNKNOWN, **fields: Any) -> Task:
    """The first occurrence of a task."""
    opened_on = day("Mon 2 Mar 2026")
    plain: dict[str, Any] = {"occurrence": 1, "role": "reader", "opened_on": opened_on}
    return Task(name=name, due=due, **(plain | fields))


def a_rung(number: int, when: str, *, due: Any = DUE_ON) -> Timer:
    """A rung of the task `return_book`."""
    return Timer(id=f"return_book#1!{number}", at=at(when), due=due, task=a_task(), rung=number)


# -- changes ---------------------------------------------------------------------------------------


def new(case: Case, rows: Sequence[Event] = (), **fields: Any) -> CaseChange:
    """A case that is written for the first time, with its opening when no rows are given."""
    return CaseChange(was=None, case=case, rows=rows or [a_row(1, "open_case")], **fields)


def next_(was: StoredCase | None, *rows: Event, **fields: Any) -> CaseChange:
    """A stored case with more rows; with one more when none are given."""
    assert was is not None
    case = fields.pop("case", None) or a_case(was.ref, revision=was.revision + 1)
    return CaseChange(was=was, case=case, rows=rows or [a_row(was.head_seq + 1)], **fields)


def publish(writing: Writing, policy: str = "", text: str = "workflow: loan\n") -> StoredRelease:
    """The next release of the process `lending`."""
    return writing.add_release(
        process="lending",
        policy=policy,
        digest="0fb3",
        calendar=1,
        content={"loan.yaml": text},
        published_at=OPENED_AT,
        published_by="owner",
    )


def write(store: Store, *changes: CaseChange) -> list[StoredCase]:
    """Publish a release, and write these cases of it."""
    with store.writing() as writing:
        publish(writing)
        return writing.flush(changes)


def add_row(store: Store, ref: str) -> None:
    """Read a case and write it with one more row."""
    store.transact(lambda writing: writing.flush([next_(writing.case(ref))]))


def add_rows(url: str, ref: str, count: int) -> None:
    """The same so many times, over connections of its own."""
    with opened(url) as store:
        for _ in range(count):
            add_row(store, ref)
