"""Whether what is gathered and worked out is told by somebody."""

from __future__ import annotations

from cases import whole
from workflow.definition.checks import problems
from workflow.definition.problem import Problem, Severity
from workflow.definition.reader import read_process_texts


def checked(fact: str) -> list[Problem]:
    text = whole(f"""
        facts:
          agency: {{type: text}}
          agreed: {{type: yes_no}}
          reason: {{type: text}}
          asked_on: {{type: date}}
          views: {fact}
        states:
          open:
            title: Open
            steps:
              view: {{by: [worker], asks: [agency, agreed], may_ask: [asked_on], stay: yes}}
              note: {{by: [worker], may_ask: [reason], stay: yes}}
              close: {{by: [worker], to: closed}}
          closed: {{title: Closed, final: true}}
        """)
    return list(problems(read_process_texts("test", {"0.yaml": text})))


def said(fact: str) -> list[tuple[str, str, str]]:
    errors = (each for each in checked(fact) if each.severity is Severity.ERROR)
    return [(each.code, each.where, each.what) for each in errors]


def test_rows_of_what_the_events_tell_have_nothing_wrong_with_them() -> None:
    assert said("{type: rows, gathers: view, key: agency, columns: [agreed, occurred_on]}") == []


def test_an_event_that_does_not_tell_the_key_gathers_nothing() -> None:
    assert said("{type: rows, gathers: [view, note], key: agency, columns: [reason]}") == [
        (
            "gathered_but_not_told",
            "facts.views",
            "`note` does not ask for `agency`, by which it is gathered here",
        )
    ]


def test_columns_and_conditions_are_what_those_events_tell() -> None:
    expected = "`reason` is asked for by none of the events gathered here"
    for fact in (
        "{type: rows, gathers: view, key: agency, columns: [reason]}",
        "{type: text, many: true, gathers: view, key: agency, where: \"reason == 'x'\"}",
    ):
        assert said(fact) == [("gathered_but_not_told", "facts.views", expected)]


def test_names_that_nobody_declared_are_told() -> None:
    assert [code for code, _, _ in said("{type: rows, gathers: vew, key: agency}")] == [
        "unknown_event"
    ]
    assert said("{type: yes_no, every: agenci, is_in: [agency]}") == [
        ("undeclared_fact", "facts.views", "the fact `agenci` is not declared")
    ]
    assert said("{type: yes_no, kind_of: agenci, has: view}") == [
        ("undeclared_fact", "facts.views", "the fact `agenci` is not declared")
    ]


def test_what_is_worked_out_from_itself_is_told() -> None:
    assert [code for code, _, _ in said("{type: yes_no, every: views, is_in: [agency]}")] == [
        "derived_in_circle"
    ]


def test_rows_may_be_kept_by_the_case_that_tells_them() -> None:
    assert said("{type: rows, gathers: view, key: told_from, columns: [asked_on]}") == []


def test_the_latest_of_what_is_gathered_nowhere_is_told() -> None:
    rows = "{type: rows, gathers: view, key: agency, columns: [asked_on]}"
    assert said(f"{rows}\n          last_asked: {{type: date, latest_in: [views, asked_on]}}") == []
    assert said(f"{rows}\n          last_asked: {{type: date, latest_in: [views, agreed]}}") == [
        (
            "latest_of_no_dates",
            "facts.last_asked",
            "`views` gathers no column `agreed` of type date",
        )
    ]
    assert said("{type: date, latest_in: [vews, asked_on]}") == [
        ("undeclared_fact", "facts.views", "the fact `vews` is not declared")
    ]
