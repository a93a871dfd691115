"""Reading histories in: what lands, what is refused, and that it makes no difference when."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.building import Desk
from engine.histories import conference, enquiry, read_in, referral, said_by_file
from workflow.engine.audit import Verdict

STORY = [
    referral("CP-1", "Mon 2 Mar 2026"),
    *enquiry("CP-1", "Tue 3 Mar 2026"),
    *conference("CONF-1", "Wed 4 Mar 2026", "Mon 23 Mar 2026", "CP-1"),
]
RECORD_SENT = [
    said_by_file("CONF-1", "approve_record", "Tue 24 Mar 2026", "conference_chair"),
    said_by_file("CONF-1", "circulate_record", "Wed 25 Mar 2026", "conference_unit"),
]
AFTERWARDS = [said_by_file("CP-1", "agree_plan", "Mon 11 May 2026", "social_worker")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "histories.csv"


def test_a_group_that_is_refused_lands_nothing_and_the_others_land(desk: Desk, file: Path) -> None:
    impossible = [
        referral("CP-2", "Mon 2 Mar 2026", "FAM-2"),
        said_by_file("CP-2", "agree_plan", "Tue 3 Mar 2026", "social_worker"),
    ]

    summary = read_in(desk.store, file, [STORY[0], impossible[0], STORY[1], impossible[1]])

    (refused,) = summary.refused
    assert (refused.row, refused.case, refused.event) == (5, "CP-2", "agree_plan")
    assert refused.code == "event_not_open"
    assert summary.landed == 2
    assert [case for case in desk.everything() if case != "rows"] == ["CP-1"]


def test_a_refused_conference_takes_its_children_with_it(desk: Desk, file: Path) -> None:
    wrong = conference("CONF-1", "Wed 4 Mar 2026", "Mon 23 Mar 2026", "CP-1")
    wrong[-1] = said_by_file(
        "CONF-1", "record_conference_outcome", "Mon 23 Mar 2026", "conference_chair",
        outcomes={"CP-1": {"decision": "continue", "reasons": "-"}},
    )  # fmt: skip

    summary = read_in(desk.store, file, [*STORY[:3], *wrong])

    assert summary.refused[0].cases == ("CP-1", "CONF-1")
    assert summary.refused[0].row == 8
    assert list(desk.everything()) == ["rows"]


def test_a_case_that_the_file_does_not_open_is_named_with_its_row(desk: Desk, file: Path) -> None:
    about_nobody = conference("CONF-9", "Wed 4 Mar 2026", "Mon 23 Mar 2026", "CP-99")

    summary = read_in(desk.store, file, [*STORY, *about_nobody])

    (refused,) = summary.refused
    assert (refused.row, refused.code) == (9, "unknown_case")
    assert "CP-99" in refused.reason
    assert summary.landed == len(STORY)


def test_an_unknown_policy_is_refused_naming_those_there_are(desk: Desk, file: Path) -> None:
    summary = read_in(desk.store, file, [STORY[0] | {"policy": "atlantis"}])

    assert "darlington, lincolnshire, liverpool, sefton" in summary.refused[0].reason


def test_the_clock_fires_between_the_rows_what_was_due_by_then(desk: Desk, file: Path) -> None:
    read_in(desk.store, file, [*STORY, *RECORD_SENT, *AFTERWARDS])

    assert desk.case("CONF-1").state == ("closed",)
    assert str(desk.case("CONF-1").closed_on).startswith("2026-04-10")
    assert desk.verdicts() == {Verdict.FINE}


@pytest.mark.parametrize("cut", [3, 7, 8, 9])
def test_the_clock_fires_the_same_when_the_file_grew_in_between(
    desk: Desk, file: Path, cut: int
) -> None:
    story = [*STORY, *RECORD_SENT, *AFTERWARDS]

    read_in(desk.store, file, story[:cut], "Thu 26 Mar 2026")
    summary = read_in(desk.store, file, story)

    assert (summary.landed, summary.already_there) == (len(story) - cut, cut)
    assert desk.case("CONF-1").state == ("closed",)
    assert desk.verdicts() == {Verdict.FINE}


def test_rungs_that_passed_before_the_import_are_kept_as_passed(desk: Desk, file: Path) -> None:
    read_in(desk.store, file, STORY[:1], "Wed 4 Mar 2026")

    passed = [row for row in desk.history() if row.name == "rung_passed"]
    assert {row.facts["passed"] for row in passed} == {"imported"}
    assert ("decide_on_referral#1", "overdue") in {
        (row.facts["task"], row.facts["notice"]) for row in passed
    }


def test_the_summary_lists_what_is_late_now(desk: Desk, file: Path) -> None:
    summary = read_in(desk.store, file, STORY[:1], "Wed 4 Mar 2026")

    assert [(late.case, late.task) for late in summary.late] == [
        ("CP-1", "decide_on_referral#1"),
        ("CP-1", "hold_strategy_discussion#1"),
    ]
    assert summary.late[1].title == "Hold the strategy discussion"


def test_a_group_that_was_refused_lands_once_the_file_is_mended(desk: Desk, file: Path) -> None:
    story = [*STORY[:2], said_by_file("CP-1", "agree_plan", "Wed 4 Mar 2026", "social_worker")]
    assert read_in(desk.store, file, story).refused

    summary = read_in(desk.store, file, STORY)

    assert (summary.landed, summary.already_there, summary.refused) == (len(STORY), 0, [])
    assert desk.verdicts() == {Verdict.FINE}


def test_the_same_row_twice_in_a_file_happened_twice(desk: Desk, file: Path) -> None:
    missing = said_by_file("CP-1", "report_missing", "Tue 3 Mar 2026")

    summary = read_in(desk.store, file, [STORY[0], missing, missing])

    assert summary.landed == 3
    assert [row.name for row in desk.counting()] == [
        "open_case",
        "report_missing",
        "report_missing",
    ]
