"""Who counts towards a quorum."""

from __future__ import annotations

import pytest

from cases import Office

MEETING = """
    facts:
      people: {type: rows, columns: [kind]}
      attended: {type: text, many: yes}
    participants:
      in: people
      kinds:
        social_worker: {agency: Social care}
        school: {agency: Education}
        health_visitor: {agency: Health}
        gp: {agency: Health}
        police: {agency: Police}
        mother: {agency: Family, family: yes}
        student: {agency: University, observer: yes}
        chair: {}
    quorum: {of: attended, must_include: [Social care], other_agencies: 2}
    states:
      open:
        title: Open
        steps:
          hold:
            by: [worker]
            asks: [attended]
            ways: [{when: "quorate", to: held}, {otherwise: adjourned}]
      adjourned: {title: Adjourned}
      held: {title: Held, final: true}
    """


@pytest.mark.parametrize(
    ("attended", "state"),
    [
        (["social_worker", "school", "police"], "held"),
        (["social_worker", "school", "school/2", "police", "gp"], "held"),
        (["social_worker", "school/2", "gp"], "held"),  # the second school is of Education too
        (["social_worker", "school"], "adjourned"),  # one other agency
        (["social_worker", "gp", "health_visitor"], "adjourned"),  # both are Health
        (["school", "police", "gp"], "adjourned"),  # nobody of social care
        (["social_worker", "school", "mother"], "adjourned"),  # family is no agency
        (["social_worker", "school", "student"], "adjourned"),  # nor are observers
        (["social_worker", "school", "chair"], "adjourned"),  # nor who has none
    ],
)
def test_a_meeting_is_quorate_when_enough_agencies_are_there(
    attended: list[str], state: str
) -> None:
    office = Office(MEETING)
    office.opened("Mon 2 Mar 2026")
    office.happened("hold", "Tue 3 Mar 2026", attended=attended)

    assert office.state() == (state,)


def test_without_a_quorum_nothing_is_quorate() -> None:
    text = "\n".join(
        line for line in MEETING.splitlines() if not line.strip().startswith("quorum:")
    )
    office = Office(text)
    office.opened("Mon 2 Mar 2026")
    office.happened("hold", "Tue 3 Mar 2026", attended=["social_worker", "school", "police"])

    assert office.state() == ("adjourned",)
