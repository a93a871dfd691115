"""The people of a meeting: who is asked, what they answered and sent, who came, and whether that is
enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.case.model import Case
from workflow.case.quorum import agencies, could_be_quorate, expected, participants
from workflow.case.record import moment, typed_facts
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.predicates import OCCURRED_ON
from workflow.definition.taking_part import ParticipantKind
from workflow.engine.participant_names import naming, participant_name
from workflow.engine.values import StatedFact, Words

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A participant. `cells` go with the columns of the page; `came` is None before it is known.

    `silent`: is asked for an answer and has given none. `owes_report`: is asked for a report.
    """

    who: str
    name: str = field(repr=False)
    agency: str
    cells: tuple[str, ...] = field(repr=False)
    came: bool | None
    silent: bool
    owes_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Whether there is a quorum: of those who came once that is known, else of those who are
    invited and have not said that they stay away. `stay_away`: agencies of whom nobody is left so.
    """

    enough: bool
    came: bool
    agencies: tuple[str, ...]
    stay_away: tuple[str, ...]
    needs: tuple[str, ...]
    lacks: tuple[str, ...]


def beside_people(workflow: Workflow) -> list[Fact]:
    """The rows that are each of one participant: replies, reports."""
    named = naming(workflow)
    return [
        fact
        for fact in workflow.facts.values()
        if fact.kind is FactKind.ROWS and fact.gathers and len(fact.key) == 1
        if fact.key[0] in named
    ]


def people_of(words: Words, case: Case, beside: Iterable[Fact]) -> Iterator[Someone]:
    """Everybody who is asked, has told something or came."""
    workflow = words.release.workflow(case.workflow)
    known = participants(workflow, case.facts.get)
    attended = _attended(workflow, case)
    kept = [(fact, _by_key(fact, case)) for fact in beside]
    answered = _by_key(answer, case) if (answer := answer_fact(workflow)) else None
    more = dict.fromkeys(
        who for rows in (*(rows for _, rows in kept), attended or ()) for who in rows
    )
    for who in dict.fromkeys([*known, *more]):
        kind = workflow.participants.get(who.partition("/")[0])
        yield Someone(
            who=who,
            name=participant_name(workflow, who, known.get(who, {}), words.name_of),
            agency=kind.agency if kind else "",
            cells=tuple(_cell(words, workflow, fact, rows.get(who)) for fact, rows in kept),
            came=None if attended is None else who in attended,
            silent=answered is not None and who not in answered and _is_asked(kind, known.get(who)),
            owes_report=kind is not None and kind.report and who in known,
        )


def _is_asked(kind: ParticipantKind | None, row: Row | None) -> bool:
    """Whether an answer is waited for: not of colleagues, who are there by their part."""
    if kind is None or row is None or row.get("person"):
        return False
    return kind.family or kind.is_agency


def answer_fact(workflow: Workflow) -> Fact | None:
    """The rows that are each what one participant answered to an invitation."""
    invites = (notice for notice in workflow.notices.values() if notice.meeting is not None)
    events = {notice.reply for notice in invites if notice.reply}
    return next(
        (fact for fact in workflow.facts.values() if fact.key and events & {*fact.gathers}), None
    )


def report_fact(workflow: Workflow) -> Fact | None:
    """The rows that are each a report of one participant who owes one."""
    named = {
        task.for_each.which
        for task in workflow.tasks
        if task.for_each is not None and task.for_each.participants is not None
    }
    return next(
        (fact for fact in workflow.facts.values() if fact.gathers and named & {*fact.key[:1]}), None
    )


def answers_of(
    workflow: Workflow, case: Case, people: Iterable[Someone]
) -> Iterator[tuple[str, int]]:
    """Each answer that was given, in the order of its codes, with how many gave it."""
    fact = answer_fact(workflow)
    rows = _by_key(fact, case) if fact else {}
    for name in fact.columns if fact else ():
        told = workflow.facts.get(name)
        if told is not None and told.codes:
            given = Counter(str(row.get(name)) for row in rows.values())
            yield from ((text, given[code]) for code, text in told.codes.items() if given[code])
    if silent := sum(each.silent for each in people):
        yield "No answer yet", silent


def reports_of(workflow: Workflow, case: Case, people: Iterable[Someone]) -> tuple[int, int]:
    fact = report_fact(workflow)
    rows = _by_key(fact, case) if fact else {}
    owed = {each.who for each in people if each.owes_report} | set(rows)
    return len(rows), len(owed)


def _by_key(fact: Fact, case: Case) -> dict[str, Row]:
    return {str(row.get(fact.key[0])): row for row in case.facts.get(fact.name) or ()}


def _cell(words: Words, workflow: Workflow, fact: Fact, row: Row | None) -> str:
    """What a row says beside the participant whom it is of; a row that says no more is there."""
    if row is None:
        return ""
    said = [each for each in stated_row(words, workflow, row) if each.name != fact.key[0]]
    if len(said) == 1:
        return said[0].value
    return "; ".join(f"{each.label}: {each.value}" for each in said) or "yes"


def _attended(workflow: Workflow, case: Case) -> list[str] | None:
    found = case.facts.get(workflow.quorum.of) if workflow.quorum else None
    return None if found is None else [str(who) for who in found]


def quorum_light(workflow: Workflow, case: Case) -> Light | None:
    quorum = workflow.quorum
    if quorum is None:
        return None
    attended, invited = _attended(workflow, case), participants(workflow, case.facts.get)
    there = expected(workflow, case.facts.get) if attended is None else attended
    present = agencies(workflow, there)
    others = quorum.other_agencies
    needed = frozenset(quorum.must_include)
    more = others - len(present - needed)
    return Light(
        enough=could_be_quorate(workflow, present),
        came=attended is not None,
        agencies=tuple(sorted(present)),
        stay_away=tuple(sorted(agencies(workflow, invited) - present)) if attended is None else (),
        needs=(*quorum.must_include, _other_agencies(others)),
        lacks=(*sorted(needed - present), *([_other_agencies(more)] if more > 0 else [])),
    )


def _other_agencies(count: int) -> str:
    return f"{count} other {'agency' if count == 1 else 'agencies'}"


def stated_row(
    words: Words, workflow: Workflow, row: Row, there: Workflow | None = None
) -> Iterator[StatedFact]:
    """The cells of a row by their labels, here or in the linked workflow."""
    for name, value in row.items():
        flow = workflow if name in workflow.facts or there is None else there
        fact = flow.facts.get(name)
        if value in (None, "", []):
            continue
        if name == OCCURRED_ON:
            yield StatedFact(name=name, label="Happened on", value=moment_name(moment(str(value))))
        elif fact is None:
            yield StatedFact(name=name, label=name.replace("_", " "), value=str(value))
        else:
            yield words.stated(flow, fact, typed_facts({name: value}, flow)[name])
