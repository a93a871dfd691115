"""Whom a form offers where a fact names somebody, and what a linked case knows of it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.case.model import Case
from workflow.case.reading import Reading
from workflow.case.record import plain
from workflow.definition.model import Fact, Workflow
from workflow.definition.release import Release
from workflow.engine.colleagues import NameOf
from workflow.engine.participant_names import participant_names
from workflow.store.stored import Person

MOST = 200
"""People whom a list offers; where there are more a name is typed."""


def fitting(fact: Fact, people: Sequence[Person]) -> Mapping[str, str]:
    """Those who may have the role that the person named by a fact has on the case."""
    found = [each for each in people if fact.as_role in each.roles] if fact.as_role else []
    return {each.person: each.name for each in found} if len(found) <= MOST else {}


def on_the_list(
    there: Workflow, fact: Fact, workflow: Workflow, case: Case, name_of: NameOf
) -> Mapping[str, str]:
    """The people of this case, for a fact of a linked one that names some of them."""
    link = there.links.get(fact.participants_of or "")
    if link is None or link.to != workflow.name:
        return {}
    return participant_names(workflow, case, name_of)


def held_there(
    fact: Fact, cases: Mapping[str, tuple[Release, Case]], today: date | None
) -> dict[str, dict[str, Any]]:
    """By linked case, the row that a table with one for each begins with: who has which role there.

    What else such a row says is decided anew.
    """
    found: dict[str, dict[str, Any]] = {}
    for ref, (release, case) in cases.items():
        reading = Reading(release.workflow(case.workflow), case, {"occurred_on": today})
        for name in fact.columns:
            known = reading.workflow.facts.get(name)
            if known is not None and known.as_role and (value := reading(name)) is not None:
                found.setdefault(ref, {})[name] = plain(value)
    return found
