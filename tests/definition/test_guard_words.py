"""Guards in the labels of facts and codes; what has no plain words stands as written."""

from __future__ import annotations

import pytest

from cases import a_workflow
from workflow.definition.guard import parse
from workflow.definition.guard_words import guard_words

FLOW = a_workflow("""
    facts:
      seen: {type: yes_no, label: The child was seen}
      held_on: {type: date}
      visits: {type: number}
      outcome: {type: choice, codes: {plan: A plan, none: Nothing}}
      present: {type: choice, many: true, codes: {police: Police, health: Health}}
    participants: {in: people, kinds: {school: {agency: Education}}}
    quorum: {of: attended, other_agencies: 2}
    links: {linked_cases: {to: plan, inverse: linked_cases}}
    states: {open: {title: Open}}
    """)


def test_of_what_one_is_enough_only_what_is_asked_is_said() -> None:
    either = parse("outcome == 'plan' or held_on == None or visits > 2")

    assert guard_words(FLOW, either, {"outcome"}) == "“Outcome” is A plan"
    assert guard_words(FLOW, either, {"outcome", "visits"}) == (
        "“Outcome” is A plan or “Visits” is more than 2"
    )
    assert guard_words(FLOW, either, {"seen"}) == guard_words(FLOW, either)


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        ("seen", "“The child was seen”"),
        ("not seen", "not “The child was seen”"),
        ("seen == False", "“The child was seen” is no"),
        ("held_on == None", "“Held on” is not known"),
        ("held_on != None", "“Held on” is known"),
        ("held_on <= due", "“Held on” is no later than the due date"),
        ("held_on > occurred_on", "“Held on” is after that day"),
        ("visits >= 3", "“Visits” is at least 3"),
        ("outcome == 'plan'", "“Outcome” is A plan"),
        ("outcome != 'plan'", "“Outcome” is not A plan"),
        ("outcome in ['plan', 'none']", "“Outcome” is A plan or Nothing"),
        ("outcome not in ['plan']", "“Outcome” is not A plan"),
        ("'police' in present", "“Present” includes Police"),
        ("'police' not in present", "“Present” does not include Police"),
        ("quorate", "the quorum is there"),
        ("likely_quorate", "a quorum is in sight"),
        ("linked_cases_open > 0", "the number of open linked cases is more than 0"),
        ("seen and (held_on == None or quorate)",
         "“The child was seen” and (“Held on” is not known or the quorum is there)"),
        ("1 < visits < 3", "`1 < visits < 3`"),
        ("unknown == 1", "`unknown == 1`"),
        ("not (visits in [])", "`not (visits in [])`"),
    ],
)  # fmt: skip
def test_a_guard_is_said_in_the_words_of_its_facts(guard: str, words: str) -> None:
    assert guard_words(FLOW, parse(guard)) == words
