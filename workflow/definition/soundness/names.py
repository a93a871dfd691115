"""Whether every fact, state, role and event that is named is also declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from workflow.definition.form import suggest
from workflow.definition.model import ENGINE_EVENTS, OPEN_CASE
from workflow.definition.notice import AGENCIES
from workflow.definition.predicates import OF_THE_ROW
from workflow.definition.problem import Position, Problem
from workflow.definition.soundness.notice_facts import facts_of
from workflow.definition.soundness.scope import Scope, where_of
from workflow.definition.step import Step
from workflow.definition.task import Task


class Named(NamedTuple):
    """A name, and where it stands."""

    name: str | None
    where: str
    position: Position


def undeclared_fact(scope: Scope) -> Iterator[Problem]:
    """A fact that is asked, set, told or used without being declared."""
    facts = scope.workflow.facts
    for named in _facts(scope):
        if named.name is not None and named.name not in facts:
            what = f"the fact `{named.name}` is not declared"
            near = suggest(named.name, sorted(facts))
            mend = f"{near} or declare it under `facts:`" if near else "declare it under `facts:`"
            yield _unknown("undeclared_fact", named, what, (), mend)


def unknown_state(scope: Scope) -> Iterator[Problem]:
    """A way, `while`, `since` or `except` that names no state."""
    states = scope.workflow.states
    for named in _states(scope):
        if named.name is not None and named.name not in states:
            what = f"there is no state `{named.name}`"
            yield _unknown("unknown_state", named, what, states, "declare it under `states:`")


def unknown_role(scope: Scope) -> Iterator[Problem]:
    """A step, task or rung for a role that nobody can have."""
    roles = scope.workflow.roles
    for named in _roles(scope):
        if named.name not in roles:
            what = f"there is no role `{named.name}`"
            yield _unknown("unknown_role", named, what, roles, "declare it under `roles:`")
    for task in scope.workflow.tasks:
        for rung in task.rungs:
            for role in rung.to:
                known = _roles_here(scope, role)
                if role not in known and not _is_participant(scope, role):
                    named = Named(role, f"tasks.{task.name}.escalate", rung.position)
                    what = f"there is no role `{role}` to tell"
                    yield _unknown("unknown_role", named, what, known, "name a role, or LINK.role")


def unknown_event(scope: Scope) -> Iterator[Problem]:
    """A task, timer or gathered fact that waits for an event which no step takes."""
    events = scope.workflow.events | ENGINE_EVENTS
    for named in _events(scope):
        if named.name is not None and named.name not in events:
            what = f"no step takes the event `{named.name}`"
            yield _unknown("unknown_event", named, what, events, "add a step of that name")


def unknown_notice(scope: Scope) -> Iterator[Problem]:
    """A notice that nobody has written, in a workflow that says which there are."""
    notices = scope.workflow.notices
    for named in _notices(scope) if notices else ():
        if named.name not in notices:
            what = f"there is no notice `{named.name}`"
            yield _unknown("unknown_notice", named, what, notices, "declare it under `notices:`")


def _notices(scope: Scope) -> Iterator[Named]:
    for step in scope.steps:
        for name in (*step.notify, *(name for way in step.ways for name in way.notify)):
            yield Named(name, f"{where_of(step)}.notify", step.at("notify", "ways"))
    for task in scope.workflow.tasks:
        for rung in task.rungs:
            yield Named(rung.notice, f"tasks.{task.name}.escalate", rung.position)


def unknown_agency(scope: Scope) -> Iterator[Problem]:
    """A quorum that needs an agency of which nobody can come."""
    quorum = scope.workflow.quorum
    agencies = {kind.agency for kind in scope.workflow.participants.values() if kind.agency}
    for agency in quorum.must_include if quorum is not None else ():
        if agency not in agencies:
            named = Named(agency, "quorum.must_include", scope.workflow.position)
            what = f"no kind of participant is of the agency `{agency}`"
            mend = "give it to a kind as `agency:`"
            yield _unknown("unknown_agency", named, what, agencies, mend)


def unknown_answer(scope: Scope) -> Iterator[Problem]:
    """A quorum that counts out whoever gives an answer that nobody can give."""
    flow, quorum = scope.workflow, scope.workflow.quorum
    if quorum is None:
        return
    replies = flow.facts.get(quorum.replies or "")
    columns = [flow.facts.get(name) for name in replies.columns] if replies else []
    codes = {code for column in columns if column for code in column.codes}
    for answer in quorum.stay_away:
        if answer not in codes:
            named = Named(answer, "quorum.stay_away", flow.position)
            what = f"no column of the replies has a code `{answer}`"
            mend = "name one of their codes, and under `replies:` the fact whose rows they are"
            yield _unknown("unknown_answer", named, what, codes, mend)


def _facts(scope: Scope) -> Iterator[Named]:
    flow = scope.workflow
    yield Named(flow.reference, f"{OPEN_CASE}.reference", flow.opening.position)
    yield Named(flow.participants_in, "participants.in", flow.position)
    yield Named(flow.quorum.of if flow.quorum else None, "quorum.of", flow.position)
    yield Named(flow.quorum.replies if flow.quorum else None, "quorum.replies", flow.position)
    for fact in flow.facts.values():
        for key, names in (
            ("from", [fact.from_fact]),
            ("every", [fact.every]),
            ("is_in", fact.is_in),
            ("kind_of", [fact.kind_of]),
            ("latest_in", fact.latest_in),
            ("named_in", [fact.named_in]),
        ):
            yield from (Named(name, f"facts.{fact.name}", fact.at(key)) for name in names)
        for name in dict.fromkeys((*fact.key, *fact.columns)) if fact.gathers else ():
            if name not in OF_THE_ROW:
                yield Named(name, f"facts.{fact.name}.gathers", fact.at("key", "columns"))
        for name in fact.years_since:
            yield Named(name, f"facts.{fact.name}.years_since", fact.at("years_since"))
    for kind in flow.participants.values():
        yield Named(kind.named_by, f"participants.kinds.{kind.name}.named_by", flow.position)
    yield from (Named(name, "left_out", flow.position) for name in flow.left_out)
    yield from (Named(name, "found_by", flow.position) for name in flow.found_by)
    yield from (Named(name, "pack", flow.position) for name in flow.pack)
    if flow.diary is not None:
        at = flow.diary.position
        yield from (Named(name, "diary", at) for name in flow.diary.facts)
    for notice in flow.sent:
        for name, at in facts_of(notice):
            yield Named(name, f"notices.{notice.name}", at)
    for link in flow.links.values():
        for name in link.sets:
            yield Named(name, f"links.{link.name}.sets", link.position)
    for step in scope.steps:
        yield from _facts_of_step(scope, step)
    for task in flow.tasks:
        yield from _facts_of_task(task)


def _facts_of_step(scope: Scope, step: Step) -> Iterator[Named]:
    where = where_of(step)
    for key, names in (("asks", step.asks), ("may_ask", step.may_ask)):
        for name in names:
            if name not in scope.workflow.links:  # the cases to link are asked for like facts
                yield Named(name, f"{where}.asks", step.at(key))
    for name in step.sets:
        yield Named(name, f"{where}.sets", step.at("sets"))
    for way in step.ways:
        yield from (Named(name, f"{where}.sets", way.position) for name in way.sets)
    yield Named(step.on, f"{where}.on", step.at("on"))
    yield Named(step.untie.which if step.untie else None, f"{where}.untie", step.at("untie"))
    for tell in step.tell:
        for told in (tell.each, *tell.facts.values()):
            yield Named(told, f"{where}.tell", tell.position)


def _facts_of_task(task: Task) -> Iterator[Named]:
    where = f"tasks.{task.name}"
    yield Named(task.reason_if_late, f"{where}.reason_if_late", task.at("reason_if_late"))
    for planned in task.set_for:
        yield Named(planned, f"{where}.set_for", task.at("set_for"))
    if task.for_each is not None:
        yield Named(task.for_each.which, f"{where}.for_each.which", task.at("for_each"))
        yield Named(task.for_each.rows, f"{where}.for_each.rows", task.at("for_each"))


def _states(scope: Scope) -> Iterator[Named]:
    flow = scope.workflow
    for fact in flow.facts.values():
        for name in fact.since:
            yield Named(name, f"facts.{fact.name}.since", fact.at("since"))
    for state in flow.states.values():
        yield Named(state.initial, f"states.{state.id}", state.position)
        for way in state.starts:
            yield Named(way.to, f"states.{state.id}.starts", way.position)
    for step in scope.steps:
        for way in step.ways:
            yield Named(way.to, where_of(step), way.position)
        for name in step.except_:
            yield Named(name, f"{where_of(step)}.except", step.at("except"))
    if flow.diary is not None:
        yield from (Named(name, "diary", flow.diary.position) for name in flow.diary.place)
    for task in flow.tasks:
        for name in sorted(task.place):
            yield Named(name, f"tasks.{task.name}.while", task.at("while"))


def _roles(scope: Scope) -> Iterator[Named]:
    for fact in scope.workflow.facts.values():
        if fact.as_role is not None:
            yield Named(fact.as_role, f"facts.{fact.name}.as", fact.at("as"))
        for role in fact.read_by:
            yield Named(role, f"facts.{fact.name}.read_by", fact.at("read_by"))
    for step in scope.steps:
        for role in step.by:
            yield Named(role, f"{where_of(step)}.by", step.at("by"))
    for each in scope.workflow.lists.values():
        for role in each.roles:
            yield Named(role, f"lists.{each.name}.for", each.position)
    for task in scope.workflow.tasks:
        for _, role in task.role:
            yield Named(role, f"tasks.{task.name}.role", task.at("role"))


def _roles_here(scope: Scope, role: str) -> Collection[str]:
    """The roles that a rung may name: those of this workflow, or LINK.role of a linked one."""
    link = scope.workflow.links.get(role.partition(".")[0])
    there = scope.process.workflows.get(link.to) if link is not None else None
    if link is None or there is None:
        return scope.workflow.roles
    return [f"{link.name}.{name}" for name in there.roles]


def _is_participant(scope: Scope, name: str) -> bool:
    """True for agencies and for a kind of participant; of family another check refuses to tell."""
    kinds = scope.workflow.participants
    return name in kinds or (name == AGENCIES and bool(kinds))


def _events(scope: Scope) -> Iterator[Named]:
    for fact in scope.workflow.facts.values():
        for event in fact.gathers:
            yield Named(event, f"facts.{fact.name}.gathers", fact.at("gathers"))
    for task in scope.workflow.tasks:
        where = f"tasks.{task.name}"
        for done in task.done_by:
            yield Named(done.event, f"{where}.done_by", task.at("done_by"))
        for event in task.opens_on:
            yield Named(event, f"{where}.opens_on", task.at("opens_on"))
    for timer in scope.workflow.timed:
        yield Named(timer.event, timer.where, timer.position)


def _unknown(code: str, named: Named, what: str, known: Collection[str], otherwise: str) -> Problem:
    mend = suggest(named.name or "", sorted(known)) or otherwise
    return Problem(position=named.position, code=code, where=named.where, what=what, mend=mend)
