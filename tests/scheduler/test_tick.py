"""A tick fires what is due, once: a deed in the history and a message for each recipient."""

from __future__ import annotations

from databases import by_hand
from days import at, day
from scheduler.building import DUE, LATE, SOON, TODAY, Desk
from workflow.case.model import Kind
from workflow.case.simulated_time import RUNG_PASSED
from workflow.engine.audit import Finding, Verdict
from workflow.store.clockwork import WAITING


def test_a_rung_fires_at_its_instant_and_not_before(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")

    assert desk.ticks("Fri 13 Mar 2026 06:59").fired == 0
    assert desk.ticks(SOON).fired == 1
    assert desk.told() == [("soon", "asha")]


def test_a_rung_fires_once_however_often_the_clock_rings(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")

    assert [desk.ticks(SOON).fired for _ in range(3)] == [1, 0, 0]
    assert desk.rungs() == [("soon", "Fri 13 Mar 2026, 07:00")]
    assert desk.told() == [("soon", "asha")]


def test_a_fired_rung_leaves_a_deed_that_says_when_and_who_was_told(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks("Fri 13 Mar 2026 07:15")

    deed = desk.history()[-1]
    assert (deed.kind, deed.name, deed.actor) == (Kind.DEED, RUNG_PASSED, "clock")
    assert (deed.occurred_on, deed.recorded_at) == (at(SOON), at("Fri 13 Mar 2026 07:15"))
    assert deed.facts["people"] == ["asha"]
    assert desk.not_fine() == []


def test_a_fired_rung_leaves_a_message_with_what_its_wording_needs(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)

    [message] = desk.messages()
    assert (message.notice, message.recipient, message.state) == ("soon", "asha", WAITING)
    assert (message.task, message.due, message.rung) == ("hold#1", DUE, "0")
    assert message.key == "A-1/hold#1!0/2026-03-20/asha"
    assert message.content["case"] == "A-1"


def test_a_deed_changes_no_revision_so_no_form_goes_stale(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    before = desk.case()
    desk.ticks(SOON)

    assert desk.case() == before


def test_a_task_that_is_done_leaves_nothing_to_fire(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.does("hold", "Thu 12 Mar 2026")

    assert desk.ticks(LATE).fired == 0
    assert desk.told() == []


def test_the_rungs_of_a_moved_date_fire_on_its_days(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)
    desk.does("move", "Fri 13 Mar 2026", due_by=day("Fri 27 Mar 2026"))
    desk.ticks(TODAY)
    desk.ticks("Fri 27 Mar 2026 07:00")

    assert desk.rungs() == [
        ("soon", "Fri 13 Mar 2026, 07:00"),
        ("soon", "Fri 20 Mar 2026, 07:00"),
        ("today", "Fri 27 Mar 2026, 07:00"),
    ]


def test_a_mark_without_its_deed_is_found(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    with by_hand(desk.store.url) as tool:
        mark = "UPDATE timer SET fired_at = at WHERE timer_id = 'hold#1!0'"
        assert tool.exec_driver_sql(mark).rowcount == 1

    where = "case.wakes_at, timer.fired_at"
    assert desk.not_fine() == [Finding("A-1", Verdict.DIVERGED, where=where)]


def test_a_deed_without_its_mark_is_found(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)
    with by_hand(desk.store.url) as tool:
        mark = "UPDATE timer SET fired_at = NULL WHERE timer_id = 'hold#1!0'"
        assert tool.exec_driver_sql(mark).rowcount == 1

    where = "case.wakes_at, timer.fired_at"
    assert desk.not_fine() == [Finding("A-1", Verdict.DIVERGED, where=where)]
