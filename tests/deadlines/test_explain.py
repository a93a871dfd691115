"""A due date explains itself in words that a worker can check against a wall calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from days import at, day
from due_rules import FakeKnown, count, fact, known_cases, local, national, rules
from workflow.deadlines.due import Calendars, Known, Moment, work_out
from workflow.deadlines.explain import conclusion, explain
from workflow.deadlines.naming import moment_name, weekend_name
from workflow.deadlines.rule import Anchor, Choice, Pick, Rule, SameDay, Unit

STARTED = fact("section_47_started_on")
HELD_ON = fact("initial_conference_held_on")
BORN_ON = fact("born_on")
T7 = national("Working Together, child protection enquiries", "T7", "S1-8")


def told(rule: Rule, known: Known, calendars: Calendars) -> list[str]:
    return list(explain(rule, known, calendars))


def test_working_days_name_each_weekend(calendars: Calendars) -> None:
    rule = count(15, Unit.WORKING_DAYS, STARTED, source=T7)

    assert told(rule, FakeKnown({STARTED: "Mon 2 Mar 2026"}), calendars) == [
        "15 working days of section_47_started_on (Mon 2 Mar 2026)"
        " — national: Working Together, child protection enquiries (T7, S1-8)",
        "not counted: Sat 7 and Sun 8 Mar 2026",
        "not counted: Sat 14 and Sun 15 Mar 2026",
        "not counted: Sat 21 and Sun 22 Mar 2026",
        "due Mon 23 Mar 2026",
    ]


def test_every_bank_holiday_has_its_own_line(calendars: Calendars) -> None:
    rule = count(3, Unit.WORKING_DAYS, STARTED)

    assert told(rule, FakeKnown({STARTED: "Thu 2 Apr 2026"}), calendars)[1:] == [
        "not counted: Fri 3 Apr 2026, Good Friday",
        "not counted: Sat 4 and Sun 5 Apr 2026",
        "not counted: Mon 6 Apr 2026, Easter Monday",
        "due Thu 9 Apr 2026",
    ]


def test_a_closure_is_told_for_a_local_rule(calendars: Calendars) -> None:
    rule = count(2, Unit.WORKING_DAYS, STARTED, source=local())

    assert told(rule, FakeKnown({STARTED: "Tue 10 Mar 2026"}), calendars) == [
        "2 working days of section_47_started_on (Tue 10 Mar 2026) — local",
        "not counted: Wed 11 Mar 2026, closed locally",
        "due Fri 13 Mar 2026",
    ]


def test_counting_back_tells_the_days_between(calendars: Calendars) -> None:
    rule = count(2, Unit.WORKING_DAYS, fact("planned_for"), backwards=True)
    known = FakeKnown({fact("planned_for"): Moment(at("Sun 15 Mar 2026 10:00"))})

    assert told(rule, known, calendars) == [
        "2 working days before planned_for (Sun 15 Mar 2026, 10:00)",
        "not counted: Sat 14 and Sun 15 Mar 2026",
        "due Thu 12 Mar 2026",
    ]


def test_half_a_weekend_is_told_as_one_day(calendars: Calendars) -> None:
    rule = count(1, Unit.WORKING_DAYS, fact("planned_for"), backwards=True)
    known = FakeKnown({fact("planned_for"): "Sat 14 Mar 2026"})

    assert told(rule, known, calendars)[1:] == [
        "not counted: Sat 14 Mar 2026",
        "due Fri 13 Mar 2026",
    ]


def test_the_day_itself_is_told_when_it_is_not_worked(calendars: Calendars) -> None:
    rule = SameDay(anchor=STARTED, working=True)

    assert told(rule, FakeKnown({STARTED: "Sun 5 Apr 2026"}), calendars) == [
        "same working day of section_47_started_on (Sun 5 Apr 2026)",
        "not counted: Sun 5 Apr 2026",
        "not counted: Mon 6 Apr 2026, Easter Monday",
        "due Tue 7 Apr 2026",
    ]


def test_months_that_end_on_a_sunday_name_the_last_working_day(calendars: Calendars) -> None:
    rule = count(3, Unit.MONTHS, HELD_ON)

    assert told(rule, FakeKnown({HELD_ON: "Mon 19 Feb 2024"}), calendars) == [
        "3 months of initial_conference_held_on (Mon 19 Feb 2024)",
        "Sun 19 May 2024 is not worked (Sunday) and the date is not moved for that",
        "the last working day before it is Fri 17 May 2024",
        "due Sun 19 May 2024",
    ]


def test_months_that_end_on_a_working_day_need_no_more_words(calendars: Calendars) -> None:
    rule = count(3, Unit.MONTHS, HELD_ON)

    assert told(rule, FakeKnown({HELD_ON: "Thu 5 Feb 2026"}), calendars)[1:] == [
        "due Tue 5 May 2026"
    ]


def test_an_eighteenth_birthday_says_how_far_the_calendar_reaches(calendars: Calendars) -> None:
    reach = "from Mon 1 Jan 2018 to Mon 31 Dec 2035"
    eighteenth = count(18, Unit.YEARS, BORN_ON)
    rule = count(1, Unit.WORKING_DAYS, eighteenth, backwards=True)

    assert told(rule, FakeKnown({BORN_ON: "Thu 5 Mar 2026"}), calendars) == [
        "1 working day before 18 years of born_on (Sat 5 Mar 2044)",
        "  18 years of born_on (Thu 5 Mar 2026)",
        "  whether Sat 5 Mar 2044 is worked is not known yet:"
        f" the holiday calendar reaches {reach}",
        "  gives Sat 5 Mar 2044",
        f"the count leaves the holiday calendar, which reaches {reach}",
        "no due date yet: it waits for the holiday calendar",
    ]


def test_the_sooner_of_two_tells_both_and_which_was_taken(calendars: Calendars) -> None:
    rule = Pick(
        choice=Choice.EARLIEST,
        parts=(
            count(3, Unit.MONTHS, HELD_ON, source=national("", "T19")),
            count(5, Unit.WORKING_DAYS, BORN_ON, when="was_unborn", source=local("", "T20")),
        ),
    )
    known = FakeKnown({HELD_ON: "Thu 5 Feb 2026", BORN_ON: "Mon 9 Mar 2026"}, {"was_unborn"})

    assert told(rule, known, calendars) == [
        "the earliest of 2 dates",
        "  3 months of initial_conference_held_on (Thu 5 Feb 2026) — national (T19)",
        "  gives Tue 5 May 2026",
        "  5 working days of born_on (Mon 9 Mar 2026), when was_unborn — local (T20)",
        "  not counted: Wed 11 Mar 2026, closed locally",
        "  not counted: Sat 14 and Sun 15 Mar 2026",
        "  gives Tue 17 Mar 2026",
        "taken: Tue 17 Mar 2026, 5 working days of born_on, the earliest that is known",
        "due Tue 17 Mar 2026",
    ]


def test_a_part_says_why_it_has_no_date(calendars: Calendars) -> None:
    rule = Pick(
        choice=Choice.LATEST,
        parts=(
            count(1, Unit.DAYS, STARTED, when="route == 'transfer_in'"),
            count(1, Unit.DAYS, BORN_ON),
        ),
    )

    assert told(rule, FakeKnown({STARTED: "Mon 2 Mar 2026"}), calendars) == [
        "the latest of 2 dates",
        "  1 day of section_47_started_on (Mon 2 Mar 2026), when route == 'transfer_in'",
        "  does not count: that is not so",
        "  1 day of born_on (not known yet)",
        "none taken: no part has a date yet",
        "no due date yet",
    ]


def test_the_latest_says_that_it_waits_for_a_part(calendars: Calendars) -> None:
    waiting = count(1, Unit.WORKING_DAYS, count(18, Unit.YEARS, BORN_ON), backwards=True)
    rule = Pick(choice=Choice.LATEST, parts=(count(1, Unit.DAYS, BORN_ON), waiting))

    assert told(rule, FakeKnown({BORN_ON: "Thu 5 Mar 2026"}), calendars)[-2:] == [
        "none taken while a part waits for the holiday calendar",
        "no due date yet: it waits for the holiday calendar",
    ]


def test_hours_say_where_they_start_and_that_the_clocks_change(calendars: Calendars) -> None:
    rule = count(24, Unit.HOURS, STARTED)
    told_at_noon = Moment(day("Sat 28 Mar 2026"), at("Sat 28 Mar 2026 12:00"))

    assert told(rule, FakeKnown({STARTED: told_at_noon}), calendars) == [
        "24 hours of section_47_started_on (Sat 28 Mar 2026)",
        "counted from Sat 28 Mar 2026, 12:00, when it was recorded",
        "the clocks change in between: real hours are counted",
        "due Sun 29 Mar 2026, 13:00",
    ]
    assert told(rule, FakeKnown({STARTED: "Mon 2 Mar 2026"}), calendars)[1:] == [
        "counted from Mon 2 Mar 2026, 00:00, as only the day is known",
        "due Tue 3 Mar 2026, 00:00",
    ]
    assert told(rule, FakeKnown({STARTED: Moment(at("Mon 2 Mar 2026 09:30"))}), calendars) == [
        "24 hours of section_47_started_on (Mon 2 Mar 2026, 09:30)",
        "due Tue 3 Mar 2026, 09:30",
    ]


def test_facts_can_be_shown_under_their_labels(calendars: Calendars) -> None:
    def title(anchor: Anchor) -> str:
        return {"born_on": "Born on"}[anchor.name]

    lines = explain(SameDay(anchor=BORN_ON), FakeKnown({}), calendars, title=title)

    assert lines == ("same day of Born on (not known yet)", "no due date yet")


@given(rule=rules(), known=known_cases())
def test_the_last_line_is_the_date_that_was_worked_out(
    calendars: Calendars, rule: Rule, known: FakeKnown
) -> None:
    lines = explain(rule, known, calendars)

    assert lines[-1] == conclusion(work_out(rule, known, calendars))
    assert all(lines)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (day("Mon 2 Mar 2026"), "Mon 2 Mar 2026"),
        (at("Mon 6 Jul 2026 14:05"), "Mon 6 Jul 2026, 14:05"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct 2026, 01:30 BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct 2026, 01:30 GMT"),
    ],
)
def test_a_moment_is_written_in_london_time(value: date | datetime, name: str) -> None:
    assert moment_name(value) == name


def test_a_weekend_over_a_month_end_names_both_months() -> None:
    assert weekend_name(day("Sat 31 Jan 2026")) == "Sat 31 Jan 2026 and Sun 1 Feb 2026"
