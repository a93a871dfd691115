"""Whether those whom a notice names can be told, and told no more than they may be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workflow.definition.form import suggest
from workflow.definition.model import ENGINE_EVENTS, FactKind, Workflow
from workflow.definition.notice import AGENCIES, EVERYBODY, FAMILY, GIVEN, GROUPS, Audience, Notice
from workflow.definition.problem import Position, Problem
from workflow.definition.soundness.scope import Scope, listed
from workflow.definition.taking_part import ParticipantKind


def unknown_audience(scope: Scope) -> Iterator[Problem]:
    """A line for a kind of participant, or a role, that there is not."""
    for notice, line in _lines(scope):
        there = (scope.linked(line.of) if line.of else None) or scope.workflow
        kinds = _whose(scope, line).participants
        for name in line.participants:
            if name not in kinds and name not in GROUPS:
                what = f"there is no kind of participant `{name}`"
                mend = suggest(name, [*kinds, *GROUPS]) or "declare it under `participants:`"
                yield _of(notice, line.at("participants"), "unknown_kind", what, mend)
        for name in line.roles:
            if name not in there.roles:
                mend = suggest(name, there.roles) or "declare it under `roles:`"
                what = f"there is no role `{name}` to tell"
                yield _of(notice, line.at("roles"), "unknown_role", what, mend)


def audience_never_reached(scope: Scope) -> Iterator[Problem]:
    """A line of kinds that all belong to a line before it, which asks for nothing."""
    for notice in _notices(scope):
        taken: dict[str | None, set[str]] = {}
        for line in notice.to:
            before, kinds = taken.setdefault(line.of, set()), _kinds(scope, line)
            if kinds and kinds <= before:
                what = f"{listed(line.participants)} belong to a line before this one"
                mend = "put the narrower line first, or take this one out"
                yield _of(notice, line.position, "audience_never_reached", what, mend)
            if not (line.when or line.named_in or line.not_in):
                before |= kinds


def told_too_much(scope: Scope) -> Iterator[Problem]:
    """An address that a line of the family would read: it may be the one they must not know."""
    for notice, line in _lines(scope):
        known = _facts_of_ties(scope)
        for name in line.tells:
            if name not in known:
                mend = suggest(name, known) or "declare it under `facts:`"
                what = f"the fact `{name}` is not declared, here or in a tied workflow"
                yield _of(notice, line.at("tells"), "undeclared_fact", what, mend)
        if line.tells and _reaches_family(scope, line):
            what = f"{listed(line.tells)} would be told to the family"
            mend = "give it to lines of agencies and roles only"
            yield _of(notice, line.at("tells"), "told_too_much", what, mend)


def meeting_without_time(scope: Scope) -> Iterator[Problem]:
    """A meeting that starts at what is no time of a day."""
    for notice in _notices(scope):
        fact = scope.workflow.facts.get(notice.meeting.starts) if notice.meeting else None
        if fact is not None and (fact.kind is not FactKind.DATETIME or fact.many):
            what = f"a meeting cannot start at `{fact.name}` ({fact.kind})"
            mend = "name a fact of the type datetime"
            yield _of(notice, notice.at("meeting"), "meeting_without_time", what, mend)


def unknown_reply(scope: Scope) -> Iterator[Problem]:
    """A reply that no step records."""
    events = scope.workflow.events | ENGINE_EVENTS
    for notice in _notices(scope):
        if notice.reply is not None and notice.reply not in events:
            mend = suggest(notice.reply, sorted(events)) or "add a step of that name"
            what = f"no step takes the event `{notice.reply}`"
            yield _of(notice, notice.at("reply"), "unknown_event", what, mend)


def name_of_something_else(scope: Scope) -> Iterator[Problem]:
    """A name worked out for the words that they know already, as something else."""
    flow = scope.workflow
    for notice in _notices(scope):
        for name in notice.reads:
            if name in GIVEN or name in flow.facts or name in flow.links:
                what = f"`{name}` means something else in the words of a notice"
                yield _of(notice, notice.at("reads"), "name_taken", what, "give it another name")


def left_out_of_no_list(scope: Scope) -> Iterator[Problem]:
    """A fact that should list whom nothing is told, and lists nobody."""
    flow = scope.workflow
    for name in flow.left_out:
        fact = flow.facts.get(name)
        if fact is not None and not (fact.many and fact.kind in (FactKind.TEXT, FactKind.PERSON)):
            yield Problem(
                position=fact.position,
                code="left_out_of_no_list",
                where="left_out",
                what=f"`{name}` ({fact.kind}) is no list of people",
                mend="give it the type text and `many: true`",
            )


def undelivered_brings_nothing(scope: Scope) -> Iterator[Problem]:
    """An event for messages that reached nobody, which nobody may record."""
    flow = scope.workflow
    named = flow.when_undelivered
    if named and not any(step.by for step in flow.steps_of(named)):
        yield Problem(
            position=flow.position,
            code="undelivered_brings_nothing",
            where="when_undelivered",
            what=f"`{named}` is no step that somebody may record",
            mend="name a step under `anywhere` with `by:`: letters that come back are recorded too",
        )


def _notices(scope: Scope) -> Iterator[Notice]:
    """Those that this workflow sends, and those that stand in its own file."""
    flow = scope.workflow
    for notice in flow.notices.values():
        if notice in flow.sent or notice.position.file == flow.position.file:
            yield notice


def _lines(scope: Scope) -> Iterator[tuple[Notice, Audience]]:
    return ((notice, line) for notice in _notices(scope) for line in notice.to)


def _whose(scope: Scope, line: Audience) -> Workflow:
    """The workflow whose cases list the participants of a line."""
    there = scope.linked(line.of) if line.of else None
    return there if there is not None and there.participants_in else scope.workflow


def _kinds(scope: Scope, line: Audience) -> set[str]:
    kinds = _whose(scope, line).participants.values()
    return {kind.name for kind in kinds if any(_means(kind, name) for name in line.participants)}


def _means(kind: ParticipantKind, name: str) -> bool:
    groups = {EVERYBODY: True, FAMILY: kind.family, AGENCIES: kind.is_agency}
    return groups.get(name, name == kind.name)


def _reaches_family(scope: Scope, line: Audience) -> bool:
    kinds = _whose(scope, line).participants
    family = any(kinds[name].family for name in _kinds(scope, line))
    return family or line.is_to_a_home or FAMILY in line.participants


def _facts_of_ties(scope: Scope) -> Collection[str]:
    tied = (scope.linked(link) for link in scope.workflow.links)
    return scope.workflow.facts.keys() | {f for flow in tied if flow for f in flow.facts}


def _of(notice: Notice, at: Position, code: str, what: str, mend: str) -> Problem:
    return Problem(position=at, code=code, where=f"notices.{notice.name}", what=what, mend=mend)
