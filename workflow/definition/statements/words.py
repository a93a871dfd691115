"""Names of roles, facts, events, notices and guards as statements have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow.definition.guard import Guard
from workflow.definition.guard_words import guard_words
from workflow.definition.model import Workflow
from workflow.definition.read_facts import in_words
from workflow.definition.statements.statement import listed
from workflow.definition.wording import event_title, quoted


def titles(workflow: Workflow, roles: Iterable[str]) -> str:
    """Titles of roles; a name that is none, such as of a participant, as it is."""
    known = workflow.roles
    return listed(known[role].title if role in known else role for role in roles)


def labels(workflow: Workflow, facts: Iterable[str]) -> str:
    """Labels of facts; the name of a link as it is."""
    known = workflow.facts
    return listed(quoted(known[fact].label if fact in known else fact) for fact in facts)


def states(workflow: Workflow, names: Iterable[str]) -> str:
    """Titles of states."""
    known = workflow.states
    return listed(known[name].title if name in known else name for name in names)


def events(workflow: Workflow, names: Iterable[str]) -> str:
    """Titles of the steps of events."""
    return listed(quoted(event_title(workflow, name)) for name in names)


def notice(name: str) -> str:
    """The name of a notice in words: “overdue”."""
    return in_words(name).lower()


def guarded(workflow: Workflow, guard: Guard | None) -> str:
    """A guard in words; nothing for none."""
    return guard_words(workflow, guard) if guard is not None else ""


def written(workflow: Workflow, sets: Mapping[str, Guard]) -> str:
    """What is written down as facts: “Seen” = yes."""
    return listed(each_written(workflow, sets))


def each_written(workflow: Workflow, sets: Mapping[str, Guard]) -> tuple[str, ...]:
    """The same, one by one."""
    return tuple(
        f"{labels(workflow, [fact])} = {guarded(workflow, value)}" for fact, value in sets.items()
    )
