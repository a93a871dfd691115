"""What a person did wrong where YAML cannot read on, in words, and in the line of the slip.

The parser stops where it first is lost, often lines below: a `{` that nobody closed is noticed at
the next key. So what was open when it stopped is told rather than where it stopped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

_GLUED = re.compile(r"\s*(?:- )?[\w.]+:[^\s/]")
_TWO_COLONS = re.compile(r"[^#]*?:\s[^#]*?:(?:\s|$)")
_TAB = re.compile(r" *\t")

COLON = "a colon needs a space after it; a text with a colon needs double quotes"


class Fault(NamedTuple):
    """The line that is to be mended (from 1), what is wrong with it and how to mend it."""

    line: int
    what: str
    mend: str


def yaml_fault(
    text: str, error: yaml.MarkedYAMLError, opened: tuple[yaml.CollectionStartEvent, ...]
) -> Fault:
    """The fault behind an error. `opened`: the lists and mappings that were open at it."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    if _TAB.match(_at(lines, line)):
        return Fault(line, "this line begins with a tab", "use spaces")
    if found := _unclosed(lines, error, opened, line):
        return found
    if "mapping values" in (error.problem or ""):
        return _colon(lines, line)
    if "expected ':'" in (error.problem or "") and error.context_mark is not None:
        return Fault(error.context_mark.line + 1, COLON, "write `key: value`")
    what = f"this is not YAML: {error.problem or error.context}"
    if "expected key" in what or "block end" in what:
        what = "this line does not go on with what stands above it"
    return Fault(line, what, "look at the indentation and quotes here")


def _unclosed(
    lines: list[str],
    error: yaml.MarkedYAMLError,
    opened: tuple[yaml.CollectionStartEvent, ...],
    stopped: int,
) -> Fault | None:
    """The bracket or quote that is not closed, where there is one above the line of the error."""
    context = error.context_mark
    if context is not None and "quoted scalar" in (error.context or ""):
        line = context.line + 1
        return Fault(line, f"the quote that opens in line {line} is not closed", "close it")
    mark = opened[-1].start_mark if opened and opened[-1].flow_style else None
    if mark is None:
        return None
    line, pair = mark.line + 1, "[]" if isinstance(opened[-1], yaml.SequenceStartEvent) else "{}"
    if line == stopped and _at(lines, line).count(pair[0]) <= _at(lines, line).count(pair[1]):
        what = f"the parts between `{pair[0]}` and `{pair[1]}` cannot be told apart"
        return Fault(line, what, "write commas between them, and a text with a colon in quotes")
    mend = f"close it with `{pair[1]}`, or look for a comma that is missing"
    return Fault(line, f"the `{pair[0]}` of line {line} is not closed", mend)


def _colon(lines: list[str], line: int) -> Fault:
    here, above = _at(lines, line), _above(lines, line)
    if _TWO_COLONS.match(here):
        return Fault(line, COLON, 'write `title: "Stage 1: managers"`')
    if _GLUED.match(_at(lines, above)):
        return Fault(above, COLON, "write `key: value`")
    what = "this line is indented as if it belonged to the value above it"
    return Fault(line, what, "begin it below the line that it follows, or put the text in quotes")


def _above(lines: list[str], line: int) -> int:
    """The last line above that is neither empty nor a remark; the line itself where none is."""
    for number in range(line - 1, 0, -1):
        words = _at(lines, number).strip()
        if words and not words.startswith("#"):
            return number
    return line


def _at(lines: list[str], line: int) -> str:
    return lines[line - 1] if 0 < line <= len(lines) else ""
