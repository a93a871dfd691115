"""Any word may name a state, an event or a fact: the chart never sees it."""

from __future__ import annotations

import pytest

from cases import a_workflow
from definition.charting import following
from workflow.definition.chart import Chart

AWKWARD = [
    "states", "send", "model", "configuration", "event", "target", "source", "state", "id", "name",
    "s1", "e0", "g0", "c1", "final", "on", "enter", "exit", "done", "error", "_machine", "value",
]  # fmt: skip


@pytest.mark.parametrize("word", AWKWARD)
def test_any_word_may_name_a_state_an_event_and_a_fact(word: str) -> None:
    chart = Chart(
        a_workflow(f"""
        facts: {{"{word}": {{type: yes_no}}}}
        states:
          open:
            title: Open
            steps:
              "{word}": {{by: [worker], ways: [{{when: "{word}", to: "{word}"}}]}}
          "{word}":
            title: Awkward
            regions:
              "{word}_1": {{"{word}_a": {{title: A}}}}
              "{word}_2": {{"{word}_b": {{title: B}}}}
        """)
    )

    assert chart.open_events(("open",)) == {word}
    assert following(chart, ("open",), word, word) == (f"{word}_a", f"{word}_b")


@pytest.mark.parametrize("constant", ["true", "A && B", "R&D", "not x", "!", "^", "a or b", ""])
def test_a_text_in_a_guard_is_compared_as_it_is_written(constant: str) -> None:
    chart = Chart(
        a_workflow(f"""
        states:
          open:
            title: Open
            steps:
              go:
                by: [worker]
                ways: [{{when: "team == '{constant}'", to: there}}, {{otherwise: closed}}]
          there: {{title: There}}
          closed: {{title: Closed, final: true}}
        """)
    )

    def leads_to(team: str) -> tuple[str, ...]:
        steps = chart.open_steps(("open",), "go")
        holds = lambda guard: guard.holds({"team": team}.get)  # noqa: E731  read beside its use
        return chart.next(("open",), "go", steps, holds, lambda *_: False).leaves

    assert leads_to(constant) == ("there",)
    assert leads_to(constant + "x") == ("closed",)
