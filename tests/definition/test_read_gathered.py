"""Facts that are gathered or worked out, and checklists, as they are read."""

from __future__ import annotations

import pytest

from cases import a_workflow, whole
from definition.reading import only, problems_of
from workflow.definition.model import FactKind

OPEN = """
    states:
      open:
        title: Open
        steps:
          view: {by: [worker], asks: [agency, agreed], stay: yes}
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
"""
FACTS = """
    facts:
      agency: {type: text}
      agreed: {type: yes_no}
"""


def test_a_gathered_fact_has_its_key_among_its_columns() -> None:
    flow = a_workflow(
        f"{FACTS}      views: {{type: rows, gathers: view, key: agency, columns: [agreed]}}\n{OPEN}"
    )

    views = flow.facts["views"]
    assert (views.gathers, views.key, views.columns) == (
        ("view",),
        ("agency",),
        ("agency", "agreed"),
    )
    assert not views.worked_out


@pytest.mark.parametrize(
    ("fact", "code", "what"),
    [
        (
            "{type: rows, gathers: view}",
            "gathered_without_key",
            "`key` is missing: what is gathered is kept by a key",
        ),
        (
            "{type: rows, key: [agency]}",
            "gathered_without_key",
            "`gathers` is missing: what is gathered is kept by a key",
        ),
        (
            "{type: text, gathers: view, key: agency}",
            "wrong_value",
            "what is gathered is rows, or a list of the one fact that is its key",
        ),
        (
            "{type: text, many: true, gathers: view, key: [agency, agreed]}",
            "wrong_value",
            "what is gathered is rows, or a list of the one fact that is its key",
        ),
        (
            "{type: date, latest_in: [views]}",
            "wrong_value",
            "the latest in rows is one date, and comes of a fact and of a column of it",
        ),
        ("{type: yes_no, every: agency}", "every_without_list", "`is_in` is missing"),
        ("{type: yes_no, is_in: [agency]}", "every_without_list", "`every` is missing"),
        (
            "{type: text, kind_of: agency, has: view}",
            "wrong_value",
            "what is worked out here is yes or no",
        ),
        ("{type: yes_no, kind_of: agency, has: say}", "wrong_value", "`has` cannot be 'say'"),
        (
            "{type: yes_no, is: agreed, every: agency, is_in: [agency]}",
            "told_two_ways",
            "a fact comes to be known in one way, not by is and every",
        ),
    ],
)
def test_what_cannot_be_gathered_or_worked_out(fact: str, code: str, what: str) -> None:
    problem = only(f"{FACTS}      views: {fact}\n{OPEN}")

    assert (problem.code, problem.what) == (code, what)


def test_a_checklist_makes_a_yes_or_no_fact_of_each_entry() -> None:
    flow = a_workflow("""
        facts: {late: {type: yes_no}}
        states:
          open:
            title: Open
            steps:
              meet:
                by: [worker]
                may_ask: [late]
                checklist:
                  aims_explained: "The aims were explained."
                  next_explained: {say: "What comes next was explained.", when: "late"}
                stay: yes
              close: {by: [worker], to: closed}
          closed: {title: Closed, final: true}
        """)

    meet = flow.steps[0]
    aims = flow.facts["aims_explained"]
    assert meet.facts == ("late", "aims_explained", "next_explained")
    assert (aims.kind, aims.label) == (FactKind.YES_NO, "The aims were explained.")
    assert [str(tick.when) for tick in meet.checklist] == ["None", "late"]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ('{aims: "Other words."}', "checklist_name_taken"),
        ('{late: "It was late."}', "checklist_name_taken"),
        ("{aims: [a]}", "wrong_type"),
        ("{next: {say: Words, who: me}}", "unknown_key"),
        ("{next: {when: late}}", "missing_key"),
    ],
)
def test_a_checklist_that_cannot_be_read(second: str, code: str) -> None:
    text = f"""
        facts: {{late: {{type: yes_no}}}}
        states:
          open:
            title: Open
            steps:
              meet: {{by: [worker], checklist: {{aims: "The aims."}}, stay: yes}}
              talk: {{by: [worker], checklist: {second}, stay: yes}}
              close: {{by: [worker], to: closed}}
          closed: {{title: Closed, final: true}}
        """

    assert [each.code for each in problems_of(whole(text))][:1] == [code]


def test_two_steps_may_share_an_entry_in_the_same_words() -> None:
    entry = 'checklist: {aims: "The aims."}'
    flow = a_workflow(f"""
        states:
          open:
            title: Open
            steps:
              meet: {{by: [worker], {entry}, stay: yes}}
              close: {{by: [worker], {entry}, to: closed}}
          closed: {{title: Closed, final: true}}
        """)

    assert list(flow.facts) == ["aims"]
