"""Checklists: what was not ticked is told, and nothing is refused for it."""

from __future__ import annotations

from cases import Office

MEETING = """
    facts: {kind: {type: choice, codes: [first, review]}}
    states:
      open:
        title: Open
        steps:
          meet:
            by: [worker]
            may_ask: [kind]
            checklist:
              aims_explained: "The aims were explained."
              changes_discussed: {say: "What has changed was discussed.", when: "kind == 'review'"}
            stay: yes
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """


def meeting() -> Office:
    office = Office(MEETING)
    office.opened("Mon 2 Mar 2026")
    return office


def test_what_is_not_ticked_is_told_and_refuses_nothing() -> None:
    office = meeting()
    office.happened("meet", "Tue 3 Mar 2026")

    assert office.last_step().effects.warnings == ("Not ticked: The aims were explained.",)


def test_what_is_ticked_is_kept_and_not_told() -> None:
    office = meeting()
    office.happened("meet", "Tue 3 Mar 2026", aims_explained=True)

    assert office.fact("aims_explained") is True
    assert office.last_step().effects.warnings == ()


def test_an_entry_with_a_condition_is_asked_for_while_it_holds() -> None:
    office = meeting()
    office.happened("meet", "Tue 3 Mar 2026", kind="review", aims_explained=False)

    assert office.last_step().effects.warnings == (
        "Not ticked: The aims were explained.",
        "Not ticked: What has changed was discussed.",
    )


def test_a_tick_counts_for_its_own_meeting_only() -> None:
    office = meeting()
    office.happened("meet", "Tue 3 Mar 2026", aims_explained=True)
    office.happened("meet", "Tue 10 Mar 2026")

    assert office.last_step().effects.warnings == ("Not ticked: The aims were explained.",)
