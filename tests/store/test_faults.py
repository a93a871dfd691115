"""What a database refuses is said so that somebody can do something about it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from databases import on_sqlite
from rights import as_somebody_without_rights
from rights import shelf as shelf
from store.building import address, opened, publish
from workflow.errors import DatabaseAway, DatabaseBusy, DatabaseReadOnly, Fault
from workflow.store.database import Store
from workflow.store.faults import translated
from workflow.store.holder import hold


def use(store: Store) -> None:
    with store.writing() as writing:
        publish(writing)


@pytest.mark.parametrize(
    ("state", "error", "mend"),
    [
        ("40001", DatabaseBusy, "repeat the step"),
        ("40P01", DatabaseBusy, "repeat the step"),
        ("55P03", DatabaseBusy, "try again"),
        ("57014", DatabaseBusy, "try again"),
        ("25006", DatabaseReadOnly, "try again"),
        ("42501", DatabaseReadOnly, "Give it the right"),
        ("53100", Fault, "Make room and try again"),
        ("53300", DatabaseAway, "try again"),
        ("57P01", DatabaseAway, "try again"),
        ("08006", DatabaseAway, "try again"),
        (None, DatabaseAway, "look whether it runs"),
        ("23505", Fault, "Please report it"),
    ],
)
def test_what_a_server_refuses_says_what_to_do(
    state: str | None, error: type[Fault], mend: str
) -> None:
    class ServerError(Exception):
        sqlstate = state

    with (
        pytest.raises(error, match=mend) as refusal,
        translated("postgresql+psycopg://unit:opensesame@db.example/caseward"),
    ):
        raise OperationalError("SELECT 1", {}, ServerError())

    assert "opensesame" not in str(refusal.value)


@on_sqlite
def test_a_database_that_stays_busy_is_given_up_with_what_to_do(store: Store) -> None:
    with (
        store.writing(),
        opened(store.url, busy_ms=50) as other,
        pytest.raises(DatabaseBusy, match="Try again in a moment"),
    ):
        use(other)


@on_sqlite
def test_a_busy_database_says_who_holds_it(store: Store) -> None:
    with (
        hold(store.url),
        store.writing(),
        opened(store.url, busy_ms=50) as other,
        pytest.raises(DatabaseBusy, match=f"held by process {os.getpid()} since "),
    ):
        use(other)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has other file rights")
def test_a_database_that_cannot_be_written_says_which_right_is_needed(shelf: Path) -> None:
    with opened(address(shelf)) as store:
        store.create_or_upgrade()
    (shelf / "caseward.db").chmod(0o444)
    shelf.chmod(0o555)

    with (
        as_somebody_without_rights(),
        opened(address(shelf)) as store,
        pytest.raises(DatabaseReadOnly, match="the right to write"),
    ):
        use(store)
