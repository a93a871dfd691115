"""Everything that is wrong with definitions in a folder: read, sound, worded, each policy too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from definitions import FOLDER
from workflow.deadlines.calendar import Calendar
from workflow.definition.calendar_limits import closures_met
from workflow.definition.checks import problems
from workflow.definition.form import Form
from workflow.definition.overlooked import overlooked
from workflow.definition.policy import read_policy, replacing
from workflow.definition.problem import Position, Problem, Severity
from workflow.definition.reader import (
    DefinitionWrong,
    Texts,
    in_file_order,
    policies_of,
    policy_file,
    read_calendar,
    read_process_texts,
    texts_of,
)
from workflow.definition.release import compile_release
from workflow.definition.source_text import read_text
from workflow.definition.tightening import loosened
from workflow.engine.catalogue import notices_in, wording_of
from workflow.engine.wording_checks import wording_problems

CALENDAR = FOLDER / "calendars" / "england.yaml"


def problems_in(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a process, as it stands and with each of its policies, once each.

    Files are named with the folder before them. Raises WrongUse when there is no such folder.
    """
    texts, calendar = texts_of(folder), read_calendar(CALENDAR)
    itself, *policies = policies_of(texts)
    found = set(_problems(folder.name, texts, itself, calendar))
    found |= set(_wording(folder, texts))
    for policy in policies:
        with_it = set(_problems(folder.name, texts, policy, calendar))
        found |= {_under(policy, problem, texts) for problem in with_it - found}
    named = (replace(p, position=_within(folder, p.position)) for p in found)
    return in_file_order(named)


def refuse_errors(found: Iterable[Problem]) -> None:
    """Raise DefinitionWrong when there is an error among them."""
    if errors := tuple(problem for problem in found if problem.severity is Severity.ERROR):
        raise DefinitionWrong(errors)


def _problems(name: str, texts: Texts, policy: str, calendar: Calendar) -> Iterator[Problem]:
    try:
        release = compile_release(0, name, texts, policy)
        yield from problems(release.process)
        yield from loosened(release, calendar) or overlooked(release)
        yield from closures_met(release, calendar)
    except DefinitionWrong as wrong:
        yield from wrong.problems


def _wording(folder: Path, texts: Texts) -> Iterator[Problem]:
    """What is wrong with the words of notices, once the definitions themselves can be read."""
    files = wording_of(notices_in(folder))
    with suppress(DefinitionWrong):
        yield from wording_problems(read_process_texts(folder.name, texts), files) if files else ()


def _under(policy: str, problem: Problem, texts: Texts) -> Problem:
    """The same, naming the policy that brings it where its place does not.

    That nothing uses a fact any more is told where the policy takes the use away.
    """
    if problem.position.file.startswith("policies/"):
        return problem
    named = replace(problem, what=f"{problem.what} (with the policy `{policy}`)")
    if problem.code != "fact_never_used":
        return named
    roots = {file: read_text(file, text) for file, text in texts.items()}
    changes = read_policy(Form(roots[policy_file(policy)], "", []), "")[1]
    place = replacing(roots, changes, problem.where.rpartition(".")[2])
    return replace(
        named,
        position=place or Position(policy_file(policy), 1),
        mend="use it in what you put there, or leave it so: the process itself still uses it",
    )


def _within(folder: Path, position: Position) -> Position:
    return Position(str(folder / position.file), position.line)
