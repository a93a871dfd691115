"""What a case is found by, and who sees to messages and to people, as a definition says it."""

from __future__ import annotations

from cases import a_workflow

STATES = "states: {open: {title: Open}}"


def test_a_case_is_found_by_the_facts_that_are_named() -> None:
    found = a_workflow(
        f"""
        {STATES}
        facts: {{home_name: {{type: text}}, seen_on: {{type: date}}}}
        found_by: [home_name, seen_on]
        """
    )

    assert found.found_by == ("home_name", "seen_on")


def test_a_role_sees_to_messages_when_it_says_so() -> None:
    found = a_workflow(
        f"""
        {STATES}
        roles: {{unit: {{title: Unit, sees_to_messages: yes}}, other: Other}}
        """
    )

    assert found.roles["unit"].sees_to_messages
    assert not found.roles["other"].sees_to_messages


def test_a_role_administers_people_when_it_says_so() -> None:
    found = a_workflow(
        f"""
        {STATES}
        roles: {{data: {{title: Data, administers: yes}}, other: Other}}
        """
    )

    assert found.roles["data"].administers
    assert not found.roles["other"].administers
