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
from textwrap import wrap

import typer

LATE = "red"
FAINT = "bright_black"
NARROW = 24
"""A column up to this width, such as one of days, is not broken into lines on a terminal."""

WIDE = 110
"""Columns of a terminal on which every column of the widest tables can be read."""

HANGING = 4
"""Further lines of a paragraph begin so many columns further in."""


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


def on_narrow_terminal() -> bool:
    """Whether a person reads the answer where wide tables have no room."""
    return on_terminal() and _width() < WIDE


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 case", "2 cases"."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def say(text: str = "", *, colour: str = "", bold: bool = False) -> None:
    """A line of the answer."""
    typer.secho(text, fg=colour or None, bold=bold or None)


def heading(text: str) -> None:
    """A heading of the answer, after an empty line."""
    say()
    say(text, bold=True)


def paragraph(text: str, indent: int) -> None:
    """A line of the answer, so many columns in; a terminal breaks it at words, further in."""
    start = " " * indent
    if not on_terminal():
        say(start + text)
        return
    for line in wrap(
        text,
        width=_width(),
        initial_indent=start,
        subsequent_indent=start + " " * HANGING,
        break_long_words=False,
        break_on_hyphens=False,
    ):
        say(line)


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


def _width() -> int:
    from rich.console import Console

    return Console().width


def _rich_table(columns: Sequence[str], lines: Sequence[Line]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        cells = [line.cells[number] for line in lines]
        widest = max(map(len, cells), default=0)
        # What stands first may have to be typed: no word of it is ever cut.
        word = max((len(word) for cell in cells for word in cell.split()), default=0)
        found.add_column(
            column,
            no_wrap=widest <= NARROW or (not number and widest == word),
            overflow="fold",
            min_width=None if number else word,
        )
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
