"""The little markup of a plain-text body: how its author marks headings, lists and links.

    # A heading
    - a point of a list
    https://example.org/on-a-line-of-its-own becomes a link

Anything else is a paragraph; a blank line ends it. From one body come the plain text, wrapped at
72 columns, and the html: so both say the same.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from notifications.english import NO_BREAK, unbroken

WIDTH = 72
"""Columns of plain text: what a mail reader shows without wrapping it a second time."""

_ADDRESS = re.compile(r"(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)])")

_MARKS = {"h2": "# ", "li": "- "}


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a point of a list, or a paragraph."""

    kind: str
    words: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a body, in order."""
    gathered: list[str] = []
    kind = "p"
    for line in [*(line.strip() for line in text.splitlines()), ""]:
        begins = _begins(line)
        if gathered and (begins or not line or kind == "h2"):
            yield Block(kind, " ".join(gathered))
            gathered, kind = [], "p"
        if line:
            kind = begins or kind
            gathered.append(line[2:].strip() if begins else line)


def as_text(text: str) -> str:
    """The body as plain text, wrapped; a web address is never broken."""
    return _set_apart(text, _wrapped)


def as_markup(text: str) -> str:
    """The body in this same markup with each block on one line.

    For a service that lays it out itself and takes the end of a line for one: GOV.UK Notify reads
    the same marks.
    """
    return _set_apart(text, lambda block: _MARKS.get(block.kind, "") + block.words)


def as_html(text: str) -> Markup:
    """The body as html, every character that means something there escaped."""
    pieces = []
    for is_list, group in groupby(blocks(text), key=lambda block: block.kind == "li"):
        shown = "\n".join(f"<{b.kind}>{_linked(b.words)}</{b.kind}>" for b in group)
        pieces.append(f"<ul>\n{shown}\n</ul>" if is_list else shown)
    return Markup("\n".join(pieces) + "\n")


def _set_apart(text: str, shown: Callable[[Block], str]) -> str:
    """The blocks with an empty line between them, but not between the points of a list."""
    pieces = []
    for is_list, group in groupby(blocks(text), key=lambda block: block.kind == "li"):
        pieces.append(("\n" if is_list else "\n\n").join(shown(block) for block in group))
    return "\n\n".join(pieces) + "\n"


def _begins(line: str) -> str:
    return next((kind for kind, mark in _MARKS.items() if line.startswith(mark)), "")


def _wrapped(block: Block) -> str:
    indent = _MARKS["li"] if block.kind == "li" else ""
    wrapped = textwrap.fill(
        unbroken(block.words),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
    wrapped = wrapped.replace(NO_BREAK, " ")
    return f"{wrapped}\n{'-' * min(len(wrapped), WIDTH)}" if block.kind == "h2" else wrapped


def _linked(words: str) -> Markup:
    """The words escaped, with each web address among them as a link to itself."""
    link = Markup('<a href="{0}">{0}</a>')
    pieces = _ADDRESS.split(unbroken(words))
    return Markup("").join(
        link.format(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces)
    )
