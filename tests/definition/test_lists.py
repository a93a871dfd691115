"""Lists of cases, as a definition says them."""

from __future__ import annotations

import pytest

from cases import a_release, whole
from definition.reading import only
from workflow.definition.checks import problems
from workflow.definition.statements import statements

PARTS = """
facts: {seen_on: {type: date}, name: {type: text, personal: yes}}
states:
  open:
    title: Open
    tasks: {visit: {title: Visit, role: worker, done_by: see}}
    steps:
      see: {by: [worker, manager], asks: [seen_on, name], stay: yes}
      end: {by: [worker], to: over}
  over: {title: Over, final: yes}
"""


def wrong(keys: str) -> list[str]:
    """What is wrong with a list of these keys."""
    release = a_release(f"{PARTS}\nlists: {{lost: {{title: Lost, {keys}}}}}")
    found = [
        each
        for each in problems(release.process)
        if each.code in ("list_wrong", "changes_by_itself")
    ]
    return [each.what for each in found]


def test_a_list_that_can_be_drawn_up_is_fine() -> None:
    assert wrong("tasks: [visit], while: [open], from: {within: 2 weeks, of: seen_on}") == []


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ("while: [opne]", "`while` names `opne`, which there is not"),
        ("tasks: [visits]", "`tasks` names `visits`, which there is not"),
        ("shows: [seen]", "`shows` names `seen`, which there is not"),
        ("from: {within: 2 weeks, of: name}", "`from` counts from `name`, which is no date"),
        ("from: {within: 2 weeks, of: entered}", "`from` counts from `entered`, which is no date"),
        ("shows: [name]", "`name` is personal, and a list is read without opening the case"),
    ],
)
def test_a_list_that_cannot_be_drawn_up_is_told(keys: str, what: str) -> None:
    assert wrong(keys) == [what]


def test_late_needs_a_task() -> None:
    assert only(whole(f"{PARTS}\nlists: {{lost: {{title: Lost, late: yes}}}}")).mend == (
        "add `tasks: [a_task]`"
    )


def test_a_difference_tells_who_stands_in_a_list() -> None:
    keys = "tasks: [visit], late: yes, from: {within: 2 weeks, of: seen_on}"
    release = a_release(f"{PARTS}\nlists: {{lost: {{title: Lost, {keys}}}}}")

    said = {
        each.aspect: each.words for each in statements(release.process) if each.part.kind == "list"
    }

    assert said == {
        "named": "List: Lost",
        "while one of these is open": "Visit",
        "only once that is late": "yes",
        "from": "2 weeks after “Seen on”",
    }
