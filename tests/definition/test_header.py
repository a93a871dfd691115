"""What stands in the head of a case's page, as a definition says it."""

from __future__ import annotations

import pytest

from cases import a_release, a_workflow, whole
from definition.reading import only
from workflow.definition.checks import problems
from workflow.definition.statements import statements

STATES = "states: {open: {title: Open}}"
VISITS = """
facts: {seen_on: {type: date, label: Last seen}, name: {type: text, personal: yes}}
links: {sister: {to: plan, inverse: sister, label: Sisters}}
states:
  open:
    title: Open
    tasks: {visit: {title: Visit, role: worker, done_by: see}}
    steps:
      see: {by: [worker, manager], asks: [seen_on, name], stay: yes}
      end: {by: [worker], to: over}
  over: {title: Over, final: yes}
"""


def wrong(line: str) -> list[str]:
    """What is wrong with a head of this line."""
    release = a_release(f"{VISITS}\nheader: [{line}]")
    return [each.what for each in problems(release.process) if each.code == "page_wrong"]


def test_a_fact_brings_its_label_and_a_condition_its_own() -> None:
    found = a_workflow(
        f"""
        {STATES}
        facts: {{seen_on: {{type: date, label: Last seen}}}}
        header:
          - {{show: seen_on}}
          - {{show: "seen_on == None", label: Never seen, when: "seen_on == None"}}
        """
    ).header

    assert [line.label for line in found] == ["Last seen", "Never seen"]
    assert [str(line.when) for line in found] == ["None", "seen_on == None"]


def test_a_task_and_a_link_bring_their_titles_too() -> None:
    found = a_workflow(f"{VISITS}\nheader: [{{task: visit}}, {{open: sister, danger: yes}}]").header

    assert [(line.label, line.danger) for line in found] == [("Visit", False), ("Sisters", True)]


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ('show: "seen_on == None"', "add `label: What people read`"),
        ("show: seen_on, of: sister", "add `label: What people read`"),
        ("label: Nothing", "add `show:`, `task:` or `open:`"),
    ],
)
def test_a_line_without_words_or_without_anything_to_say_is_told(line: str, mend: str) -> None:
    assert only(whole(f"{VISITS}\nheader: [{{{line}}}]")).mend == mend


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{task: visits}", "`task` names `visits`, which there is not"),
        ("{open: brother, label: Brothers}", "`open` names `brother`, which there is not"),
        ("{show: seen_on, of: brother, label: Seen}", "`of` names `brother`, which there is not"),
        ("{show: seen_on, days_since: name}", "`days_since` counts from `name`, which is no date"),
        ("{show: seen_on, none_since: day}", "`none_since` names `day`, which there is not"),
        (
            "{show: name, of: sister, label: Name}",
            "`name` is personal, and this page is not that case's",
        ),
        (
            "{task: visit, told_by: yes}",
            "`told_by` names who recorded a fact, and this line shows none",
        ),
    ],
)
def test_a_line_that_cannot_be_shown_is_told(line: str, what: str) -> None:
    assert what in wrong(line)


def test_a_line_that_can_be_shown_is_fine() -> None:
    assert wrong("{show: seen_on, task: visit, days_since: seen_on, told_by: yes}") == []
    assert wrong("{show: seen_on, of: sister, label: Sister last seen}") == []


def test_a_tie_shows_nothing_personal_of_the_cases_that_it_leads_to() -> None:
    tied = VISITS.replace("label: Sisters", "label: Sisters, shows: [seen_on, name, age]")
    found = [each for each in problems(a_release(tied).process) if each.code == "page_wrong"]

    assert [each.what for each in found] == [
        "`name` is personal, and this page is not that case's",
        "`shows` names `age`, which there is not",
    ]


def test_two_releases_differ_by_a_line_of_the_head() -> None:
    release = a_release(f"{VISITS}\nheader: [{{show: seen_on, task: visit, danger: yes}}]")
    said = {
        each.aspect: each.words
        for each in statements(release.process)
        if each.subject == "Head of the page: Last seen"
    }

    assert said["shows"] == "“Last seen”"
    assert said["shows when this is due"] == "“Visit”"
    assert said["stands out"] == "yes"
