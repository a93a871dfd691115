"""What a command prints: answers to stdout, messages to stderr.

On a terminal tables and colour; in a pipe aligned text without either, so that other programs can
read it. `--json` prints one document and nothing else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import typer

LATE = "red"
FAINT = "bright_black"
NARROW = 24
"""A column up to this width, such as one of days, is not broken into lines on a terminal."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, as text; `colour` is for terminals."""

    cells: tuple[str, ...]
    colour: str = ""


def prepare_streams() -> None:
    """Let a stream that lacks a letter print a question mark, instead of failing over it."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def on_terminal() -> bool:
    """Whether a person reads the answer as it is printed."""
    return sys.stdout.isatty()


def say(text: str = "", *, colour: str = "", bold: bool = False) -> None:
    """A line of the answer."""
    typer.secho(text, fg=colour or None, bold=bold or None)


def heading(text: str) -> None:
    """A heading of the answer, after an empty line."""
    say()
    say(text, bold=True)


def message(text: str) -> None:
    """A line about the work itself, which is no part of the answer."""
    typer.echo(text, err=True)


def print_json(document: object) -> None:
    """The one JSON document of a command; indented where a person reads it."""
    text = json.dumps(document, ensure_ascii=False, indent=2 if on_terminal() else None)
    typer.echo(text)


def table(columns: Sequence[str], lines: Sequence[Line]) -> None:
    """Rows under their columns."""
    if on_terminal():
        _rich_table(columns, lines)
    else:
        _plain_table(columns, lines)


@contextmanager
def progress(total: int, doing: str) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing in a pipe. The block is given what to tell of each piece done.

    It is drawn on stderr, so that the answer stays clean.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(doing, total=total)
        yield lambda done: bars.advance(bar, done)


def _rich_table(columns: Sequence[str], lines: Sequence[Line]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        widest = max((len(line.cells[number]) for line in lines), default=0)
        found.add_column(column, no_wrap=widest <= NARROW)
    for line in lines:
        # As Text, because a fact may hold brackets, which rich takes for its own markup.
        found.add_row(*(Text(cell) for cell in line.cells), style=line.colour or None)
    Console().print(found)


def _plain_table(columns: Sequence[str], lines: Sequence[Line]) -> None:
    rows = [tuple(columns), *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    padded = ((cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    # All at once: line by line, a long board would take a second longer.
    typer.echo("\n".join("  ".join(cells).rstrip() for cells in padded))
