"""What stands in the head of a case's page, as a definition says it."""

from __future__ import annotations

from cases import a_workflow, whole
from definition.reading import only

STATES = "states: {open: {title: Open}}"


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


def test_a_condition_without_words_is_told() -> None:
    problem = only(
        whole(f"""
        {STATES}
        facts: {{seen_on: {{type: date}}}}
        header: [{{show: "seen_on == None"}}]
        """)
    )

    assert problem.mend == "add `label: What people read`"
