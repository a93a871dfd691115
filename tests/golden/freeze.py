"""Freeze what this version of the fold makes of the stories: `python tests/golden/freeze.py`.

Writes the folder `fold_N` of the present FOLD_VERSION, and refuses to touch one that is there: what
a version gave is never changed afterwards. In it are
- `process/` and `calendar/`, a small process of our own and the holidays, copied from the folder of
  the version before;
- `stories.csv`, what people told, as a histories file, copied from there too;
- `histories.json`, the rows that came of it, with a late event, corrections and timed events;
- `snapshots.json`, the cases that these rows fold to.

When a test says that a history gives another case than its snapshot, and that is meant: bump
FOLD_VERSION in `workflow/case/model.py`, run this, and commit the new folder beside the old ones.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workflow.case.model import FOLD_VERSION, Command
from workflow.case.simulated_time import drain
from workflow.deadlines.calendar import Calendar
from workflow.definition.reader import read_calendar, texts_of
from workflow.definition.release import Release, compile_release
from workflow.engine.amend import Author
from workflow.engine.catalogue import Catalogue
from workflow.engine.correct import Change, correct, place_late
from workflow.engine.history_file import read_histories
from workflow.engine.import_histories import import_histories
from workflow.engine.stored_cases import StoredCases
from workflow.store.database import Store

GOLDEN = Path(__file__).parent
TOLD_UNTIL = datetime(2026, 6, 10, 9, tzinfo=UTC)

LATE = Command(
    case="F-10",
    event="visit",
    occurred_on=date(2026, 5, 29),
    recorded_at=TOLD_UNTIL,
    actor="omar",
    role="officer",
    facts={"visited_on": "2026-05-29", "somebody_home": True},
    command_id="late",
    late=True,
)

CORRECTIONS: tuple[tuple[str, str, Change], ...] = (
    # Another day of an inspection moves the dates of each flat that it decided on.
    ("I-01", "inspect", Change(facts={"inspected_on": "2026-04-15"})),
    # The works ended a day earlier, so that the clock ended the guarantee on the wrong day.
    ("F-07", "finish_works", Change(facts={"finished_on": "2025-11-27"})),
    ("F-02", "update_tenant", Change(facts={}, retract=True)),
)
"""The last row of that name in that case, and how it counts since."""


@dataclass(frozen=True)
class Frozen:
    """A folder of frozen histories."""

    folder: Path

    @property
    def version(self) -> int:
        """The version of the fold that made it."""
        return int(self.folder.name.removeprefix("fold_"))

    def release(self) -> Release:
        """The frozen process, compiled."""
        return compile_release(1, "process", texts_of(self.folder / "process"))

    def calendar(self) -> Calendar:
        """The frozen holidays."""
        return read_calendar(self.folder / "calendar" / "england.yaml")

    def read(self, name: str) -> dict[str, Any]:
        """One of the JSON files."""
        found: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return found


def frozen() -> list[Frozen]:
    """Every frozen version, the oldest first."""
    folders = (Frozen(folder) for folder in GOLDEN.glob("fold_*") if folder.is_dir())
    return sorted(folders, key=lambda each: each.version)


def freeze(version: int = FOLD_VERSION) -> Path:
    """Write the folder of that version. Raises FileExistsError when it is there."""
    source, folder = frozen()[-1].folder, GOLDEN / f"fold_{version}"
    folder.mkdir()
    for name in ("process", "calendar"):
        shutil.copytree(source / name, folder / name)
    shutil.copyfile(source / "stories.csv", folder / "stories.csv")
    write(folder)
    return folder


def write(folder: Path) -> None:
    """Tell the stories of a folder and write down what came of them."""
    with TemporaryDirectory() as scratch:
        store = Store(f"sqlite:///{scratch}/golden.db", "000")
        store.create_or_upgrade()
        catalogue = Catalogue(folder / "process", folder / "calendar")
        tell(store, catalogue, folder / "stories.csv")
        histories, snapshots = told(store)
        store.close()
    for name, content in (("histories.json", histories), ("snapshots.json", snapshots)):
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
        (folder / name).write_text(text + "\n", encoding="utf-8")


def tell(store: Store, catalogue: Catalogue, stories: Path) -> None:
    """The stories, then what was learned late, then the corrections, then the clock goes on."""
    with store.writing() as writing:
        catalogue.publish(writing, TOLD_UNTIL, "freeze")
    summary = import_histories(store, catalogue, read_histories(stories), now=TOLD_UNTIL)
    assert not summary.refused, summary.refused
    with store.writing() as writing:
        cases = StoredCases(writing, catalogue)
        place_late(cases, LATE)
        author = Author(actor="mina", role="manager", recorded_at=TOLD_UNTIL, reason="mistyped")
        for ref, event, change in CORRECTIONS:
            seq = [row.seq for row in cases.history(ref) if row.name == event][-1]
            correct(cases, ref, seq, change, author)
        drain(cases, cases.touched, TOLD_UNTIL)
        cases.write()


def told(store: Store) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Rows and snapshots of every case, as the store keeps them."""
    histories, snapshots = {}, {}
    with store.reading() as reading:
        for stored in list(reading.cases()):
            rows = [row.record for row in reading.history(stored.case_id)]
            histories[stored.ref] = {"workflow": stored.workflow, "rows": rows}
            snapshots[stored.ref] = stored.snapshot
    return histories, snapshots


if __name__ == "__main__":
    try:
        print(f"frozen: {freeze()}")  # noqa: T201  # a script for people
    except FileExistsError:
        sys.exit(f"fold_{FOLD_VERSION} is there already: bump FOLD_VERSION first (see above)")
