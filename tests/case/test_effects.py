"""What an event brings about beside the case itself: the notices to write."""

from __future__ import annotations

import pytest

from cases import Office

PLAN = """
    facts: {agreed: {type: yes_no}}
    anywhere: {remind: {by: [worker], stay: yes, notify: [reminder]}}
    states:
      open:
        title: Open
        steps: {begin: {by: [worker], to: plan, notify: [begun, record]}}
      plan:
        title: Plan
        regions:
          left:
            first:
              title: First
              initial: yes
              steps:
                meet:
                  by: [worker]
                  may_ask: [agreed]
                  notify: [minutes]
                  ways:
                    - {when: "agreed", to: later, notify: [agreement]}
                    - {otherwise: stay, notify: [no_agreement]}
            later: {title: Later, steps: {end: {by: [worker], to: closed}}}
          right:
            waiting:
              title: Waiting
              initial: yes
              steps: {meet: {by: [worker], may_ask: [agreed], ways: [{otherwise: stay, notify: [still]}]}}
            over: {title: Over}
      closed: {title: Closed, final: true}
    """  # noqa: E501  one step a line


@pytest.fixture
def office() -> Office:
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    return office


def notices(office: Office) -> list[str]:
    return list(office.last_step().effects.notices)


def test_a_step_writes_its_notices(office: Office) -> None:
    office.happened("begin", "Tue 3 Mar 2026")

    assert notices(office) == ["begun", "record"]


def test_a_step_that_stays_writes_its_notices(office: Office) -> None:
    office.happened("remind", "Tue 3 Mar 2026")

    assert notices(office) == ["reminder"]


def test_the_way_that_is_taken_writes_its_own(office: Office) -> None:
    office.happened("begin", "Tue 3 Mar 2026")

    office.happened("meet", "Wed 4 Mar 2026")
    assert notices(office) == ["minutes", "no_agreement", "still"]

    office.happened("meet", "Thu 5 Mar 2026", agreed=True)
    assert notices(office) == ["minutes", "agreement", "still"]


def test_a_deed_brings_nothing_about(office: Office) -> None:
    before = office.case()
    office.time_passes("Mon 1 Jun 2026")

    assert office.case() == before
