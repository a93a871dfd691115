"""The table of requirements: what is asked, where it is fulfilled, what shows it, what is missing.

`python -m workflow.reports.requirements` writes it out, from the root of the repository.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from workflow.reports.evidence import Shown
from workflow.reports.tracing import Row, trace

MOST_SHOWN = 2
"""Tests and examples named in a row; with more, nobody reads any."""

_HEAD = """\
# Requirements

What law, guidance and partnerships ask of the process; where it is fulfilled; what shows it.
Made by `make requirements` from [register.yaml](register.yaml), from the sources that the
definitions name, from their worked examples and from the tests: do not edit it. Of examples and
tests at most two each are named.
"""
_COLUMNS = """\
| id | asks | kind | fulfilled by | shown by | missing, or why not |
|---|---|---|---|---|---|"""


def page(rows: Sequence[Row]) -> str:
    """The table as Markdown, by the sections of the register."""
    return "\n".join([_HEAD, _summary(rows), *_sections(rows)]) + "\n"


def _summary(rows: Sequence[Row]) -> str:
    fulfilled = [row for row in rows if row.fulfilled]
    partly = sum(bool(row.requirement.reason) for row in fulfilled)
    return (
        f"{len(rows)} are asked: {len(fulfilled) - partly} are fulfilled, {partly} in part, and"
        f" {len(rows) - len(fulfilled)} not by a definition or test, with the reason."
    )


def _sections(rows: Sequence[Row]) -> Iterator[str]:
    for section, within in groupby(rows, key=lambda row: row.requirement.section):
        yield f"\n## {section}\n\n{_COLUMNS}"
        yield from map(_line, within)


def _line(row: Row) -> str:
    asked = row.requirement
    places = [f"{place.part} *{title}* (`{place.path}`)" for place, title in row.places.items()]
    shown = [*_links("example", row.examples), *_links("test", row.tests)]
    cells = [asked.id, asked.asks, asked.kind, "<br>".join(places), "<br>".join(shown)]
    return f"| {' | '.join(cell.replace('|', '/') for cell in [*cells, asked.reason])} |"


def _links(kind: str, shown: Sequence[Shown]) -> list[str]:
    return [f"{kind} [{each.title}]({each.file})" for each in shown[:MOST_SHOWN]]


if __name__ == "__main__":
    sys.stdout.write(page(trace(Path.cwd()).rows))
