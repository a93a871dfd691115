"""What stands in the way of a form, in the words of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow.case.edge import MUST_BE_ONE, NO_SUCH_DAY, NO_SUCH_MOMENT
from workflow.case.model import Refused
from workflow.engine.form import Field, StepForm

_USED = (
    "This form has been recorded already, with other answers. To record it a second time, with what"
    " stands here, go on."
)
_LATE = (
    "This step is not open any more. It was on the day it happened, so it can be recorded late, in"
    " its place."
)


_TYPED = (
    (NO_SUCH_DAY, "must be a day that exists, its year in four digits, such as 2, 3 and 2026"),
    (
        NO_SUCH_MOMENT,
        "must be a day that exists, its year in four digits, and a time, such as 14:30 or 2.30pm",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What stands in the way: as a sentence, and beside which fields.

    `stale`: the case has changed. `used`: with other answers this very form has been recorded.
    """

    sentence: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False
    used: bool = False


def as_numbered(wrong: Wrong, form: StepForm, numbers: Mapping[str, Sequence[int]]) -> Wrong:
    """The same with rows by their numbers on the page, where empty ones stand between them.

    `numbers`: of each table by its name the rows that are filled.
    """
    labels = {each.name: each.label for each in form.fields}
    for table, rows in numbers.items():
        label = labels[table]
        beside = {
            _place_of(key, table, rows): _as_shown(said, label, rows)
            for key, said in wrong.beside.items()
        }
        wrong = replace(wrong, sentence=_as_shown(wrong.sentence, label, rows), beside=beside)
    return wrong


def _place_of(key: str, table: str, rows: Sequence[int]) -> str:
    """The field of a cell: of its row on the page, counted from 0."""
    cell = re.fullmatch(rf"{re.escape(table)}-(\d+)-(\w+)", key)
    return f"{table}-{rows[int(cell[1]) - 1] - 1}-{cell[2]}" if cell else key


def _as_shown(said: str, label: str, rows: Sequence[int]) -> str:
    numbered = rf"\b([Rr]ow) (\d+) of “{re.escape(label)}”"
    return re.sub(numbered, lambda m: f"{m[1]} {rows[int(m[2]) - 1]} of “{label}”", said)


def wrong_of(refused: Refused, form: StepForm) -> Wrong:
    """All that stands in the way, in the words of the page: its names of facts are labels here."""
    found = [_wrong_of(each, form) for each in refused.all()]
    beside = {name: text for each in reversed(found) for name, text in each.beside.items()}
    return Wrong(
        sentence=" ".join(each.sentence for each in found if each.sentence),
        beside={name: beside[name] for each in found for name in each.beside},
        stale=any(each.stale for each in found),
        used=any(each.used for each in found),
    )


def _wrong_of(refused: Refused, form: StepForm) -> Wrong:
    if (
        table := next((each for each in form.fields if refused.case in each.rows), None)
    ) is not None:
        return _in_row(refused, table)
    columns = (column for each in form.fields for column in each.columns)
    own = {each.name: each.label for each in form.fields}
    labels = {each.name: each.label for each in columns} | own | {form.event: form.title}
    named = _names(refused, own)
    sentence = _sentence(refused, labels)
    if refused.cell and named:
        number, column = refused.cell
        return Wrong(beside={f"{named[0]}-{number}-{column}": sentence})
    if refused.code == "missing_fact":
        whens = {each.name: f" if {each.only_if}" for each in form.fields if each.only_if}
        beside = {name: f"{labels[name]}: this is needed{whens.get(name, '')}" for name in named}
        return Wrong(sentence="" if beside else sentence, beside=beside)
    if refused.code == "wrong_fact" and named:
        return Wrong(beside={named[0]: _choosing(refused, form.fields, named[0]) or sentence})
    if refused.code in ("wrong_day", "day_missing"):
        return Wrong(beside={"occurred_on": sentence})
    if refused.code == "event_closed_since":
        return Wrong(sentence=_LATE)
    if refused.code == "command_id_used":
        return Wrong(sentence=_USED, used=True)
    return Wrong(
        sentence="" if named else sentence,
        beside={named[0]: sentence} if named else {},
        stale=refused.code == "stale_revision",
    )


def _in_row(refused: Refused, table: Field) -> Wrong:
    """A refusal of the linked case for which a row of the table stands, beside what is asked there
    of it; in a sentence where nothing is asked.
    """
    labels = {each.name: each.label for each in table.columns}
    called, named = table.rows[refused.case], _names(refused, labels)
    said_of = _choosing(refused, table.columns, named[0]) if named else ""
    sentence = f"{called}: {said_of or _sentence(refused, labels)}"
    if refused.code == "missing_fact":
        said = {name: f"{called}, {labels[name]}: this is needed" for name in named}
    else:
        said = dict.fromkeys(named[:1], sentence)
    beside = {f"{table.name}-{refused.case}-{name}": text for name, text in said.items()}
    return Wrong(sentence="" if beside else sentence, beside=beside)


def _choosing(refused: Refused, asked: Sequence[Field], name: str) -> str:
    """What is said of a choice that is none of those offered, which nobody can make on a page."""
    offered = next((each for each in asked if each.name == name and each.codes), None)
    if offered is None or MUST_BE_ONE not in str(refused):
        return ""
    return f"“{offered.label}”: choose one of: {'; '.join(offered.codes.values())}."


def _names(refused: Refused, known: Mapping[str, str]) -> list[str]:
    return [name for name in re.findall(r"`(\w+)`", str(refused)) if name in known]


def _sentence(refused: Refused, labels: Mapping[str, str]) -> str:
    said = str(refused)
    for programs, people in _TYPED:
        said = said.replace(programs, people)
    said = re.sub(r"`(\w+)`( \([^)]*\))?", lambda m: f"“{labels.get(m[1], m[1])}”", said)
    return said[0].upper() + said[1:].rstrip(".") + "."
