"""check: what is wrong with definitions, all at once, with the policies that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from definitions import FOLDER
from workflow.cli.output import print_json, say
from workflow.clock import Clock, london_day
from workflow.deadlines.calendar import Calendar
from workflow.definition.calendar_limits import calendar_ends_soon, closures_met
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
from workflow.engine.catalogue import notices_in, process_folder, wording_of
from workflow.engine.wording_checks import wording_problems
from workflow.errors import CasewardError, SettingsWrong
from workflow.settings import Settings

CALENDAR = FOLDER / "calendars" / "england.yaml"


class ProblemsFound(CasewardError):
    """Definitions have errors; they have been told."""

    code = "problems_found"


def check_definitions(clock: Clock, paths: Sequence[Path], *, as_json: bool) -> None:
    """Tell every problem of these folders; of the installation's own when none is named.

    Raises ProblemsFound when one of them is an error, SettingsWrong for an unknown policy.
    """
    folders = [_folder_of(path) for path in paths]
    if not folders:
        settings = Settings.read()
        folders = [settings.definitions or FOLDER]
        refuse_unknown_policy(process_folder(folders[0]), settings.policy)
    found = [p for folder in folders for p in problems_in(process_folder(folder))]
    found += calendar_ends_soon(read_calendar(CALENDAR), str(CALENDAR), london_day(clock()))
    if as_json:
        print_json([_document(problem) for problem in found])
    else:
        for problem in found:
            say(f"{problem.position}: {problem.severity}: {problem.what} [{problem.code}]")
            say(f"    {problem.mend}")
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    if errors:
        raise ProblemsFound(f"{errors} {'error' if errors == 1 else 'errors'} to be mended")
    if not as_json:
        say("No errors." if found else "No problems found.")


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


def refuse_unknown_policy(folder: Path, policy: str) -> None:
    """Raise SettingsWrong when the policy of the installation is not one of the process."""
    known = policies_of(texts_of(folder))
    if policy not in known:
        mend = f"use one of: {', '.join(known[1:])}" if known[1:] else "leave it out: it has none"
        raise SettingsWrong(f"CASEWARD_POLICY is no policy of {folder.name}: {policy}; {mend}")


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


def _folder_of(path: Path) -> Path:
    """The folder of a process; a file in it, or in its `policies`, stands for it."""
    if not path.is_file():
        return path
    return path.parent.parent if path.parent.name == "policies" else path.parent


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


def _document(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.position.file,
        "line": problem.position.line,
        "severity": problem.severity.value,
        "code": problem.code,
        "where": problem.where,
        "what": problem.what,
        "mend": problem.mend,
    }
