"""Tables as CSV files that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from starlette.responses import Response

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows as a file to keep, in UTF-8 with the mark that spreadsheets look for."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_cell(each) for each in heading])
    writer.writerows([_cell(each) for each in row] for row in rows)
    kept = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue(), 200, kept, "text/csv")


def _cell(value: object) -> str:
    """The value as text. A spreadsheet takes what begins so for a formula, blanks before it too."""
    if isinstance(value, int | float):
        return str(value)  # one below zero too is a number, and must be summed as one
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(_RUN) or text.startswith(_RUN) else text
