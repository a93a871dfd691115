"""What a fact says has happened cannot lie ahead of its recording."""

from __future__ import annotations

from cases import Office
from days import at, day

POWERS = """
    facts:
      started_at: {type: datetime, label: The power began at, happened: yes}
      seen_on: {type: date, many: yes, label: Seen on, happened: yes}
      next_on: {type: date}
    states:
      open:
        title: Open
        steps:
          use: {by: [worker], asks: [started_at], may_ask: [next_on], stay: yes}
          see: {by: [worker], asks: [seen_on], stay: yes}
    """


def test_a_year_mistyped_for_a_beginning_is_refused_and_moves_no_deadline() -> None:
    office = Office(POWERS)
    office.opened("Mon 2 Mar 2026")

    refused = office.refused("use", "Tue 3 Mar 2026", started_at=at("Fri 3 Mar 2028 09:00"))

    assert (refused.code, str(refused)) == (
        "wrong_fact",
        "`started_at` (The power began at) is in the future: this is recorded on Tue 3 Mar 2026;"
        " look at the year",
    )


def test_an_instant_counts_by_the_moment_of_recording_and_a_day_until_its_end() -> None:
    office = Office(POWERS)
    office.opened("Mon 2 Mar 2026")
    noon = at("Tue 3 Mar 2026 12:00")

    office.happened("use", "Tue 3 Mar 2026", started_at=noon)
    office.happened("see", "Tue 3 Mar 2026", seen_on=[day("Tue 3 Mar 2026")])
    later = office.refused("use", "Tue 3 Mar 2026", started_at=at("Tue 3 Mar 2026 12:01"))
    assert "is in the future" in str(later)


def test_each_of_several_days_is_looked_at() -> None:
    office = Office(POWERS)
    office.opened("Mon 2 Mar 2026")

    days = [day("Mon 2 Mar 2026"), day("Wed 4 Mar 2026")]
    assert "is in the future" in str(office.refused("see", "Tue 3 Mar 2026", seen_on=days))


def test_what_is_planned_may_lie_ahead() -> None:
    office = Office(POWERS)
    office.opened("Mon 2 Mar 2026")

    office.happened(
        "use",
        "Tue 3 Mar 2026",
        started_at=at("Mon 2 Mar 2026 09:00"),
        next_on=day("Wed 4 Mar 2026"),
    )
