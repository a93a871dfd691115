"""Who is told: the people behind a role, those in place of who is away, and who got the task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from days import day
from scheduler.building import DUE, LADDER, LED, SOON, STAFF, TODAY, Desk, a_person
from workflow.case.model import Refused
from workflow.definition.notice import HANDED_OVER
from workflow.store.stored_message import MessageState

ASHA, BEN, MINA, VERA = STAFF
FRIDAY = day("Fri 13 Mar 2026")
TELLING = LADDER.replace("    tasks:", "    notices: {handed_over: Handed over}\n    tasks:", 1)
RUNGS = LADDER[LADDER.index("        escalate:") : LADDER.index("    states:")]


def people_told(desk: Desk) -> list[str]:
    return [recipient for _, recipient in desk.told()]


def test_whoever_has_the_role_on_the_case(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026", by="ben")
    desk.ticks(SOON)

    assert people_told(desk) == ["ben"]


def test_without_that_everybody_who_has_the_role(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026", by="")
    desk.ticks(SOON)

    assert people_told(desk) == ["asha", "ben"]


def test_whom_a_fact_names_in_the_role_and_no_other(desk_of: Callable[[str], Desk]) -> None:
    """Nobody need be assigned beside it: who a fact says leads the case is told alone."""
    desk = desk_of(LED)
    desk.opened("Mon 2 Mar 2026", by="", lead="ben")
    desk.ticks(SOON)

    assert people_told(desk) == ["ben"]


def test_who_was_assigned_is_not_told_once_a_fact_names_somebody_else(
    desk_of: Callable[[str], Desk],
) -> None:
    desk = desk_of(LED)
    desk.opened("Mon 2 Mar 2026", by="asha", lead="asha")
    desk.does("move", "Tue 3 Mar 2026", due_by=DUE, lead="ben")
    desk.ticks(SOON)

    assert people_told(desk) == ["ben"]


def test_those_of_the_team_where_it_is_known(desk: Desk) -> None:
    desk.staff(a_person("otto", "manager", team="South"))
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)
    desk.ticks(TODAY)

    assert people_told(desk) == ["asha", "asha", "mina"]


def test_who_is_away_is_stood_in_for_by_the_next_up_who_is_told_so(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.away("asha", FRIDAY, FRIDAY)
    desk.ticks(SOON)

    assert people_told(desk) == ["mina"]
    note = "instead of worker: asha is away"
    assert desk.messages()[0].content["note"] == note
    assert desk.history()[-1].facts["notes"] == [note]


def test_when_the_next_up_is_away_too_it_goes_further_up(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.staff(*(replace(person, away_from=FRIDAY) for person in (ASHA, MINA)))
    desk.ticks(SOON)

    assert people_told(desk) == ["vera"]


@pytest.mark.parametrize(
    ("first", "last"),
    [("Mon 2 Mar 2026", "Thu 12 Mar 2026"), ("Sat 14 Mar 2026", "Fri 20 Mar 2026")],
)
def test_an_absence_that_is_over_or_to_come_is_none(desk: Desk, first: str, last: str) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.away("asha", day(first), day(last))
    desk.ticks(SOON)

    assert people_told(desk) == ["asha"]


def test_a_role_that_nobody_has_goes_to_the_next_up_of_those_on_the_case(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.staff(replace(MINA, roles=()))
    desk.ticks(SOON)
    desk.ticks(TODAY)

    assert people_told(desk) == ["asha", "asha", "mina"]
    [note] = [m.content["note"] for m in desk.messages() if m.recipient == "mina"]
    assert note == "instead of manager: nobody is manager"


def test_where_there_is_nobody_at_all_the_message_names_the_role_and_stays_here(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026", by="")
    with desk.store.writing() as writing:
        writing.replace_people([])
    desk.ticks(SOON)

    assert desk.told(MessageState.NO_ADDRESS) == [("soon", "role:worker")]


def test_of_who_is_away_with_nobody_to_stand_in_it_is_said_so(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.staff(replace(ASHA, away_from=FRIDAY, manager=""))
    desk.ticks(SOON)

    (message,) = desk.messages(MessageState.NO_ADDRESS)
    assert message.content["note"] == "asha is away, and nobody stands in"


def test_managers_who_manage_each_other_are_no_circle(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.staff(
        replace(ASHA, away_from=FRIDAY),
        replace(MINA, away_from=FRIDAY, manager="vera"),
        replace(VERA, away_from=FRIDAY, manager="mina"),
    )
    desk.ticks(SOON)

    assert desk.told(MessageState.NO_ADDRESS) == [("soon", "role:worker")]


# -- acknowledged and handed over ------------------------------------------------------------------


def test_a_task_that_was_handed_over_tells_whom_it_was_given_to(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.does("hand_over", "Tue 3 Mar 2026", task="hold", person="ben")
    desk.ticks(SOON)

    assert people_told(desk) == ["ben"]
    assert desk.not_fine() == []


def test_the_taker_gets_a_mail_that_says_who_gave_it_and_what_it_is(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of(TELLING)
    desk.opened("Mon 2 Mar 2026")
    told = desk.does("hand_over", "Tue 3 Mar 2026", task="hold", person="ben").sent.written

    (message,) = desk.messages()
    assert [each.key for each in told] == [message.key]
    assert (message.notice, message.recipient) == (HANDED_OVER, "ben")
    assert message.said.address == "ben@example.org"
    assert message.content["note"] == "asha (invented) handed it over to you"


def test_who_takes_a_task_themselves_gets_no_mail(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(TELLING)
    desk.opened("Mon 2 Mar 2026")
    desk.does("hand_over", "Tue 3 Mar 2026", by="ben", task="hold", person="ben")

    assert desk.messages() == []


def test_a_process_without_that_notice_tells_nobody(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.does("hand_over", "Tue 3 Mar 2026", task="hold", person="ben")

    assert desk.messages() == []


def test_handed_over_twice_by_a_click_it_is_told_once(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(TELLING)
    desk.opened("Mon 2 Mar 2026")
    for _ in "ab":
        desk.does("hand_over", "Tue 3 Mar 2026", command_id="once", task="hold", person="ben")

    assert len(desk.messages()) == 1


def test_a_task_without_a_date_can_be_handed_over(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(TELLING.replace("due: {same day of: due_by}", "").replace(RUNGS, ""))
    desk.opened("Mon 2 Mar 2026")
    desk.does("hand_over", "Tue 3 Mar 2026", task="hold", person="ben")

    (message,) = desk.messages()
    assert (message.due, message.state) == (None, MessageState.WAITING)


def test_acknowledging_is_a_deed_and_makes_no_form_stale(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    before = desk.case()
    row = desk.does("acknowledge", "Tue 3 Mar 2026", task="hold").event

    assert (row.kind, row.role, row.facts) == (
        "deed",
        "worker",
        {"task": "hold#1", "due": "2026-03-20"},
    )
    assert desk.case() == before
    assert desk.not_fine() == []


def test_the_ladder_of_a_task_may_hand_it_over_too(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")

    given = desk.does("hand_over", "Tue 3 Mar 2026", by="mina", task="hold#1", person="ben")
    assert given.event.role == "manager"


@pytest.mark.parametrize(
    ("event", "by", "facts", "code"),
    [
        ("acknowledge", "asha", {}, "missing_fact"),
        ("acknowledge", "asha", {"task": "hold", "person": "ben"}, "unknown_fact"),
        ("acknowledge", "asha", {"task": "hodl"}, "task_not_open"),
        ("acknowledge", "vera", {"task": "hold"}, "not_yours"),
        ("acknowledge", "nobody", {"task": "hold"}, "unknown_person"),
        ("hand_over", "asha", {"task": "hold", "person": "nobody"}, "unknown_person"),
        ("hand_over", "asha", {"task": "hold", "person": "vera"}, "wrong_role"),
        ("hand_over", "asha", {"task": "hold"}, "missing_fact"),
    ],
)
def test_what_cannot_be_is_refused(
    desk: Desk, event: str, by: str, facts: dict[str, str], code: str
) -> None:
    desk.opened("Mon 2 Mar 2026")

    with pytest.raises(Refused) as refused:
        desk.does(event, "Tue 3 Mar 2026", by=by, **facts)
    assert refused.value.code == code


def test_given_twice_it_is_done_once(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    outcomes = [
        desk.does("acknowledge", "Tue 3 Mar 2026", command_id="once", task="hold") for _ in "ab"
    ]

    assert [outcome.repeated for outcome in outcomes] == [False, True]
    assert [row.name for row in desk.history()].count("acknowledge") == 1
