"""Worked examples: what is given, what then must be so, and what none of them needs to say."""

from __future__ import annotations

from workflow.definition.read_scenario import MOST_EVENTS
from workflow.definition.schema.words import (
    ANYTHING,
    FLAG,
    NAMES,
    TEXT,
    JsonSchema,
    Table,
    keys,
    matching,
    named,
    ref,
)

FACTS: JsonSchema = {"type": "object", "additionalProperties": ANYTHING}
CASES: JsonSchema = {"type": "object", "additionalProperties": FACTS}
DAY = matching(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2}"
    r" (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}( \d\d:\d\d)?"
)

GIVEN = keys(
    "Something that happens.",
    {
        "on": (DAY, "The day it happened, with its weekday; it can have a time."),
        "event": (TEXT, "What happened."),
        "case": (TEXT, "The case, or a workflow: its newest case; left out: the first."),
        "by": (TEXT, "The role that did it; left out: the first that may."),
        "workflow": (TEXT, "With `open_case`: what is opened."),
        "facts": (FACTS, "The facts that matter; an empty value leaves one out."),
        "recorded": (DAY, "The day it was typed in, if that was later."),
        "refused": (TEXT, "It is refused, with this code."),
    },
    needs=["on", "event"],
)

_BEGINNING: Table = {
    "case": (FACTS, "What is special about the first case."),
    "cases": (CASES, "The cases, with what is special about each."),
    "opened": (DAY, "When they are opened; left out: on the day of the first event."),
}


def _line(word: str, told: str, more: Table | None = None, *needs: str) -> JsonSchema:
    """A line of `then` that begins with that word."""
    table: Table = {
        word: (TEXT, told),
        "case": (TEXT, "The case that is meant; left out: the first."),
        **(more or {}),
    }
    return keys(f"`{word}`: {told}", table, needs=[word, *needs])


_TO: Table = {
    "to": (TEXT, "To whom it went."),
    "task": (TEXT, "The task whose ladder sent it."),
    "on": (DAY, "The day on which it went."),
}
_FOR: Table = {"for": (TEXT, "For whom, where there is one for each.")}

THEN: dict[str, JsonSchema] = {
    "state": _line("state", "The case is there, among other states."),
    "way": _line(
        "way",
        "The latest such event led there.",
        {"to": (TEXT, "The state; `stay` where it led nowhere.")},
        "to",
    ),
    "task": _line(
        "task",
        "It is open.",
        {
            "due": ({"anyOf": [DAY, {"const": "not known"}]}, "Its day, or `not known`."),
            "late": (FLAG, "Whether it is late."),
            "role": (TEXT, "Whose it is."),
            **_FOR,
        },
    ),
    "no task": _line("no task", "It is not open.", _FOR),
    "sent": _line("sent", "The notice went.", _TO),
    "not sent": _line("not sent", "No such notice went.", _TO),
    "fact": _line("fact", "It is known.", {"is": (ANYTHING, "Its value.")}, "is"),
    "no fact": _line("no fact", "It is not known."),
    "warned": _line(
        "warned",
        "Who took such a step was warned.",
        {"because": (TEXT, "Words of the sentence.")},
        "because",
    ),
    "not warned": _line(
        "not warned",
        "Who took such a step was not warned.",
        {"because": (TEXT, "Of this; left out: of anything.")},
    ),
    "refused": _line(
        "refused",
        "The event was refused.",
        {"because": (TEXT, "Words of the sentence that said why.")},
        "because",
    ),
}

SCENARIO = keys(
    "What is given, and what then must be so.",
    {
        "scenario": (TEXT, "What it shows, as a sentence."),
        "workflow": (TEXT, "The workflow of the first case."),
        "policy": (TEXT, "The policy under which it runs."),
        "background": (NAMES, "A history that several examples share."),
        **_BEGINNING,
        "given": (
            {"type": "array", "items": ref("given"), "maxItems": MOST_EVENTS},
            "What happens, in the order in which it was recorded.",
        ),
        "until": (DAY, "Time runs to the end of this day; left out: to the last event."),
        "then": (
            {
                "type": "array",
                "minItems": 1,
                "items": {"oneOf": [ref(f"then_{w.replace(' ', '_')}") for w in THEN]},
            },
            "What must be so at the end.",
        ),
    },
    needs=["scenario", "workflow", "then"],
)

BACKGROUND = keys(
    "A history that several examples begin with.",
    {**_BEGINNING, "given": ({"type": "array", "items": ref("given")}, "What happens.")},
)

DEFAULTS = keys(
    "What no example needs to say, because it is the same in all of them.",
    {
        "cases": ({"type": "object", "additionalProperties": TEXT}, "Names of cases by workflow."),
        "facts": (
            {"type": "object", "additionalProperties": CASES},
            "Facts that are given with an event, by workflow and event.",
        ),
        "phrases": (CASES, "Words that stand for several facts."),
        "backgrounds": (named("background"), "Histories that several examples begin with."),
        "cover": (
            {"type": "object", "additionalProperties": NAMES},
            "By workflow, the facts of which every code must be shown.",
        ),
    },
)
