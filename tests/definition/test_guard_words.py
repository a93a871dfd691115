"""A guard is told in labels and small English words."""

from __future__ import annotations

import pytest

from real_process import release
from workflow.definition.guard import parse
from workflow.definition.guard_words import in_words

CHILD = release().workflow("child_protection")


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        ("unborn", "“Unborn”"),
        ("not unborn", "not “Unborn”"),
        ("date_of_birth == None", "“Date of birth” is not known"),
        ("born_on != None", "“Born on” is known"),
        ("sex == 'F'", "“Sex” is “Female”"),
        ("sex != 'F'", "“Sex” is not “Female”"),
        ("is_eighteen == False", "“Is eighteen” is no"),
        ("sex in ['F', 'M']", "“Sex” is “Female” or “Male”"),
        ("sex not in ['F', 'M', 'U']", "“Sex” is not “Female”, “Male” or “Not known or unborn”"),
        ("'police' in agencies_present", "“Agencies present” names “Police”"),
        ("'police' not in agencies_present", "“Agencies present” does not name “Police”"),
        ("disagreements_open > 0",
         "the number of open cases tied as “disagreements” is more than 0"),
        ("born_on <= moved_on", "“Born on” is not after “Moved on”"),
        ("occurred_on > moved_on", "the day it happened is after “Moved on”"),
        ("number_of_previous_plans >= 2", "“Earlier child protection plans” is at least 2"),
        ("unborn and (sex == 'U' or born_on != None)",
         "“Unborn”, and (“Sex” is “Not known or unborn”, or “Born on” is known)"),
        ("not (unborn or is_eighteen)", "not (“Unborn”, or “Is eighteen”)"),
    ],
)  # fmt: skip
def test_it_is_told_in_words(guard: str, words: str) -> None:
    assert in_words(parse(guard), CHILD) == words


def test_every_guard_of_the_process_has_words_and_no_name_of_a_fact_is_left_in_them() -> None:
    for flow in release().process.workflows.values():
        guards = [way.when for step in flow.steps for way in step.ways if way.when]
        guards += [block.when for step in flow.steps for block in step.blocked_while]
        guards += [task.when for task in flow.tasks if task.when]
        for guard in guards:
            assert "_" not in in_words(guard, flow), str(guard)
