"""A small process for tests of the command line: a library lends books, and inspects them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent
from typing import Any

LOAN = """\
    workflow: loan
    title: Loan of a book
    edition: House rules of the library
    roles: {librarian: Librarian, reader: Reader, head: Head librarian}
    facts:
      loan_reference: {type: text, label: Number of the loan}
      lent_on: {type: date}
      renewed_on: {type: date}
      returned_on: {type: date}
      condition: {type: choice, codes: {good: Good, damaged: Damaged}}
      pages_missing: {type: number}
    links:
      inspected_by: {to: inspection, inverse: considers}
    open_case:
      title: Lend a book
      by: [librarian]
      asks: [loan_reference, lent_on]
      on: lent_on
      reference: loan_reference
      to: lent
    states:
      lent:
        title: Lent out
        tasks:
          return_book:
            title: Return the book
            role: reader
            due: {latest: [{within: 10 working days, of: lent_on},
                           {within: 10 working days, of: renewed_on}]}
            done_by: return_book
            source: {standing: local, text: House rules}
            escalate:
              - {at: 1 working day after, to: librarian, notice: overdue}
        steps:
          renew:
            title: Renew the loan
            by: [librarian, reader]
            asks: [renewed_on]
            on: renewed_on
            stay: true
          return_book:
            title: Take the book back
            by: [librarian, head]
            asks: [returned_on, condition]
            may_ask: [pages_missing]
            on: returned_on
            warn:
              - {when: "condition == 'damaged' and pages_missing == None", say: Count the pages.}
            ways:
              - {when: "condition == 'good'", to: returned}
              - {when: "condition == 'damaged'", to: in_repair}
      in_repair:
        title: In repair
        tasks:
          repair: {title: Repair the book, role: head, due: {within: 3 hours, of: entered},
                   done_by: repair_book}
        steps:
          repair_book: {title: Repair the book, by: [head], to: returned}
      returned: {title: Back on the shelf, final: true}
"""
INSPECTION = """\
    workflow: inspection
    title: Inspection of books
    edition: House rules of the library
    roles: {librarian: Librarian}
    links:
      considers: {to: loan, inverse: inspected_by, many: true}
    open_case: {title: Begin an inspection, by: [librarian], asks: [considers], to: begun}
    states:
      begun:
        title: Begun
        steps:
          finish: {title: Finish the inspection, by: [librarian], to: finished}
      finished: {title: Finished, final: true}
"""
OVERDUE = {
    "subject.txt": "Overdue: {{ task_title }} ({{ case_reference }})",
    "body.txt": "It was due on {{ due_day | day }}.",
}
PEOPLE = """\
    person,name,email,roles,team,manager,away_from,away_to
    asha,Asha Rao,asha@example.org,librarian,Desk,hal,,
    hal,Hal Berg,hal@example.org,head librarian,Desk,,,
    rita,Rita Moss,,reader,,,2026-03-02,2026-03-06
"""
HEADER = "case,workflow,policy,event,occurred_on,recorded_at,actor,role,facts"
NINE, TEN, TWELVE = "2026-03-09", "2026-03-10", "2026-03-12"
"""Mon 9, Tue 10 and Thu 12 March 2026."""


def lent(ref: str, on: str = NINE, time: str = "16:00") -> tuple[Any, ...]:
    """A row of a histories file: a book is lent."""
    facts = {"loan_reference": ref, "lent_on": on}
    return (ref, "loan", "", "open_case", on, f"{on}T{time}:00+00:00", "asha", "librarian", facts)


def happened(ref: str, event: str, on: str, recorded: str = "", **facts: Any) -> tuple[Any, ...]:
    """A row of a histories file, recorded at four in the afternoon unless it says otherwise."""
    recorded_at = recorded or f"{on}T16:00:00+00:00"
    return (ref, "loan", "", event, on, recorded_at, "asha", "librarian", facts)


def inspected(ref: str, *loans: str, on: str = TEN) -> tuple[Any, ...]:
    """A row of a histories file: an inspection of these loans begins."""
    facts = {"considers": list(loans)}
    recorded_at = f"{on}T16:00:00+00:00"
    return (ref, "inspection", "", "open_case", on, recorded_at, "asha", "librarian", facts)


def histories(*rows: tuple[Any, ...]) -> str:
    """The text of a histories file."""
    lines = (",".join(_field(value) for value in row) for row in rows)
    return "\n".join([HEADER, *lines]) + "\n"


def _field(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return '"' + text.replace('"', '""') + '"'


def definitions(folder: Path, changes: Iterable[tuple[str, str]] = ()) -> Path:
    """Write the process into a folder `lending`, with these pieces of its text replaced."""
    process = folder / "lending"
    process.mkdir(parents=True, exist_ok=True)
    for name, text in (("loan", dedent(LOAN)), ("inspection", dedent(INSPECTION))):
        for old, new in changes:
            text = text.replace(old, new)
        (process / f"{name}.yaml").write_text(text, "utf-8")
    overdue = process / "notices" / "overdue"
    overdue.mkdir(parents=True, exist_ok=True)
    for part, text in OVERDUE.items():
        (overdue / part).write_text(text, "utf-8")
    return process


def people(folder: Path) -> Path:
    """Write the file of people."""
    file = folder / "people.csv"
    file.write_text(dedent(PEOPLE), "utf-8")
    return file
