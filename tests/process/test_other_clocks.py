"""The other clocks on the packaged process, day by day.

Each test names the clock (T1 to T38) or the requirement that it shows.
"""

from __future__ import annotations

from datetime import date

import pytest

from days import at, day
from process.building import Facts, Partnership


@pytest.mark.requirement("T1")
@pytest.mark.requirement("T5")
def test_a_referral_is_answered_the_next_working_day_and_assessed_in_45() -> None:
    case = Partnership()
    case.referred("Thu 2 Apr 2026")  # the day before Good Friday

    assert case.due("decide_on_referral") == day("Tue 7 Apr 2026")
    assert case.due("complete_assessment") == day("Wed 10 Jun 2026")


@pytest.mark.requirement("T3")
@pytest.mark.parametrize(
    ("power", "ends"),
    [
        ("police_protection", at("Tue 31 Mar 2026 22:30")),  # 72 hours; the clocks went forward
        ("emergency_protection_order", day("Sun 5 Apr 2026")),  # 8 days: at the end of the last
    ],
)
def test_an_emergency_power_ends_after_its_time(power: str, ends: date) -> None:
    case = Partnership()
    case.referred("Fri 27 Mar 2026")
    facts: Facts = {"immediate_protection": power, "started_at": at("Sat 28 Mar 2026 21:30")}
    on, typed = "Sat 28 Mar 2026", "Sun 29 Mar 2026"
    case.happened("record_immediate_protection", on, recorded=typed, **facts)

    assert case.due("end_or_replace_immediate_protection") == ends


@pytest.mark.requirement("T36")
@pytest.mark.requirement("S3-25")
def test_the_18th_birthday_is_planned_three_months_before() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026", date_of_birth=day("Tue 28 Oct 2008"))
    assert case.due("plan_for_eighteenth_birthday") == day("Tue 28 Jul 2026")

    case.time_passes("Wed 28 Oct 2026")
    assert case.due("record_eighteenth_birthday") == day("Wed 28 Oct 2026")
    assert case.is_in("protection_plan")


@pytest.mark.requirement("T14")
@pytest.mark.requirement("T15")
@pytest.mark.requirement("T16")
def test_the_decision_the_record_and_the_time_for_corrections() -> None:
    case = Partnership()
    case.on_plan("Thu 2 Apr 2026")
    assert case.due("send_decision", "CONF-1") == day("Tue 7 Apr 2026")
    assert case.due("approve_record", "CONF-1") == day("Mon 20 Apr 2026")
    assert case.due("circulate_record", "CONF-1") == day("Mon 27 Apr 2026")

    case.happened("approve_record", "Wed 15 Apr 2026", ref="CONF-1")
    case.happened("circulate_record", "Thu 16 Apr 2026", ref="CONF-1")
    case.time_passes("Thu 30 Apr 2026")
    assert case.is_in("recorded", "CONF-1")
    case.time_passes("Fri 1 May 2026")
    assert case.is_in("closed", "CONF-1")
