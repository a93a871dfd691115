"""Whether every fact that is read can also come to be known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.deadlines.rule import AnchorKind, Rule, anchors
from workflow.definition.model import Fact, FactKind
from workflow.definition.predicates import DUE, OF_THE_ROW, TOLD_FROM, left, predicates
from workflow.definition.problem import Position, Problem, Severity
from workflow.definition.representatives import DATED
from workflow.definition.soundness.guard_uses import guard_uses
from workflow.definition.soundness.notice_facts import facts_of
from workflow.definition.soundness.scope import Scope, listed


def fact_never_told(scope: Scope) -> Iterator[Problem]:
    """A fact that guards or due rules wait for and that no step of this workflow makes known."""
    told = _told(scope)
    for name, position in _first_reads(scope).items():
        if name in scope.workflow.facts and name not in told:
            yield Problem(
                position=position,
                code="fact_never_told",
                where=f"facts.{name}",
                what=f"`{name}` is read here, but no step of this workflow asks for it or sets it",
                mend="add it to the `asks` or `may_ask` of a step, or set it with `sets`",
            )


def fact_never_used(scope: Scope) -> Iterator[Problem]:
    """A fact that nobody tells and nothing reads, or that a definition works out for nothing.

    What people are asked, and what is gathered of it, is never meant: to be on the record is a use,
    and no rule need read it. Nor is what a column of rows is called after, whose answers it says.
    """
    facts, told = scope.workflow.facts, _told(scope)
    asked = {name for step in scope.steps for name in step.facts}
    asked |= {fact.name for fact in facts.values() if fact.gathers or fact.from_fact in asked}
    asked |= {column for fact in facts.values() for column in fact.columns}
    unused = facts.keys() - asked - _named(scope) - _first_reads(scope).keys()
    for name in sorted(unused):
        how = "set" if name in told else "declared"
        how = "worked out" if facts[name].worked_out or facts[name].from_fact else how
        yield Problem(
            position=facts[name].position,
            code="fact_never_used",
            where=f"facts.{name}",
            what=f"`{name}` is {how}, but nothing uses it",
            mend="take it out, or ask for it in a step or read it in a guard",
            severity=Severity.WARNING,
        )


def derived_in_circle(scope: Scope) -> Iterator[Problem]:
    """A fact that is worked out from itself."""
    facts = scope.workflow.facts
    for fact in facts.values():
        if fact.name in sources(facts, fact):
            yield _of(
                fact,
                "derived_in_circle",
                f"`{fact.name}` is worked out from itself",
                "ask for one of the facts on the way instead",
            )


def rule_of_dates_for_no_date(scope: Scope) -> Iterator[Problem]:
    """A fact that may not lie at a weekend, or not ahead, though it is no date."""
    for fact in scope.workflow.facts.values():
        if fact.weekdays_only is not None and fact.kind not in DATED:
            yield _of(
                fact,
                "weekdays_of_no_date",
                f"`{fact.name}` ({fact.kind}) has no day of the week",
                "take `weekdays_only` out, or give the fact the type date or datetime",
            )
        if fact.happened and fact.kind not in DATED:
            yield _of(
                fact,
                "happened_on_no_date",
                f"`{fact.name}` ({fact.kind}) says not when anything happened",
                "take `happened` out, or give the fact the type date or datetime",
            )


def planned_for_no_date(scope: Scope) -> Iterator[Problem]:
    """A task that is planned for what is no date."""
    for task in scope.workflow.tasks:
        for fact in (scope.workflow.facts.get(name) for name in task.set_for):
            if fact is not None and (fact.kind not in DATED or fact.many):
                yield Problem(
                    position=task.at("set_for"),
                    code="planned_for_no_date",
                    where=f"tasks.{task.name}.set_for",
                    what=f"`{task.name}` is set for `{fact.name}` ({fact.kind}), which is no date",
                    mend="name a fact of the type date or datetime",
                )


def nobody_to_name(scope: Scope) -> Iterator[Problem]:
    """A fact that names one of the people of a case where there are none, or is no text."""
    flow = scope.workflow
    for fact in flow.facts.values():
        if not fact.names_participant:
            continue
        if fact.kind is not FactKind.TEXT:
            what = f"`{fact.name}` ({fact.kind}) names nobody who takes part"
            mend = "take `names_participant` out, or give the fact the type text"
            yield _of(fact, "names_no_participant", what, mend)
        elif flow.participants_in is None:
            what = f"`{fact.name}` names who takes part, and nobody takes part in `{flow.name}`"
            mend = "take `names_participant` out, or say under `participants` who takes part"
            yield _of(fact, "names_no_participant", what, mend)


def nobody_to_name_there(scope: Scope) -> Iterator[Problem]:
    """A fact that names people of linked cases where there are none, or is no text."""
    mend = "name a link to cases that have `participants`, and give the fact the type text"
    for fact in scope.workflow.facts.values():
        link = scope.workflow.links.get(fact.participants_of or "")
        there = scope.process.workflows.get(link.to) if link is not None else None
        if fact.participants_of and fact.kind is not FactKind.TEXT:
            what = f"`{fact.name}` ({fact.kind}) names nobody who takes part"
            yield _of(fact, "names_no_participant", what, mend)
        elif there is not None and there.participants_in is None:
            what = f"`{fact.name}` names who takes part, and nobody takes part in `{there.name}`"
            yield _of(fact, "names_no_participant", what, mend)


def name_of_a_predicate(scope: Scope) -> Iterator[Problem]:
    """A fact that no guard could read, because its name means something else in guards."""
    flow = scope.workflow
    known = {*predicates(flow), *map(left, flow.links), *OF_THE_ROW, DUE}
    for fact in flow.facts.values():
        if fact.name in known:
            yield _of(
                fact,
                "name_of_a_predicate",
                f"`{fact.name}` means something else in guards and cannot name a fact",
                "give the fact another name",
            )


def gathered_but_not_told(scope: Scope) -> Iterator[Problem]:
    """A fact gathered from an event that does not tell its key, or of columns that none tells."""
    for fact in scope.workflow.facts.values():
        given = {event: _given_with(scope, event) for event in fact.gathers}
        for event in given.keys() & scope.workflow.events:
            known = given[event] | {TOLD_FROM}
            if missing := [name for name in fact.key if name not in known]:
                yield _of(
                    fact,
                    "gathered_but_not_told",
                    f"`{event}` does not ask for {listed(missing)}, by which it is gathered here",
                    "add it to the step, or gather another event",
                )
        read = (*fact.columns, *(sorted(fact.where.names) if fact.where is not None else ()))
        anywhere = OF_THE_ROW.union(*given.values())
        rest = [name for name in read if name not in anywhere and name not in fact.key]
        if fact.gathers and rest:
            yield _of(
                fact,
                "gathered_but_not_told",
                f"{listed(dict.fromkeys(rest))} is asked for by none of the events gathered here",
                "what is gathered is what those events tell and nothing else; add it to a step",
            )


def latest_of_no_dates(scope: Scope) -> Iterator[Problem]:
    """A fact that is the latest in what is no rows, or in a column that holds no dates."""
    facts = scope.workflow.facts
    for fact in facts.values():
        rows, column = (facts.get(name) for name in fact.latest_in or ("", ""))
        if rows is None or column is None:
            continue  # said already, as a name that nobody declared
        if not rows.gathers or column.name not in rows.columns or column.kind is not fact.kind:
            yield _of(
                fact,
                "latest_of_no_dates",
                f"`{rows.name}` gathers no column `{column.name}` of type {fact.kind}",
                "name rows that say `gathers`, and one of their columns of the same type as this",
            )


def _given_with(scope: Scope, event: str) -> set[str]:
    return {name for step in scope.steps if step.event == event for name in step.facts}


def _named(scope: Scope) -> set[str]:
    """Every fact that is used otherwise than by being read: copied, handed on, counted by."""
    flow = scope.workflow
    names = {flow.reference, flow.participants_in}
    names |= {flow.quorum.of, flow.quorum.replies} if flow.quorum else set()
    names |= {fact.from_fact for fact in flow.facts.values()}
    for step in scope.steps:
        names |= {step.on, step.untie.which if step.untie else None}
        names.update(name for start in step.start for name in (start.join, *start.facts.values()))
    for task in flow.tasks:
        names |= {task.reason_if_late, *task.set_for}
        names |= {task.for_each.which, task.for_each.rows} if task.for_each else set()
    for notice in flow.sent:
        names.update(each for each, _ in facts_of(notice))
    names.update(flow.left_out)
    names.update((*flow.found_by, *flow.pack))
    names.update(flow.diary.facts if flow.diary else ())
    for line in flow.header:
        own = line.show.names if line.show is not None and line.of is None else ()
        names.update((*own, line.days_since, line.none_since))
    for part in (part for sheet in flow.sheets.values() for part in sheet.parts):
        names.update((*part.shows, *part.rows))
    told = _by_others(scope)
    return {name for name in names if name is not None} | told


def _by_others(scope: Scope) -> set[str]:
    """What other workflows find or read of open cases of this one, with all that it comes of."""
    others = scope.process.workflows.values()
    found = {
        start.join for other in others for step in other.steps for start in step.start if start.join
    }
    for other in others:
        tied = {name for name, link in other.links.items() if link.to == scope.workflow.name}
        found.update(*(use.guard.names for use in guard_uses(other) if use.link in tied))
    facts = scope.workflow.facts
    return found.union(*(sources(facts, facts[name]) for name in found if name in facts))


def _told(scope: Scope) -> set[str]:
    flow = scope.workflow
    told = {name for step in scope.steps for name in (*step.facts, *step.writes)}
    told.update(name for link in flow.links.values() for name in link.sets)
    told.update(task.reason_if_late for task in flow.tasks if task.reason_if_late)
    told.update(fact.name for fact in flow.facts.values() if fact.derived and not fact.from_fact)
    copied = [fact for fact in flow.facts.values() if fact.from_fact is not None]
    for _ in copied:  # a copy may be copied in turn
        told.update(fact.name for fact in copied if fact.from_fact in told)
    return told


def _first_reads(scope: Scope) -> dict[str, Position]:
    """Every fact that this workflow reads, and where it first does."""
    first: dict[str, Position] = {}
    for name, position in _reads(scope):
        fact = scope.workflow.facts.get(name)
        behind = sources(scope.workflow.facts, fact) if fact is not None else set()
        for read in (name, *sorted(behind)):
            first.setdefault(read, position)
    return first


def _reads(scope: Scope) -> Iterator[tuple[str, Position]]:
    flow = scope.workflow
    for use in guard_uses(flow):
        shared = use.where.startswith(("facts.", "notices.", "silence"))
        included = shared and use.position.file != flow.position.file
        elsewhere = included or use.link is not None
        for name in () if elsewhere else sorted(use.guard.names):
            yield name, use.position
    for step in scope.steps:
        for tell in step.tell:
            for name in filter(None, (tell.each, *tell.facts.values())):
                yield name, tell.position
    for task in flow.tasks:
        for rule in task.rules:
            yield from ((name, task.at("due")) for name in _dates(rule))
    for timer in flow.timed:
        yield from ((name, timer.position) for name in _dates(timer.due))


def _dates(rule: Rule) -> Iterator[str]:
    return (anchor.name for anchor in anchors(rule) if anchor.kind is AnchorKind.FACT)


def sources(facts: Mapping[str, Fact], fact: Fact) -> set[str]:
    """Every fact that this one is worked out from, directly or through others."""
    found: set[str] = set()
    ahead = [fact]
    while ahead:
        new = set(ahead.pop().made_of) - found
        found |= new
        ahead.extend(facts[name] for name in new if name in facts)
    return found


def _of(fact: Fact, code: str, what: str, mend: str) -> Problem:
    return Problem(
        position=fact.position, code=code, where=f"facts.{fact.name}", what=what, mend=mend
    )
