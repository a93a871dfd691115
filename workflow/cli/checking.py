"""check: what is wrong with definitions, all at once, with the policies that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from definitions import FOLDER
from workflow.cli.output import print_json, say
from workflow.clock import Clock, london_day
from workflow.definition.calendar_limits import calendar_ends_soon
from workflow.definition.problem import Problem, Severity
from workflow.definition.reader import policies_of, read_calendar, texts_of
from workflow.engine.catalogue import process_folder
from workflow.engine.checked import CALENDAR, problems_in
from workflow.errors import CasewardError, SettingsWrong
from workflow.settings import Settings


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


def refuse_unknown_policy(folder: Path, policy: str) -> None:
    """Raise SettingsWrong when the policy of the installation is not one of the process."""
    known = policies_of(texts_of(folder))
    if policy not in known:
        mend = f"use one of: {', '.join(known[1:])}" if known[1:] else "leave it out: it has none"
        raise SettingsWrong(f"CASEWARD_POLICY is no policy of {folder.name}: {policy}; {mend}")


def _folder_of(path: Path) -> Path:
    """The folder of a process; a file in it, or in its `policies`, stands for it."""
    if not path.is_file():
        return path
    return path.parent.parent if path.parent.name == "policies" else path.parent


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
