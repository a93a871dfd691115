"""What programs ask for: a case opened, a step taken, a row corrected."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

from workflow.typed_text import visible

_CONTROLS = {chr(code) for code in (*range(32), 127)} - {"\n", "\r", "\t"}


def _readable(facts: dict[str, JsonValue]) -> dict[str, JsonValue]:
    _check(facts)
    return {name: _seen(value) for name, value in facts.items()}


def _seen(value: Any) -> Any:
    """The same with texts as they can be seen, as what is typed on a page is taken."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _seen(item) for name, item in value.items()}
    return [_seen(item) for item in value] if isinstance(value, list) else value


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            _check(name)
            _check(item)
    elif isinstance(value, list):
        for item in value:
            _check(item)
    elif isinstance(value, str) and not is_text(value):
        raise ValueError("holds characters that no text has")
    elif isinstance(value, float) and value - value != 0:
        raise ValueError("holds a number that is none")


def is_text(value: str) -> bool:
    """Whether people can read it: without control characters and halves of characters."""
    return _CONTROLS.isdisjoint(value) and not any("\ud800" <= each <= "\udfff" for each in value)


def _text(value: str) -> str:
    if not is_text(value):
        raise ValueError("holds characters that no text has")
    return visible(value)


Name = Annotated[str, StringConstraints(max_length=100), AfterValidator(_text)]
Facts = Annotated[
    dict[str, JsonValue],
    AfterValidator(_readable),
    Field(description="By name, as the step asks for them. A date is `2026-03-02`; null unsets."),
]
When = Annotated[
    AwareDatetime | date | None,
    Field(union_mode="left_to_right", description="When it happened; left out: today."),
]
Role = Annotated[Name, Field(description="In which role; empty: the one that fits.")]


class Asked(BaseModel):
    """Strict: a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class OpenCase(Asked):
    """A case to open. `case` is its reference; without one it is worked out."""

    workflow: Name
    policy: Name | None = Field(None, description="Left out: the one of this installation.")
    case: Name = ""
    role: Role = ""
    occurred_on: When = None
    facts: Facts = Field(default_factory=dict)


class TakeStep(Asked):
    """A step to take. `late`: it belongs among earlier rows, by its day."""

    event: Name
    role: Role = ""
    occurred_on: When = None
    facts: Facts = Field(default_factory=dict)
    late: bool = False


class Correct(Asked):
    """What is to be different about a row: some facts, its day, or that it counts at all."""

    row: Annotated[int, Field(ge=1, le=10**9)]
    reason: Annotated[Name, Field(min_length=1, description="Why; kept in the history.")]
    role: Role = ""
    occurred_on: When = None
    facts: Facts = Field(default_factory=dict)
    retract: bool = False
    dry_run: bool = Field(False, description="Show what would move, and change nothing.")
