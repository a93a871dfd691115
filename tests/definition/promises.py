"""One small process with nothing wrong, and what `caseward check` tells of it once it is broken.

broken("    title: Decide\n", "    titel: Decide\n")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from workflow.engine.checked import problems_in

PLAN = """\
workflow: plan
title: Plan
roles: {worker: Worker, manager: Manager}
notices: {overdue: Something is overdue}
facts:
  asked_on: {type: date}
  visited_on: {type: date}
  people: {type: rows, columns: [kind, name]}
  outcome:
    type: choice
    codes: {support: Support, none: No support}
participants:
  in: people
  kinds:
    parent: {family: true}
    school: {agency: Education}
links:
  sibling: {to: plan, inverse: sibling}
open_case:
  by: [worker]
  asks: [asked_on]
  may_ask: [people]
  to: asked_for
tasks:
  decide:
    title: Decide
    role: manager
    while: [asked_for]
    due: {within: 10 working days, of: asked_on}
    done_by: decide
    escalate:
      - {at: 2 days before, to: worker, notice: overdue}
      - {at: on the day, to: manager, notice: overdue}
states:
  asked_for:
    title: Asked for
    steps:
      decide:
        by: [manager]
        asks: [outcome]
        ways:
          - {when: "outcome == 'support'", to: supported}
          - {when: "outcome == 'none'", to: closed}
  supported:
    title: Supported
    regions:
      visiting:
        visits:
          title: Visits
          steps:
            record_visit:
              by: [worker]
              asks: [visited_on]
              on: visited_on
              stay: true
      planning:
        planned:
          title: Planned
    steps:
      end_support:
        by: [worker]
        to: closed
  closed:
    title: Closed
    final: true
"""


@dataclass(frozen=True)
class Told:
    """What is told of a broken definition. `at` is the line in question, as it stands there."""

    code: str
    at: str
    what: str
    mend: str
    warning: bool = False


def change(lines: Iterable[str]) -> str:
    """The process with lines taken out (`- `) and others put in their place (`+ `)."""
    text = PLAN
    for taken, put in _hunks(lines):
        assert f"\n{taken}" in text, f"there are no such lines: {taken}"
        text = text.replace(f"\n{taken}", f"\n{put}", 1)
    return text


def _hunks(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    taken, put = "", ""
    for line in lines:
        if line.startswith("- ") and put:
            yield taken, put
            taken, put = "", ""
        if line.startswith("- "):
            taken += f"{line[2:]}\n"
        else:
            put += f"{line[2:]}\n"
    yield taken, put


def told(files: dict[str, str]) -> list[Told]:
    """What is told of a process of these files."""
    with TemporaryDirectory() as root:
        folder = Path(root) / "plan"
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        return [
            Told(
                code=found.code,
                at=_line(Path(found.position.file), found.position.line),
                what=found.what,
                mend=found.mend,
                warning=found.severity == "warning",
            )
            for found in problems_in(folder)
        ]


def _line(file: Path, number: int) -> str:
    return file.read_text("utf-8").splitlines()[number - 1].strip()
