"""The packaged process, ready to run in tests: releases by policy, the calendar, a database of it.

Each is made once in a test process and never changed; a test that writes takes a copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from databases import by_hand
from days import at
from definitions import FOLDER
from workflow.case.memory import CasesInMemory
from workflow.deadlines.calendar import Calendar
from workflow.definition.reader import policies_of, read_calendar, texts_of
from workflow.definition.release import Release, compile_release
from workflow.engine.catalogue import Catalogue
from workflow.store.database import Store

AUTHORITY = "841"

_kept = TemporaryDirectory(prefix="caseward-tests-", ignore_cleanup_errors=True)


@cache
def calendar() -> Calendar:
    """The packaged calendar of England."""
    return read_calendar(FOLDER / "calendars" / "england.yaml")


@cache
def release(policy: str = "") -> Release:
    """The process as a partnership has it; without a policy as it stands."""
    texts = texts_of(FOLDER / "child_protection")
    number = policies_of(texts).index(policy) + 1  # as `published` numbers them
    return compile_release(number, "child_protection", texts, policy)


@cache
def catalogue() -> Catalogue:
    """The packaged process as the engine finds it. Keeps the releases that it has compiled."""
    return Catalogue(FOLDER / "child_protection", FOLDER / "calendars")


def in_memory() -> CasesInMemory:
    """No case yet; new ones are run by the release of their policy."""
    return CasesInMemory(release, calendar())


@contextmanager
def stored(file: Path) -> Iterator[Store]:
    """The store of that file, closed at the end."""
    store = Store(f"sqlite:///{file}", AUTHORITY)
    try:
        yield store
    finally:
        store.close()


def publish(store: Store) -> None:
    """Make the tables and publish every policy."""
    store.create_or_upgrade()
    with store.writing() as writing:
        catalogue().publish(writing, at("Mon 1 Jan 2024 09:00"), "process owner")


@cache
def published() -> Path:
    """A database with every policy published and no case. Copy it: `fresh(...)`."""
    file = Path(_kept.name) / "published.db"
    with stored(file) as store:
        publish(store)
    return file


def copied(store: Store) -> Path:
    """A database as that store is now, kept to the end of this process. Copy it: `fresh(...)`."""
    file = Path(_kept.name) / f"{uuid4()}.db"
    with by_hand(store.url) as tool:
        tool.exec_driver_sql("VACUUM INTO ?", (str(file),))
    return file


@contextmanager
def fresh(folder: Path, source: Path | None = None) -> Iterator[Store]:
    """A store of its own in that folder: a copy of `source`, else of the published process."""
    file = folder / "caseward.db"
    shutil.copyfile(source or published(), file)
    with stored(file) as store:
        yield store
