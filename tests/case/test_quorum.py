"""Who counts towards a quorum."""

from __future__ import annotations

import re

import pytest

from cases import Office

MEETING = """
    facts:
      people: {type: rows, columns: [kind]}
      attended: {type: text, many: yes}
      who: {type: text}
      reply: {type: choice, codes: {attends: Comes, declines: Does not come}}
      replies: {type: rows, gathers: answer, key: [who], columns: [reply]}
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
    quorum:
      of: attended
      must_include: [Social care]
      other_agencies: 2
      replies: replies
      stay_away: [declines]
    states:
      open:
        title: Open
        steps:
          invite: {by: [worker], asks: [people], stay: yes}
          answer: {by: [worker], asks: [who, reply], stay: yes}
          look:
            by: [worker]
            ways: [{when: "likely_quorate", to: held}, {otherwise: adjourned}]
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


@pytest.mark.parametrize(
    ("invited", "declined", "likely"),
    [
        (["social_worker", "school", "police"], [], True),
        (["social_worker", "school", "police"], ["police"], False),
        (["social_worker", "school", "school"], ["school/2"], False),
        (["social_worker", "school", "police", "gp"], ["police"], True),
        (["social_worker", "school", "police"], ["gp"], True),  # who was not asked
        (["social_worker", "school"], [], False),
        ([], [], False),
    ],
)
def test_a_quorum_is_likely_while_enough_are_invited_and_do_not_stay_away(
    invited: list[str], declined: list[str], likely: bool
) -> None:
    office = Office(MEETING)
    office.opened("Mon 2 Mar 2026")
    people = [{"kind": kind} for kind in invited]
    office.happened("invite", "Mon 2 Mar 2026", people=people)
    for who in [*invited[:1], *declined]:
        answer = "declines" if who in declined else "attends"
        office.happened("answer", "Tue 3 Mar 2026", who=who, reply=answer)

    office.happened("look", "Wed 4 Mar 2026")

    assert office.state() == (("held",) if likely else ("adjourned",))


def test_without_a_quorum_nothing_is_quorate() -> None:
    office = Office(re.sub(r"    quorum:\n(      .*\n)+", "", MEETING))
    office.opened("Mon 2 Mar 2026")
    office.happened("hold", "Tue 3 Mar 2026", attended=["social_worker", "school", "police"])

    assert office.state() == ("adjourned",)
