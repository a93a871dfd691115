"""Words of the command line as values. What cannot be read is refused with how to write it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from workflow.errors import WrongUse


def a_day(option: str, text: str | None) -> date | None:
    """A date, or None where the option was left out. Raises WrongUse."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{option} must be a date that exists, such as 2026-03-02") from None


def a_moment(option: str, text: str | None) -> date | datetime | None:
    """A date or an aware instant, or None where the option was left out. Raises WrongUse."""
    if text is None or len(text) <= len("2026-03-02"):
        return a_day(option, text)
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise WrongUse(
            f"{option} must be a date, or a time with its zone, such as 2026-03-02T14:00:00+00:00"
        )
    return value


def facts_of(words: Iterable[str]) -> dict[str, Any]:
    """Facts from `NAME=VALUE`; `NAME=` unsets one. A value that begins as JSON does is JSON.

    Raises WrongUse: no `=`, the same fact twice, JSON that cannot be read.
    """
    facts: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise WrongUse("write each fact as --fact NAME=VALUE, such as visited_on=2026-03-02")
        if name in facts:
            raise WrongUse(f'the fact `{name}` is given twice; several values go as ["a", "b"]')
        facts[name] = _value(name, value)
    return facts


def _value(name: str, text: str) -> Any:
    if not text.startswith(("{", "[")):
        return text or None
    try:
        return json.loads(text)
    except ValueError:
        mend = "put it in single quotes, as your shell takes double quotes away"
        raise WrongUse(f"the value of `{name}` looks like JSON and is not; {mend}") from None
