"""Days and facts as the authors of examples write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from workflow.definition.form import Form, suggest
from workflow.definition.problem import Position
from workflow.definition.read_due import read_span
from workflow.definition.scenario import Relative, Written
from workflow.definition.source_text import Items, Keys, Node, Scalar
from workflow.definition.written_day import DayWrong, written_day

AS = "as"
"""The key that names a phrase: the facts that stand for these words, unless others are given."""

_RELATIVE = re.compile(r"(?P<span>\d+ (?:working )?[a-z]+) (?P<side>before|after)")


def read_day(form: Form, key: str) -> date | datetime | None:
    """A day with its weekday, or an instant; None where the key is absent or wrong (a problem)."""
    if not form.has(key):
        return None
    day, at = _day(form, form.text(key), form.keys.lines[key]), form.keys.lines[key]
    if day is None:
        mend = "write it with its weekday, such as `Mon 2 Mar 2026`"
        form.problem("wrong_day", f"`{key}` is not a day", mend, at)
    return day or None


def read_written(form: Form, phrases: Mapping[str, Written]) -> Written:
    """Every key of the mapping as a fact."""
    form.asked |= set(form.keys.nodes)
    return _mapping(form, form.keys, phrases)


def _mapping(form: Form, keys: Keys, phrases: Mapping[str, Written]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, node in keys.nodes.items():
        if name == AS:
            facts |= _phrase(form, node, phrases)
        else:
            facts[name] = _value(form, name, node, phrases)
    return facts


def _phrase(form: Form, node: Node, phrases: Mapping[str, Written]) -> Written:
    name = node.text if isinstance(node, Scalar) else ""
    if name not in phrases:
        mend = suggest(name, phrases) or "write it under `phrases:` of the defaults"
        form.problem("unknown_phrase", f"there is no phrase {name!r}", mend, node.position)
    return phrases.get(name, {})


def _value(form: Form, name: str, node: Node, phrases: Mapping[str, Written]) -> Any:
    if isinstance(node, Keys):
        return _mapping(form, node, phrases)
    if isinstance(node, Items):
        return [_value(form, name, item, phrases) for item in node.nodes]
    if not node.text and not node.quoted:
        return None
    if node.text == "on the day":
        return Relative()
    if found := _RELATIVE.fullmatch(node.text):
        here = Form(Keys({}, {name: node.position}, node.position), form.where, form.problems)
        return Relative(read_span(here, name, found["span"]), found["side"] == "before")
    day = _day(form, node.text, node.position)
    return node.text if day is None else day.isoformat() if day else None


def _day(form: Form, text: str, at: Position) -> date | datetime | Literal[False] | None:
    """The day; None when the text is none, False when it is a wrong one, of which it tells."""
    try:
        return written_day(text)
    except DayWrong as wrong:
        form.problem("wrong_weekday", wrong.what, wrong.mend, at)
        return False
