"""test: worked examples in simulated time, and what none of them shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from definitions import FOLDER
from workflow.case.coverage import Coverage, Part, changes_unshown, coverage
from workflow.case.scenario import Outcome, run_scenario
from workflow.cli.output import FAINT, LATE, heading, print_json, progress, say
from workflow.definition.problem import Position, Problem
from workflow.definition.read_scenario import DEFAULTS, read_defaults, read_scenario
from workflow.definition.reader import in_file_order, policies_of, read_calendar, texts_of
from workflow.definition.release import Release, compile_release
from workflow.definition.scenario import Defaults, Scenario
from workflow.engine.catalogue import process_folder
from workflow.errors import CasewardError, WrongUse
from workflow.settings import Settings

EXAMPLES = "scenarios"
"""The folder beside the definitions of a process that holds its examples."""

FIRST_LINES = 3
"""How much of what happened is told where many examples are run."""

SHOWS_A_TASK = (Part.TASK, Part.RUNG)


class ExamplesFailed(CasewardError):
    """Examples did not come true, or cannot be read; they have been told."""

    code = "examples_failed"


@dataclass(frozen=True, kw_only=True)
class Run:
    """The examples of one process, run. `coverage` is empty where only some of them were asked.

    `unshown`: by policy the tasks that it changes and that no example under it asserts.
    `in_full`: one file was named, so all that happened is told.
    """

    folder: Path
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    coverage: tuple[Coverage, ...]
    unshown: Mapping[str, tuple[str, ...]]
    in_full: bool

    @property
    def failed(self) -> int:
        """How many files did not come true or cannot be read."""
        files = {outcome.scenario.position.file for outcome in self.outcomes if not outcome.passed}
        return len(files | {problem.position.file for problem in self.problems})


def run_examples(paths: Sequence[Path], *, as_json: bool) -> None:
    """Run the examples of these files and folders; those of the installation when none is named.

    Raises ExamplesFailed when one of them does not come true, WrongUse where there are none.
    """
    runs = [_run(path) for path in paths or [Settings.read().definitions or FOLDER]]
    if as_json:
        print_json([_document(run) for run in runs])
    else:
        for run in runs:
            _tell(run)
    if failed := sum(run.failed for run in runs):
        raise ExamplesFailed(f"{failed} {'example' if failed == 1 else 'examples'} failed")


def _run(path: Path) -> Run:
    within = next((each for each in (path, *path.parents) if each.name == EXAMPLES), None)
    if within and not path.exists():
        raise WrongUse(f"{path}: there is no such folder")
    folder = within.parent if within else process_folder(path)
    files = [path] if path.is_file() else _files_in(path if within else folder / EXAMPLES)
    texts, calendar = texts_of(folder), read_calendar(FOLDER / "calendars" / "england.yaml")

    @cache
    def release(policy: str) -> Release:
        return compile_release(0, folder.name, texts, policy)

    problems: list[Problem] = []
    defaults = _defaults(folder / EXAMPLES / DEFAULTS, problems)
    examples = list(_read(files, defaults, policies_of(texts), problems))
    outcomes = []
    with progress(len(examples), "Trying the examples") as tell:
        for example in examples:
            outcomes.append(run_scenario(example, defaults, release, calendar))
            tell(1)
    shown = [item for outcome in outcomes for item in outcome.shown]
    used = [release(policy) for policy in dict.fromkeys(["", *(e.policy for e in examples)])]
    whole = within in (None, path)
    return Run(
        folder=folder,
        outcomes=tuple(outcomes),
        problems=in_file_order(problems),
        coverage=coverage(used, defaults.cover, shown) if whole else (),
        unshown=_unshown(policies_of(texts), release, outcomes) if whole else {},
        in_full=path.is_file(),
    )


def _unshown(
    policies: Iterable[str], release: Callable[[str], Release], outcomes: Sequence[Outcome]
) -> dict[str, tuple[str, ...]]:
    """By policy, what `Run.unshown` holds."""
    found = {}
    for policy in filter(None, policies):
        under = [outcome for outcome in outcomes if outcome.scenario.policy == policy]
        shown = {item for outcome in under for item in outcome.shown if item.part in SHOWS_A_TASK}
        found[policy] = changes_unshown(release(""), release(policy), shown)
    return found


def _files_in(folder: Path) -> list[Path]:
    """The examples in a folder and below it. Raises WrongUse when it holds none."""
    files = sorted(file for file in folder.rglob("*.yaml") if file.name != DEFAULTS)
    if not files:
        raise WrongUse(f"{folder} holds no examples; write one as `{EXAMPLES}/name.yaml`")
    return files


def _defaults(file: Path, problems: list[Problem]) -> Defaults:
    return read_defaults(str(file), _text(file), problems) if file.is_file() else Defaults()


def _read(
    files: Iterable[Path], defaults: Defaults, policies: Sequence[str], problems: list[Problem]
) -> Iterator[Scenario]:
    for file in files:
        example = read_scenario(str(file), _text(file), defaults, policies, problems)
        if example is not None:
            yield example


def _text(file: Path) -> str:
    """The text of a file. Raises WrongUse."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise WrongUse(f"{file} cannot be read; name a file of UTF-8 text") from None


