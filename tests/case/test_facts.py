"""How a case keeps its facts: by the day they are told of, within one stay, and worked out."""

from __future__ import annotations

from typing import Any

import pytest

from cases import Office
from days import at, day

VISITS = """
    facts:
      visited_on: {type: date}
      visited_at: {type: datetime}
      seen: {type: yes_no}
      place: {type: text}
      first_visit_on: {type: date, from: visited_on, keep: earliest}
      last_seen_on: {type: date, from: visited_on, where: "seen"}
      weight: {type: number}
    states:
      open:
        title: Open
        steps:
          visit:
            by: [worker]
            asks: [visited_on]
            may_ask: [seen, place]
            on: visited_on
            stay: yes
          call: {by: [worker], asks: [visited_at], may_ask: [place], on: visited_at, stay: yes}
          note: {by: [worker], may_ask: [place, weight], stay: yes}
    """


def visiting(text: str = VISITS) -> Office:
    office = Office(text)
    office.opened("Mon 2 Mar 2026")
    return office


def visit(office: Office, on: str, recorded: str = "", **facts: Any) -> None:
    office.happened("visit", on, recorded=recorded, visited_on=day(on), **facts)


# -- by the day they are told of -------------------------------------------------------------------


def test_a_visit_that_is_typed_in_late_moves_nothing_back() -> None:
    office = visiting()
    visit(office, "Tue 10 Mar 2026", place="home")
    visit(office, "Tue 3 Mar 2026", "Wed 11 Mar 2026", place="school")

    assert office.fact("visited_on") == day("Tue 10 Mar 2026")
    assert office.fact("place") == "home"


def test_of_one_day_the_telling_recorded_last_counts() -> None:
    office = visiting()
    visit(office, "Tue 3 Mar 2026", place="home")
    visit(office, "Tue 3 Mar 2026", place="school")

    assert office.fact("place") == "school"


def test_of_one_day_the_later_hour_counts_where_both_are_known() -> None:
    office = visiting()
    for hour, place in [("15:00", "home"), ("09:00", "school")]:
        moment = f"Tue 3 Mar 2026 {hour}"
        office.happened(
            "call", moment, recorded="Wed 4 Mar 2026", visited_at=at(moment), place=place
        )

    assert office.fact("place") == "home"
    assert office.fact("visited_at") == at("Tue 3 Mar 2026 15:00")


def test_a_day_and_an_hour_of_it_count_in_the_order_of_recording() -> None:
    office = visiting()
    office.happened(
        "call", "Tue 3 Mar 2026 15:00", visited_at=at("Tue 3 Mar 2026 15:00"), place="home"
    )
    visit(office, "Tue 3 Mar 2026", place="school")

    assert office.fact("place") == "school"


def test_a_fact_that_may_be_given_and_is_not_stays_as_it_was() -> None:
    office = visiting()
    visit(office, "Tue 3 Mar 2026", place="home")
    visit(office, "Tue 10 Mar 2026")

    assert office.fact("place") == "home"


def test_a_fact_told_as_nothing_is_unset_and_stays_so_against_older_tellings() -> None:
    office = visiting()
    visit(office, "Tue 3 Mar 2026", place="home")
    office.happened("note", "Tue 10 Mar 2026", place=None)
    visit(office, "Thu 5 Mar 2026", "Wed 11 Mar 2026", place="school")

    assert office.fact("place") is None


def test_the_earliest_is_kept_by_its_value_in_whatever_order_it_is_told() -> None:
    office = visiting()
    for on in ("Tue 10 Mar 2026", "Tue 3 Mar 2026", "Thu 5 Mar 2026"):
        visit(office, on, "Wed 11 Mar 2026")

    assert office.fact("first_visit_on") == day("Tue 3 Mar 2026")


def test_a_copy_is_taken_only_where_its_condition_holds_on_that_event() -> None:
    office = visiting()
    visit(office, "Tue 3 Mar 2026", seen=True)
    visit(office, "Tue 10 Mar 2026")  # nobody said whether the child was seen

    assert office.fact("last_seen_on") == day("Tue 3 Mar 2026")
    assert office.fact("seen") is True


def test_when_a_fact_was_told_and_by_which_row_is_kept() -> None:
    office = visiting()
    visit(office, "Tue 3 Mar 2026", "Wed 4 Mar 2026")

    told = office.case().told["visited_on"]
    assert (told.occurred_on, told.seq) == (day("Tue 3 Mar 2026"), 2)
    assert told.recorded_at == at("Wed 4 Mar 2026 12:00")


# -- what steps freeze -----------------------------------------------------------------------------

SETS = """
    facts:
      born_on: {type: date}
      unborn: {type: yes_no, is: "born_on == None"}
      was_unborn: {type: yes_no}
      booked: {type: yes_no}
      copied: {type: date}
      on_day: {type: date}
      stage: {type: text}
    states:
      open:
        title: Open
        steps:
          birth: {by: [worker], asks: [born_on], on: born_on, stay: yes}
          meet:
            by: [worker]
            sets: {was_unborn: unborn, booked: yes, stage: "'met'", copied: born_on, on_day: occurred_on}
            stay: yes
          cancel:
            by: [worker]
            blocked_while: [{when: "not unborn", say: "The child is born."}]
            sets: {booked: None}
            stay: yes
    """  # noqa: E501  one step


def test_a_step_freezes_what_was_worked_out_at_that_moment() -> None:
    office = visiting(SETS)
    office.happened("meet", "Tue 3 Mar 2026")
    office.happened("birth", "Tue 10 Mar 2026", born_on=day("Tue 10 Mar 2026"))

    assert office.fact("was_unborn") is True
    assert office.fact("stage") == "met"
    assert office.fact("copied") is None
    assert office.fact("on_day") == day("Tue 3 Mar 2026")


def test_a_step_can_unset_a_fact() -> None:
    office = visiting(SETS)
    office.happened("meet", "Tue 3 Mar 2026")
    office.happened("cancel", "Wed 4 Mar 2026")

    assert office.fact("booked") is None


def test_a_derived_fact_is_worked_out_at_any_time_and_never_kept() -> None:
    office = visiting(SETS)
    office.happened("cancel", "Tue 3 Mar 2026")
    office.happened("birth", "Tue 10 Mar 2026", born_on=day("Tue 10 Mar 2026"))

    assert office.refused("cancel", "Wed 11 Mar 2026").code == "blocked"
    assert "unborn" not in office.case().facts


def test_what_a_late_event_freezes_does_not_beat_what_was_told_of_a_later_day() -> None:
    office = visiting(SETS)
    office.happened("cancel", "Tue 10 Mar 2026")
    office.happened("meet", "Tue 3 Mar 2026", recorded="Wed 11 Mar 2026")

    assert office.fact("booked") is None


# -- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["timer", "case", "link", "role", "person", "moves", "facts"])
def test_any_word_may_name_a_fact(name: str) -> None:
    office = visiting(f"""
        facts: {{{name}: {{type: text}}}}
        states:
          open:
            title: Open
            steps: {{tell: {{by: [worker], asks: [{name}], stay: yes}}}}
        """)
    office.happened("tell", "Tue 3 Mar 2026", **{name: "something"})

    assert office.fact(name) == "something"
    assert not office.case().fired
    assert not office.case().links


def test_facts_do_not_stand_in_the_repr_of_a_case_or_a_row() -> None:
    office = visiting()
    visit(office, "Tue 3 Mar 2026", place="a secret address")

    assert "secret" not in repr(office.case())
    assert "secret" not in repr(office.history())
    assert "secret" not in repr(office.last_step())
