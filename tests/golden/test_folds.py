"""What each version of the fold gave stays what it gives, until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from golden.freeze import Frozen, freeze, frozen
from workflow.case.history import replay
from workflow.case.model import FOLD_VERSION, Case, Event
from workflow.case.record import case_from, case_record, event_from, event_record

VERSIONS = [pytest.param(each, id=each.folder.name) for each in frozen()]

DIFFERS = """The history of {ref} gives another case than version {version} of the fold gave.
If that is not meant, mend the fold: every stored case would be called diverged. If it is meant,
bump FOLD_VERSION in workflow/case/model.py, run `python tests/golden/freeze.py` and commit the new
folder beside the old ones, which stay as they are."""


def cases(version: Frozen) -> Iterator[tuple[str, str, list[Event], dict[str, Any]]]:
    """Of every frozen case its reference, workflow, rows and snapshot."""
    histories, snapshots = version.read("histories.json"), version.read("snapshots.json")
    flows = version.release().process.workflows
    for ref, history in histories.items():
        workflow = history["workflow"]
        rows = [event_from(record, flows[workflow]) for record in history["rows"]]
        yield ref, workflow, rows, snapshots[ref]


def test_the_present_version_of_the_fold_is_frozen() -> None:
    assert frozen()[-1].version == FOLD_VERSION, "run `python tests/golden/freeze.py`"
    assert [each.version for each in frozen()] == list(range(1, FOLD_VERSION + 1))


def test_every_frozen_history_still_gives_its_snapshot() -> None:
    present = frozen()[-1]
    release, calendar = present.release(), present.calendar()

    for ref, workflow, rows, snapshot in cases(present):
        case = replay(release, calendar, ref, workflow, rows)
        assert case_record(case) == snapshot, DIFFERS.format(ref=ref, version=present.version)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_any_version_wrote_can_still_be_read(version: Frozen) -> None:
    flows = version.release().process.workflows
    histories = version.read("histories.json")

    for ref, workflow, rows, snapshot in cases(version):
        assert isinstance(case_from(snapshot, flows[workflow]), Case)
        assert len(rows) == len(histories[ref]["rows"])


def test_what_the_present_version_writes_it_reads_as_it_was() -> None:
    present = frozen()[-1]
    flows, histories = present.release().process.workflows, present.read("histories.json")

    for ref, workflow, rows, snapshot in cases(present):
        assert [event_record(row) for row in rows] == histories[ref]["rows"]
        assert case_record(case_from(snapshot, flows[workflow])) == snapshot


@pytest.mark.parametrize("version", VERSIONS)
def test_the_frozen_histories_have_one_of_everything(version: Frozen) -> None:
    histories = version.read("histories.json").values()
    rows = [row for history in histories for row in history["rows"]]

    kinds = {(row["kind"], row["event"]) for row in rows}
    assert kinds >= {
        ("correction", "correct"), ("correction", "retract"), ("deed", "rung_passed"),
        ("event", "end_guarantee"), ("event", "link"), ("event", "linked_closed"),
    }  # fmt: skip
    assert any(row["placed_after"] for row in rows)
    assert any(row["caused_by"] for row in rows)
    assert any(row["facts"].get("retracts") for row in rows if row["kind"] == "correction")
    assert len(histories) >= 12


def test_what_is_frozen_is_not_frozen_again() -> None:
    before = {file: file.stat().st_mtime_ns for file in files(frozen()[-1].folder)}

    with pytest.raises(FileExistsError):
        freeze(FOLD_VERSION)

    assert {file: file.stat().st_mtime_ns for file in before} == before


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]