# -- told to people --------------------------------------------------------------------------------


def _tell(run: Run) -> None:
    for problem in run.problems:
        say(f"{problem.position}: {problem.what} [{problem.code}]", colour=LATE)
        say(f"    {problem.mend}")
    for outcome in run.outcomes:
        if not outcome.passed:
            _tell_failure(outcome, in_full=run.in_full)
    for folder, (passed, every) in _by_folder(run).items():
        say(f"{folder}: {passed} of {every} examples came true")
    for workflow in dict.fromkeys(each.workflow for each in run.coverage):
        _tell_coverage(workflow, [each for each in run.coverage if each.workflow == workflow])
    if any(run.unshown.values()):
        heading("Policy changes that no example shows:")
        for policy, tasks in run.unshown.items():
            for task in tasks:
                say(f"  {policy} {task}", colour=FAINT)


def _tell_failure(outcome: Outcome, *, in_full: bool) -> None:
    heading(f"{outcome.scenario.position}: {outcome.scenario.title}")
    for failure in outcome.failures:
        say(f"    {failure.position}", colour=LATE)
        say(f"      expected  {failure.expected}", colour=LATE)
        say(f"      happened  {failure.happened}", colour=LATE)
    say("    What happened, and when:")
    for line in outcome.story if in_full else outcome.story[:FIRST_LINES]:
        say(f"      {line}")
    if not in_full and len(outcome.story) > FIRST_LINES:
        file = outcome.scenario.position.file
        say(f"      ... run `caseward test {file}` to see all that happened")
    say()


def _by_folder(run: Run) -> dict[str, tuple[int, int]]:
    """By folder: how many examples came true, and how many there are."""
    passed = Counter(_folder(o.scenario.position) for o in run.outcomes if o.passed)
    every = Counter(_folder(outcome.scenario.position) for outcome in run.outcomes)
    every.update(str(Path(file).parent) for file in {p.position.file for p in run.problems})
    return {folder: (passed[folder], every[folder]) for folder in sorted(every)}


def _folder(position: Position) -> str:
    return str(Path(position.file).parent)


def _tell_coverage(workflow: str, parts: Sequence[Coverage]) -> None:
    counts = ", ".join(f"{each.shown} of {each.all} {each.part}" for each in parts)
    heading(f"Examples show of {workflow}: {counts}")
    for each in parts:
        if each.missing:
            say(f"  {each.part} that no `then:` line shows:")
            for name in each.missing:
                say(f"    {name}", colour=FAINT)


# -- told to programs ------------------------------------------------------------------------------


def _document(run: Run) -> dict[str, object]:
    return {
        "process": run.folder.name,
        "examples": [_example(outcome) for outcome in run.outcomes],
        "problems": [_problem(problem) for problem in run.problems],
        "coverage": [
            {
                "workflow": each.workflow,
                "part": each.part.value,
                "shown": each.shown,
                "all": each.all,
                "missing": list(each.missing),
            }
            for each in run.coverage
        ],
        "unshown_changes": {policy: list(tasks) for policy, tasks in run.unshown.items()},
    }


def _example(outcome: Outcome) -> dict[str, object]:
    return {
        "file": outcome.scenario.position.file,
        "scenario": outcome.scenario.title,
        "policy": outcome.scenario.policy,
        "passed": outcome.passed,
        "failures": [
            {
                "file": f.position.file,
                "line": f.position.line,
                "expected": f.expected,
                "happened": f.happened,
            }
            for f in outcome.failures
        ],
        "story": [] if outcome.passed else list(outcome.story),
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.position.file,
        "line": problem.position.line,
        "code": problem.code,
        "what": problem.what,
        "mend": problem.mend,
    }
