"""One long-running process holds an SQLite file; a second one is told who does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from days import at
from store.building import a_case, address, new, write
from workflow.errors import DatabaseBusy, DatabaseReadOnly
from workflow.store.database import Store
from workflow.store.holder import hold, who_holds


def test_a_second_holder_is_refused_and_told_who_holds_it_and_what_to_do(tmp_path: Path) -> None:
    url = address(tmp_path)
    since = at("Mon 2 Mar 2026 09:00")

    with hold(url, clock=lambda: since), pytest.raises(DatabaseBusy) as refusal, hold(url):
        pass

    assert f"held by process {os.getpid()} since 2026-03-02 09:00 UTC" in str(refusal.value)
    assert "stop that one first" in str(refusal.value)


def test_a_refused_holder_leaves_the_first_one_in_place(tmp_path: Path) -> None:
    url = address(tmp_path)
    with hold(url):
        for _ in range(2):
            with pytest.raises(DatabaseBusy), hold(url):
                pass
        assert who_holds(url) is not None


def test_what_is_let_go_can_be_held_again(tmp_path: Path) -> None:
    url = address(tmp_path)
    for _ in range(2):
        with hold(url):
            pass

    assert who_holds(url) is None


def test_nobody_holds_what_nobody_ever_held(tmp_path: Path) -> None:
    assert who_holds(address(tmp_path)) is None


def test_a_crash_lets_go(tmp_path: Path) -> None:
    url = address(tmp_path)
    crash = f"""
import os
from workflow.store.holder import hold
with hold({url!r}):
    os._exit(1)
"""
    assert subprocess.run([sys.executable, "-c", crash], check=False).returncode == 1

    assert who_holds(url) is None
    with hold(url):
        pass


def test_a_command_may_write_beside_the_holder(store: Store) -> None:
    with hold(store.url):
        write(store, new(a_case()))


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseReadOnly, match="Make its folder"), hold(address(tmp_path / "no")):
        pass


def test_nobody_holds_the_database_of_a_server() -> None:
    server = "postgresql+psycopg://db.example/caseward"

    with hold(server), hold(server):
        assert who_holds(server) is None
