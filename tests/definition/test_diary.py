"""When cases meet, as a definition says it."""

from __future__ import annotations

import pytest

from cases import a_release, a_workflow
from workflow.deadlines.rule import Span, Unit
from workflow.definition.checks import problems
from workflow.definition.statements import statements

PARTS = """
facts:
  meets_at: {type: datetime}
  room: {type: text}
  home: {type: text, personal: yes}
  host: {type: person}
  guide: {type: text}
  guide_needed: {type: yes_no}
states:
  open:
    title: Open
    steps:
      plan:
        by: [worker, manager]
        asks: [meets_at, room, home, host, guide, guide_needed]
        stay: yes
      end: {by: [worker], to: over}
  over: {title: Over, final: yes}
"""
WHOLE = (
    "diary: {starts: meets_at, lasts: 2 hours, at: room, people: [host],"
    " arrange: {guide: guide_needed}, while: [open]}"
)


def wrong(diary: str) -> list[str]:
    """What is wrong with that diary."""
    found = problems(a_release(f"{PARTS}\n{diary}").process)
    codes = ("diary_wrong", "undeclared_fact", "unknown_state", "undeclared_name")
    return [each.what for each in found if each.code in codes]


def test_a_diary_says_when_where_and_whom_it_takes() -> None:
    found = a_workflow(f"{PARTS}\n{WHOLE}").diary

    assert found is not None
    assert (found.starts, found.at, found.people) == ("meets_at", "room", ("host",))
    assert found.lasts == Span(2, Unit.HOURS)
    assert list(found.arrange) == ["guide"]
    assert wrong(WHOLE) == []


@pytest.mark.parametrize(
    ("diary", "what"),
    [
        ("diary: {starts: room}", "`starts` names `room`, which is of the type text"),
        (
            "diary: {starts: meets_at, at: host}",
            "`at` names `host`, which is of the type person",
        ),
        (
            "diary: {starts: meets_at, people: [room]}",
            "`people` names `room`, which is of the type text",
        ),
        (
            "diary: {starts: meets_at, at: home}",
            "`home` is personal, and the diary is read without opening the case",
        ),
        ("diary: {starts: meet_at}", "the fact `meet_at` is not declared"),
        ("diary: {starts: meets_at, while: [opne]}", "there is no state `opne`"),
    ],
)
def test_a_diary_that_cannot_be_drawn_up_is_told(diary: str, what: str) -> None:
    assert wrong(diary) == [what]


def test_a_difference_tells_what_stands_in_the_diary() -> None:
    release = a_release(f"{PARTS}\n{WHOLE}")

    said = {
        each.aspect: each.words for each in statements(release.process) if each.part.kind == "diary"
    }

    assert said["starts at"] == "“Meets at”"
    assert said["takes"] == "“Host”"
    assert said["to be arranged"] == "“Guide” while “Guide needed”"
    assert said["while it is in"] == "Open"
