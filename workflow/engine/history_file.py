"""A histories file: CSV rows to commands, grouped by the cases that are tied together.

The format is in `docs/histories.md`. Everything wrong with the file as such (not UTF-8, a header
or row that cannot be read) is told with its row number and refuses the whole file; what a case
refuses is the business of `import_histories`.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from workflow.case.model import Command
from workflow.case.record import moment
from workflow.clock import end_of_day, london_day
from workflow.definition.model import Workflow
from workflow.errors import WrongUse

COLUMNS = (
    "case",
    "workflow",
    "policy",
    "event",
    "occurred_on",
    "recorded_at",
    "actor",
    "role",
    "facts",
)

LARGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a command. `number` counts lines of the file from 1, the header being 1."""

    number: int
    command: Command


def read_histories(file: Path, *, policy: str = "") -> list[Row]:
    """The rows of a file, in its order. `policy` stands for an empty policy.

    Raises WrongUse naming the row, with how to mend it.
    """
    csv.field_size_limit(LARGEST_FIELD)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(_rows(file.name, csv.DictReader(lines, strict=True), policy))
    except FileNotFoundError:
        raise WrongUse(f"there is no file {file}; name a histories file (CSV)") from None
    except IsADirectoryError:
        raise WrongUse(f"{file} is a folder; name a histories file (CSV)") from None
    except UnicodeDecodeError as error:
        sentence = f"{file.name} is not UTF-8 (byte {error.start + 1} cannot be read)"
        raise WrongUse(f"{sentence}; save it as UTF-8, in Excel: CSV UTF-8") from None
    except csv.Error as error:
        raise WrongUse(f"{file.name} is not CSV: {error}; quote fields that hold commas") from None


def _rows(name: str, lines: csv.DictReader[str], policy: str) -> Iterator[Row]:
    _check_header(name, lines.fieldnames or ())
    seen: Counter[str] = Counter()
    recorded: dict[str, datetime] = {}
    for fields in lines:
        number = lines.line_num
        try:
            _check_fields(fields)
            command = _command(fields, recorded.get(fields["case"]), policy)
        except (ValueError, TypeError) as error:
            raise WrongUse(f"{name}, row {number}: {error}") from None
        content = json.dumps([fields[column] for column in COLUMNS])
        seen[content] += 1
        id_ = sha256(f"{content}#{seen[content]}".encode()).hexdigest()
        recorded[command.case] = command.recorded_at
        yield Row(number, replace(command, command_id=id_))


def _check_header(name: str, header: Sequence[str]) -> None:
    if missing := [column for column in COLUMNS if column not in header]:
        sentence = f"{name} has no column {', '.join(missing)}"
        raise WrongUse(f"{sentence}; its first row must be: {','.join(COLUMNS)}")


def _check_fields(fields: Mapping[str | None, Any]) -> None:
    if None in fields or any(value is None for value in fields.values()):
        count = f"more than the {len(COLUMNS)}" if None in fields else "fewer than the"
        raise ValueError(f"it has {count} columns of the header; quote facts and double its quotes")
    for column in ("case", "event", "actor"):
        if not fields[column]:
            raise ValueError(f"`{column}` is empty; say which {column} this row is of")


def _command(fields: Mapping[str, str], previous: datetime | None, policy: str) -> Command:
    occurred_on = _occurred_on(fields["occurred_on"])
    return Command(
        case=fields["case"],
        event=fields["event"],
        workflow=fields["workflow"],
        policy=fields["policy"] or policy,
        occurred_on=occurred_on,
        recorded_at=_recorded_at(fields["recorded_at"], occurred_on, previous),
        actor=fields["actor"],
        role=fields["role"],
        facts=_facts(fields["facts"]),
        again=True,  # it was asked where it was recorded first
    )


def _occurred_on(text: str) -> date | datetime:
    try:
        value = moment(text)
    except ValueError:
        raise ValueError("`occurred_on` must be a date that exists, such as 2026-03-02") from None
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("`occurred_on` with a time needs its zone: 2026-03-02T14:00:00+00:00")
    return value


def _recorded_at(text: str, occurred_on: date | datetime, previous: datetime | None) -> datetime:
    """When it was recorded; not said: at the end of its day, or with the row before it."""
    if not text:
        end = end_of_day(london_day(occurred_on))
        own = occurred_on if isinstance(occurred_on, datetime) else end
        return max(own, previous) if previous else own
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise ValueError("`recorded_at` must be a time with its zone: 2026-03-02T16:00:00+00:00")
    if previous is not None and value < previous:
        raise ValueError(
            "`recorded_at` goes back before the row above of this case; put the rows of a case"
            " in the order in which they were recorded"
        )
    return value


def _facts(text: str) -> dict[str, Any]:
    try:
        facts = json.loads(text or "{}")
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        raise ValueError('`facts` must be a JSON object, such as {"visited_on": "2026-03-02"}')
    return facts


def groups(rows: Sequence[Row], workflows: Mapping[str, Workflow]) -> list[list[Row]]:
    """Rows of cases that are tied together, each group in the order of the file.

    Tied are cases that name one another under a link, and those that have the same value of a
    fact by which a definition finds linked cases (`join`).
    """
    ties = _Ties()
    joins = frozenset().union(*(flow.joins for flow in workflows.values()))
    workflow_of: dict[str, str] = {}
    for command in (row.command for row in rows):
        name = workflow_of.setdefault(command.case, command.workflow)
        ties.find(command.case)
        for link in workflows[name].links if name in workflows else ():
            for ref in command.facts.get(link) or ():
                ties.tie(command.case, str(ref))
        for fact in joins:
            if fact in command.facts:
                ties.tie(command.case, f"{fact}={command.facts[fact]}")
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(ties.find(row.command.case), []).append(row)
    return list(found.values())


class _Ties:
    """Which references belong together (union-find)."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def find(self, ref: str) -> str:
        """One reference that stands for all that this one is tied to."""
        while self._leader.setdefault(ref, ref) != ref:
            ref = self._leader[ref]
        return ref

    def tie(self, one: str, other: str) -> None:
        """These two belong together."""
        self._leader[self.find(other)] = self.find(one)
