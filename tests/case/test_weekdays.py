"""A day at a weekend is refused where a fact does not allow one."""

from __future__ import annotations

import pytest

from cases import Office
from days import at, day

MEETINGS = """
    facts:
      first: {type: yes_no}
      planned_for: {type: datetime, label: Planned for, weekdays_only: "first"}
      spare_days: {type: date, many: yes, label: Other days, weekdays_only: yes}
    states:
      open:
        title: Open
        steps:
          book: {by: [worker], asks: [planned_for, first], may_ask: [spare_days], stay: yes}
          postpone: {by: [worker], asks: [planned_for], stay: yes}
    """


@pytest.mark.parametrize(
    ("planned", "weekday"),
    [("Sat 14 Mar 2026 10:00", "Saturday"), ("Sun 29 Mar 2026 23:30", "Sunday")],
)
def test_a_weekend_is_refused_where_only_weekdays_will_do(planned: str, weekday: str) -> None:
    office = Office(MEETINGS)
    office.opened("Mon 2 Mar 2026")

    refused = office.refused("book", "Tue 3 Mar 2026", planned_for=at(planned), first=True)

    assert (refused.code, str(refused)) == (
        "wrong_fact",
        f"`planned_for` (Planned for) is a {weekday}; choose a day from Monday to Friday",
    )


def test_a_day_of_the_week_counts_in_london() -> None:
    office = Office(MEETINGS)
    office.opened("Mon 2 Mar 2026")
    # 23:30 in UTC on Sunday is Monday in London in summer, on Friday it is Saturday.
    office.happened("book", "Tue 3 Mar 2026", planned_for="2026-06-28T23:30:00+00:00", first=True)

    friday = "2026-06-26T23:30:00+00:00"
    refused = office.refused("book", "Tue 3 Mar 2026", planned_for=friday, first=True)
    assert "is a Saturday" in str(refused)


def test_a_weekend_will_do_unless_the_guard_holds_on_what_is_given_or_kept() -> None:
    office = Office(MEETINGS)
    office.opened("Mon 2 Mar 2026")
    saturday = at("Sat 14 Mar 2026 10:00")

    office.happened("book", "Tue 3 Mar 2026", planned_for=saturday, first=False)
    office.happened("postpone", "Tue 3 Mar 2026", planned_for=saturday)
    office.happened("book", "Wed 4 Mar 2026", planned_for=at("Fri 13 Mar 2026 10:00"), first=True)

    assert "is a Saturday" in str(
        office.refused("postpone", "Thu 5 Mar 2026", planned_for=saturday)
    )


def test_each_of_several_days_is_looked_at() -> None:
    office = Office(MEETINGS)
    office.opened("Mon 2 Mar 2026")
    days = [day("Fri 13 Mar 2026"), day("Sun 15 Mar 2026")]

    refused = office.refused(
        "book", "Tue 3 Mar 2026", planned_for=at("Fri 13 Mar 2026 10:00"), first=True,
        spare_days=days,
    )  # fmt: skip

    assert (
        str(refused) == "`spare_days` (Other days) is a Sunday; choose a day from Monday to Friday"
    )
