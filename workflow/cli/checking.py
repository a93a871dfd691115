"""check: what is wrong with definitions, all at once, with the policies that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from definitions import FOLDER
from workflow.cli.output import print_json, say
from workflow.definition.checks import problems
from workflow.definition.problem import Position, Problem, Severity
from workflow.definition.reader import (
    DefinitionWrong,
    Texts,
    in_file_order,
    policies_of,
    read_process_texts,
    texts_of,
)
from workflow.engine.catalogue import process_folder
from workflow.errors import CasewardError
from workflow.settings import Settings


class ProblemsFound(CasewardError):
    """Definitions have errors; they have been told."""

    code = "problems_found"


def check_definitions(paths: Sequence[Path], *, as_json: bool) -> None:
    """Tell every problem of these folders; of the installation's own when none is named.

    Raises ProblemsFound when one of them is an error.
    """
    folders = [_folder_of(path) for path in paths] or [Settings.read().definitions or FOLDER]
    found = [p for folder in folders for p in problems_in(process_folder(folder))]
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
    texts = texts_of(folder)
    found = {p for policy in policies_of(texts) for p in _problems(folder.name, texts, policy)}
    named = (replace(p, position=_within(folder, p.position)) for p in found)
    return in_file_order(named)


def refuse_errors(found: Iterable[Problem]) -> None:
    """Raise DefinitionWrong when there is an error among them."""
    if errors := tuple(problem for problem in found if problem.severity is Severity.ERROR):
        raise DefinitionWrong(errors)


def _problems(name: str, texts: Texts, policy: str) -> Iterator[Problem]:
    try:
        yield from problems(read_process_texts(name, texts, policy))
    except DefinitionWrong as wrong:
        yield from wrong.problems


def _folder_of(path: Path) -> Path:
    """The folder of a process; a file in it, or in its `policies`, stands for it."""
    if not path.is_file():
        return path
    return path.parent.parent if path.parent.name == "policies" else path.parent


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
