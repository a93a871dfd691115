"""Pages to print that a definition puts together."""

from __future__ import annotations

import pytest

from cases import a_release, whole
from definition.reading import only
from workflow.definition.checks import problems
from workflow.definition.statements import statements

PLAN = """
facts:
  seen_on: {type: date, label: Last seen}
  action: {type: text}
  owner: {type: text}
  actions: {type: rows, gathers: act, key: [action], columns: [owner]}
states:
  open:
    title: Open
    tasks: {visit: {title: Visit, role: worker, done_by: see}}
    steps:
      see: {by: [worker, manager], asks: [seen_on], stay: yes}
      act: {by: [worker], asks: [action, owner], stay: yes}
      end: {by: [worker], to: over}
  over: {title: Over, final: yes}
"""


def with_part(part: str, when: str = "seen_on != None") -> str:
    return f'{PLAN}\nsheets: {{today: {{title: Today, when: "{when}", parts: [{part}]}}}}'


def test_a_sheet_of_facts_rows_and_dates_is_fine() -> None:
    text = with_part("{title: All, shows: [seen_on], rows: [actions], tasks: [visit]}")

    assert problems(a_release(text).process) == ()


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("{title: All, shows: [seen]}", "`shows` names `seen`, which there is not"),
        ("{title: All, rows: [action_s]}", "`rows` names `action_s`, which there is not"),
        ("{title: All, tasks: [visits]}", "`tasks` names `visits`, which there is not"),
        ("{title: All, rows: [seen_on]}", "`seen_on` has no rows to make a table of"),
    ],
)
def test_a_sheet_that_names_what_there_is_not_is_told(part: str, what: str) -> None:
    found = problems(a_release(with_part(part)).process)

    assert [each.what for each in found if each.code == "page_wrong"] == [what]


def test_a_guard_of_a_sheet_is_read_as_any_other() -> None:
    found = problems(a_release(with_part("{title: All, shows: [seen_on]}", "sen_on")).process)

    assert [(each.code, each.where) for each in found] == [("undeclared_name", "sheets.today")]


@pytest.mark.parametrize(
    ("sheet", "mend"),
    [
        ("{title: Today}", "add `parts: [{title: ..., shows: [...]}]`"),
        ("{title: Today, parts: [{title: All}]}", "add `shows:`, `rows:` or `tasks:`"),
    ],
)
def test_an_empty_sheet_is_told(sheet: str, mend: str) -> None:
    assert only(whole(f"{PLAN}\nsheets: {{today: {sheet}}}")).mend == mend


def test_two_releases_differ_by_what_a_sheet_holds() -> None:
    release = a_release(with_part("{title: All, shows: [seen_on], tasks: [visit]}"))
    said = {e.aspect: e.words for e in statements(release.process) if e.part.kind == "sheet"}

    assert said["All"] == "“Last seen”, “Visit”"
    assert said["while"] == "“Last seen” is known"
