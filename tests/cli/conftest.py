"""One database is made for all tests of the command line; each works on a copy of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.calling import caseward
from cli.lending import (
    TWELVE,
    definitions,
    happened,
    histories,
    inspected,
    lent,
    people,
)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with definitions, people, and a database of three loans, one of them returned."""
    folder = tmp_path_factory.mktemp("library")
    definitions(folder)
    file = folder / "histories.csv"
    file.write_text(
        histories(
            lent("L-1", time="15:58"),
            lent("L-2", time="15:59"),
            lent("L-3", on="2026-02-02"),
            inspected("I-1", "L-1", "L-2"),
            happened("L-2", "return_book", TWELVE, returned_on=TWELVE, condition="good"),
        ),
        "utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, folder)
        assert caseward("import", file).code == 0
        assert caseward("person", "import", people(folder)).code == 0
    return folder


@pytest.fixture
def database(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with the three loans, which commands work on from now."""
    file = tmp_path / "caseward.db"
    shutil.copy(library / "caseward.db", file)
    settle(monkeypatch, tmp_path, library / "lending")
    return file


@pytest.fixture
def nowhere(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a database that has not been made yet."""
    settle(monkeypatch, tmp_path, library / "lending")
    return tmp_path / "caseward.db"


def settle(patch: pytest.MonkeyPatch, folder: Path, process: Path | None = None) -> None:
    """Let commands work on the database of that folder, with the process in it or another."""
    patch.setenv("CASEWARD_DATABASE_URL", f"sqlite:///{folder / 'caseward.db'}")
    patch.setenv("CASEWARD_DEFINITIONS", str(process or folder / "lending"))
    patch.delenv("CASEWARD_POLICY", raising=False)
