"""What is asked of the process, traced to where it is fulfilled and to what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

from definitions import FOLDER
from workflow.definition.problem import Problem
from workflow.definition.read_scenario import DEFAULTS, read_defaults, read_scenario
from workflow.definition.reader import policies_of, read_process, texts_of
from workflow.definition.scenario import Scenario
from workflow.engine.catalogue import process_folder
from workflow.reports.evidence import Shown, claims, marked_tests, showing
from workflow.reports.fulfilment import Place, Titles, fulfilments, parts
from workflow.reports.register import PARTLY, Requirement, read_register

REGISTER = "register.yaml"
"""What is asked, in `docs`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A requirement, where it is fulfilled, and what shows it."""

    requirement: Requirement
    places: Titles
    tests: Sequence[Shown] = ()
    examples: Sequence[Shown] = ()

    @property
    def fulfilled(self) -> bool:
        """True when a part of the definition, or a test, answers to it."""
        return bool(self.places or self.tests)

    @property
    def unexplained(self) -> bool:
        """True when it is neither fulfilled nor says why not."""
        return not self.fulfilled and not self.requirement.reason

    @property
    def stale(self) -> bool:
        """True when it says why nothing fulfils it, and something does."""
        reason = self.requirement.reason
        return self.fulfilled and bool(reason) and not reason.startswith(PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """Every row, and by name what was said of something that the other side does not know."""

    rows: tuple[Row, ...]
    unknown_ids: tuple[str, ...]
    """named by a source or a test, and not in the register"""
    unknown_parts: tuple[str, ...]
    """named by the register, and not in the definitions"""


def trace(root: Path) -> Traced:
    """What the register, the definitions, their examples and the tests say of each other.

    `root` is the folder of the repository. Raises DefinitionWrong when the register or a
    definition cannot be read.
    """
    docs, folder = root / "docs", process_folder(FOLDER)
    register = read_register(f"docs/{REGISTER}", (docs / REGISTER).read_text("utf-8"))
    policies = policies_of(texts_of(folder))
    processes = [read_process(folder, policy) for policy in policies]
    return match(
        register.values(),
        sourced=fulfilments(processes),
        known=parts(processes[0]),
        tests=marked_tests(_texts((root / "tests").rglob("*.py"), docs)),
        claimed=claims(_examples(folder, docs, policies)),
    )


def match(
    register: Iterable[Requirement],
    *,
    sourced: Mapping[str, Titles],
    known: Mapping[str, Titles],
    tests: Mapping[str, Sequence[Shown]],
    claimed: Mapping[Shown, frozenset[Place]],
) -> Traced:
    """A row for each requirement, in the order of the register.

    `sourced` and `tests` are by id, `known` holds what the register may name, by its path.
    """
    rows, ids, named = [], set[str](), set[str]()
    for asked in register:
        places = dict(sourced.get(asked.id, {}))
        for part in asked.held_by:
            places.update(known.get(part, {}))
        examples, marked = showing(places, claimed), tests.get(asked.id, ())
        rows.append(Row(requirement=asked, places=places, tests=marked, examples=examples))
        ids.add(asked.id)
        named.update(asked.held_by)
    return Traced(
        rows=tuple(rows),
        unknown_ids=tuple(sorted({*sourced, *tests} - ids)),
        unknown_parts=tuple(sorted(named - {*known})),
    )


def _texts(files: Iterable[Path], docs: Path) -> Mapping[str, str]:
    """The text of these files, by how `docs` would link to them."""
    return {Path(relpath(f, docs)).as_posix(): f.read_text("utf-8") for f in sorted(files)}


def _examples(folder: Path, docs: Path, policies: Sequence[str]) -> list[Scenario]:
    """The worked examples of the process, their files as `docs` would link to them.

    One that cannot be read shows nothing: `caseward test` says what is wrong with it.
    """
    examples, problems = folder / "scenarios", list[Problem]()
    defaults = read_defaults(DEFAULTS, (examples / DEFAULTS).read_text("utf-8"), problems)
    files = (file for file in examples.rglob("*.yaml") if file.name != DEFAULTS)
    texts = _texts(files, docs)
    read = [read_scenario(f, text, defaults, policies, problems) for f, text in texts.items()]
    return [example for example in read if example is not None]
