"""Open cases move to a new release or calendar: dates come anew from the days they count from."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from days import at, day
from definitions import FOLDER
from engine.building import Desk
from workflow.case.history import CALENDAR_CHANGED, MOVED_RELEASE
from workflow.case.model import Case, Kind
from workflow.case.record import case_from
from workflow.engine.amend import Author
from workflow.engine.audit import Verdict, verify
from workflow.engine.catalogue import Catalogue
from workflow.engine.correct import Change, correct
from workflow.engine.migrate import Moved, migrate
from workflow.engine.stored_cases import StoredCases
from workflow.errors import WrongUse
from workflow.store.stored import StoredRow

SIX_WEEKS = "within: 6 weeks\n                  of: last(hold_core_group)"
FOUR_WEEKS = SIX_WEEKS.replace("6", "4")
OWNER = Author(
    actor="asha",
    role="process_owner",
    recorded_at=at("Mon 4 May 2026 09:00"),
    reason="core groups every four weeks",
)


@dataclass
class Office:
    """A database, and the definitions that somebody edits beside it."""

    desk: Desk
    folder: Path

    def edit(self, file: str, before: str, after: str) -> None:
        path = self.folder / file
        text = path.read_text("utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), "utf-8")

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.folder / "child_protection", self.folder / "calendars")

    def publish(self) -> None:
        with self.desk.store.writing() as writing:
            self.catalogue.publish(writing, OWNER.recorded_at, "asha")

    def migrate(self, **more: Any) -> list[Moved]:
        return list(migrate(self.desk.store, self.catalogue, OWNER, **more))

    def case(self, ref: str = "CP-1") -> Case:
        with self.desk.store.reading() as reading:
            stored = reading.case(ref)
            assert stored is not None
            found = self.catalogue.release(reading, stored.release)
            return case_from(stored.snapshot, found.workflow(stored.workflow))

    def due(self, task: str, ref: str = "CP-1") -> date | datetime | None:
        (found,) = (each for each in self.case(ref).tasks if each.name == task)
        return found.due.at

    def last_row(self, ref: str = "CP-1") -> StoredRow:
        with self.desk.store.reading() as reading:
            stored = reading.case(ref)
            assert stored is not None
            return reading.history(stored.case_id)[-1]

    def verdicts(self) -> set[Verdict]:
        return {finding.verdict for finding in verify(self.desk.store, self.catalogue)}


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    """A child on a plan since Mon 23 Mar 2026, whose core group met on Wed 1 Apr 2026."""
    shutil.copytree(FOLDER, tmp_path / "mine")
    desk.on_plan("Mon 23 Mar 2026")
    on = "Wed 1 Apr 2026"
    desk.does("CP-1", "hold_core_group", on, core_group_held_on=day(on))
    return Office(desk, tmp_path / "mine")


def test_an_edit_moves_open_tasks_from_their_original_anchor(office: Office) -> None:
    assert office.due("hold_core_group") == day("Wed 13 May 2026")
    office.edit("child_protection/child_protection.yaml", SIX_WEEKS, FOUR_WEEKS)
    office.publish()

    moved = {found.case: found for found in office.migrate()}

    assert office.due("hold_core_group") == day("Wed 29 Apr 2026")
    child = moved["CP-1"].changes
    assert child is not None
    assert [(task.task, task.was, task.now) for task in child.tasks] == [
        ("hold_core_group#2", "Wed 13 May 2026", "Wed 29 Apr 2026")
    ]
    assert moved["CONF-1"].changes is not None
    assert moved["CONF-1"].changes.tasks == ()
    assert office.verdicts() == {Verdict.FINE}


def test_the_history_says_why_the_dates_have_moved(office: Office) -> None:
    office.edit("child_protection/child_protection.yaml", SIX_WEEKS, FOUR_WEEKS)
    office.publish()
    office.migrate()

    row = office.last_row().record

    assert (row["kind"], row["event"], row["actor"]) == (
        Kind.CORRECTION.value,
        MOVED_RELEASE,
        "asha",
    )
    assert row["facts"]["reason"] == "core groups every four weeks"
    assert row["facts"]["moved"] == [["hold_core_group#2", "2026-05-13", "2026-04-29"]]
    assert row["facts"]["from"]["release"] == 1
    assert row["release"] == row["facts"]["to"]["release"] == office.case().release > 1


def test_moved_once_there_is_nothing_more_to_move(office: Office) -> None:
    office.edit("child_protection/child_protection.yaml", SIX_WEEKS, FOUR_WEEKS)
    office.publish()
    office.migrate()

    assert office.migrate() == []


def test_a_dry_run_tells_the_same_and_changes_nothing(office: Office) -> None:
    office.edit("child_protection/child_protection.yaml", SIX_WEEKS, FOUR_WEEKS)
    office.publish()
    before = office.desk.everything()

    tried = office.migrate(dry_run=True)

    assert office.desk.everything() == before
    assert tried == office.migrate()


def test_only_the_workflow_that_is_named_is_moved(office: Office) -> None:
    office.edit("child_protection/child_protection.yaml", SIX_WEEKS, FOUR_WEEKS)
    office.publish()

    assert [found.case for found in office.migrate(workflow="conference")] == ["CONF-1"]


def test_a_proclaimed_holiday_moves_what_counts_working_days(office: Office) -> None:
    before = office.due("visit_child")
    assert before == day("Wed 8 Apr 2026")  # ten working days after Mon 23 Mar, without Good Friday
    office.edit("calendars/england.yaml", "edition: 1", "edition: 2")
    friday = '"2026-04-03": Good Friday'
    office.edit("calendars/england.yaml", friday, f'"2026-04-02": A proclaimed day\n  {friday}')
    office.publish()

    office.migrate(workflow="child_protection")

    assert office.due("visit_child") == day("Thu 9 Apr 2026")
    assert office.last_row().record["event"] == CALENDAR_CHANGED
    assert (office.case().calendar, office.verdicts()) == (2, {Verdict.FINE})


def test_another_calendar_under_the_same_edition_is_refused(office: Office) -> None:
    friday = '"2026-04-03": Good Friday'
    office.edit("calendars/england.yaml", friday, f'"2026-04-02": A proclaimed day\n  {friday}')

    with pytest.raises(WrongUse, match="a change is a new edition: give it edition 2"):
        office.publish()


def test_a_release_that_lost_an_event_of_the_history_leaves_the_case_where_it_is(
    office: Office,
) -> None:
    office.desk.does("CP-1", "record_supervision", "Thu 2 Apr 2026")
    file = office.folder / "child_protection" / "child_protection.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("record_supervision", "record_support"), "utf-8")
    office.publish()
    before = office.case()

    (stays,) = [found for found in office.migrate() if found.case == "CP-1"]

    assert stays.stays is not None
    assert stays.stays.code == "cannot_move"
    assert "no longer has the event `record_supervision`" in str(stays.stays)
    assert "CP-1 stays with release 1" in str(stays.stays)
    assert office.case() == before
    assert office.verdicts() == {Verdict.FINE}


def test_a_moved_case_runs_on_and_can_be_corrected(office: Office) -> None:
    office.edit("child_protection/child_protection.yaml", SIX_WEEKS, FOUR_WEEKS)
    office.publish()
    office.migrate()

    with office.desk.store.writing() as writing:
        cases = StoredCases(writing, office.catalogue)
        seq = next(row.seq for row in cases.history("CP-1") if row.name == "hold_core_group")
        change = Change(facts={}, occurred_on=day("Tue 31 Mar 2026"))
        correct(cases, "CP-1", seq, change, OWNER)
        cases.write()

    assert office.due("hold_core_group") == day("Tue 28 Apr 2026")
    assert office.verdicts() == {Verdict.FINE}
