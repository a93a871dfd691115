"""Several people at once: as if one had come after the other, whichever of them was first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from databases import on_postgresql
from engine.building import Desk, a_referral, discussed
from engine.histories import enquiry, read_in, referral
from workflow.case.model import Refused
from workflow.engine.audit import Verdict
from workflow.engine.completing import NEW
from workflow.engine.run import Outcome
from workflow.errors import DatabaseReadOnly
from workflow.store.database import Store


def at_once(works: list[Callable[[], Outcome]]) -> list[Outcome | Refused]:
    """What each came to, done in threads of their own."""

    def outcome(work: Callable[[], Outcome]) -> Outcome | Refused:
        try:
            return work()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(outcome, works))


def done(outcomes: list[Outcome | Refused]) -> list[Outcome]:
    return [outcome for outcome in outcomes if isinstance(outcome, Outcome)]


def refusals(outcomes: list[Outcome | Refused]) -> list[str]:
    return sorted(outcome.code for outcome in outcomes if isinstance(outcome, Refused))


def assert_whole(desk: Desk) -> None:
    assert desk.verdicts() == {Verdict.FINE}


def test_one_command_sent_four_times_at_once_writes_one_row(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    on = "Tue 3 Mar 2026"
    command = desk.command(
        "CP-1", "hold_strategy_discussion", on, command_id="form-1", **discussed(on)
    )

    outcomes = done(at_once([lambda: desk.run(command)] * 4))

    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True, True]
    assert all(outcome.event == outcomes[0].event for outcome in outcomes)
    assert [row.name for row in desk.history()].count("hold_strategy_discussion") == 1
    assert_whole(desk)


def test_one_opening_sent_four_times_at_once_opens_one_case(desk: Desk) -> None:
    on = "Mon 2 Mar 2026"
    command = desk.command("CP-1", "open_case", on, command_id="form-1", **a_referral(on))

    outcomes = done(at_once([lambda: desk.run(command)] * 4))

    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True, True]
    assert desk.everything()["rows"]["case"] == 1


def test_of_four_people_who_take_the_same_step_at_once_one_takes_it(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    on = "Tue 3 Mar 2026"
    command = desk.command("CP-1", "hold_strategy_discussion", on, **discussed(on))

    outcomes = at_once([lambda: desk.run(command, revision=1)] * 4)

    assert len(done(outcomes)) == 1
    assert refusals(outcomes) == ["stale_revision"] * 3
    assert_whole(desk)


def test_siblings_for_whom_it_is_asked_at_once_get_one_conference(desk: Desk) -> None:
    refs = ("CP-1", "CP-2", "CP-3")
    desk.awaiting_conference("Mon 2 Mar 2026", *refs)

    def asked(ref: str) -> Callable[[], Outcome]:
        return lambda: desk.does(ref, "request_conference", "Tue 3 Mar 2026")

    outcomes = at_once([asked(ref) for ref in refs])

    assert len(done(outcomes)) == 3
    (meeting,) = {meeting for ref in refs for meeting in desk.case(ref).linked("considered_by")}
    assert sorted(desk.case(meeting).linked("considers")) == list(refs)
    assert_whole(desk)


def test_meetings_that_are_opened_at_once_get_numbers_of_their_own(desk: Desk) -> None:
    refs = [f"CP-{number}" for number in range(1, 5)]
    desk.awaiting_conference("Mon 2 Mar 2026", *refs)

    def opening(ref: str) -> Callable[[], Outcome]:
        on = "Tue 3 Mar 2026"
        command = desk.command(NEW, "open_case", on, conference_kind="initial", considers=[ref])
        return lambda: desk.run(command)

    outcomes = at_once([opening(ref) for ref in refs])

    assert sorted(outcome.case for outcome in done(outcomes)) == [
        f"CONFERENCE-2026-{number}" for number in range(1, 5)
    ]
    assert_whole(desk)


def test_a_decision_about_two_children_beside_steps_of_theirs(desk: Desk) -> None:
    """The conference tells its children while others work on them: each waits for the other."""
    refs, held = ("CP-1", "CP-2"), "Mon 23 Mar 2026"
    desk.awaiting_conference("Mon 2 Mar 2026", *refs)
    desk.met(held, *refs)

    outcomes = at_once(
        [
            lambda: desk.decided(held, CP_1="protection_plan", CP_2="child_in_need"),
            lambda: desk.does("CP-1", "report_missing", held),
            lambda: desk.does("CP-2", "report_missing", held),
        ]
    )

    assert len(done(outcomes)) == 3
    assert_whole(desk)


def test_a_file_that_is_read_in_twice_at_once_lands_once(desk: Desk, tmp_path: Path) -> None:
    rows = [
        row
        for number in range(1, 6)
        for row in (
            referral(f"CP-{number}", "Mon 2 Mar 2026", f"FAM-{number}"),
            *enquiry(f"CP-{number}", "Tue 3 Mar 2026"),
        )
    ]

    with ThreadPoolExecutor(2) as threads:
        running = [
            threads.submit(read_in, desk.store, tmp_path / f"{name}.csv", rows) for name in "ab"
        ]
    summaries = [thread.result() for thread in running]

    assert sum(summary.landed for summary in summaries) == len(rows)
    assert sum(summary.already_there for summary in summaries) == len(rows)
    assert [summary.refused for summary in summaries] == [[], []]
    assert_whole(desk)


@on_postgresql
def test_a_command_while_the_database_takes_nothing_can_be_sent_again(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    on = "Tue 3 Mar 2026"
    command = desk.command(
        "CP-1", "hold_strategy_discussion", on, command_id="form-1", **discussed(on)
    )
    before = desk.everything()
    store, desk.store = desk.store, Store(f"{desk.store.url}&{READ_ONLY}", "841")

    with pytest.raises(DatabaseReadOnly, match="try again in a moment"):
        desk.run(command)
    desk.store.close()
    desk.store = store

    assert desk.everything() == before
    assert not desk.run(command).repeated
    assert desk.run(command).repeated


READ_ONLY = "options=-c%20default_transaction_read_only%3Don"
"""What an address says for connections that may not write."""
