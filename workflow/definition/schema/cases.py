"""Where a case can be and what may happen there: states, regions, steps, ways, linked cases."""

from __future__ import annotations

from workflow.definition.schema.facts import SETS
from workflow.definition.schema.words import (
    FLAG,
    GUARD,
    NAMES,
    TEXT,
    VALUES,
    JsonSchema,
    Table,
    exactly_one,
    keys,
    named,
    one_or_more,
    ref,
)

WAY = keys(
    "Where a step leads. The first way whose guard holds is taken.",
    {
        "when": (GUARD, "It is taken when this holds."),
        "to": (TEXT, "The state that it leads to."),
        "stay": (FLAG, "The case stays where it is."),
        "otherwise": (TEXT, "The last way: a state, or `stay`, in every other case."),
        "notify": (NAMES, "Messages to send when this way is taken."),
        "sets": (SETS, "Facts written down when this way is taken, over those of the step."),
    },
    oneOf=exactly_one(["otherwise"], ["when", "to"], ["when", "stay"]),
)

BLOCK = keys(
    "Refuses a step.",
    {
        "when": (GUARD, "The step is refused while this holds."),
        "say": (TEXT, "The sentence for the worker."),
    },
    needs=["when", "say"],
)

WARN = keys(
    "Says a sentence to who takes the step.",
    {
        "when": (GUARD, "While this holds."),
        "task": (TEXT, "While such a task is open after the step; `when` reads its `due`."),
        "of": (TEXT, "A link whose open cases are asked too."),
        "there": (GUARD, "With `of`: while this holds for one of them, on its own facts."),
        "say": (TEXT, "The sentence for the worker."),
    },
    needs=["say"],
)

TELL = keys(
    "Passes an event on to linked cases.",
    {
        "link": (TEXT, "The link to them."),
        "event": (NAMES, "The event, or several of which the one that is open there is told."),
        "each": (TEXT, "The rows, one for each case, whose columns become facts there."),
        "facts": (VALUES, "Facts there, by the facts here that they take."),
        "when": (GUARD, "Only when this holds."),
        "if_open": (FLAG, "A case where none of the events is open is passed over."),
    },
    needs=["link", "event"],
)

START = keys(
    "Opens a linked case.",
    {
        "workflow": (TEXT, "The workflow of the new case."),
        "link": (TEXT, "What the new case calls its tie to this one."),
        "facts": (VALUES, "Facts there: a fact here, or a text in two pairs of quotes."),
        "join": (TEXT, "An open case with the same value of this fact is told instead."),
        "event": (TEXT, "The event that it is told."),
        "when": (GUARD, "Only when this holds."),
        "with": (VALUES, "Ties of the new case to those whom a linked case of ours has by it."),
        "one_for": (NAMES, "One such case for each value of these facts of it."),
    },
    needs=["workflow", "link"],
)

TICK: JsonSchema = {
    "anyOf": [
        TEXT,
        keys(
            "A sentence to tick.",
            {
                "say": (TEXT, "The sentence."),
                "when": (GUARD, "It is offered only while this holds."),
            },
            needs=["say"],
        ),
    ]
}

UNTIE = keys(
    "Ends the tie to linked cases.",
    {"link": (TEXT, "The link."), "which": (TEXT, "The fact that names the cases.")},
    needs=["link", "which"],
)

_ONCE = exactly_one(["ways"], ["to"], ["stay"])

_STEP: Table = {
    "title": (TEXT, "What people read; without it the name is shown in words."),
    "by": (NAMES, "The roles that may do it."),
    "asks": (NAMES, "Facts that must be given."),
    "may_ask": (NAMES, "Facts that can be given."),
    "sets": (SETS, "Facts written down at this moment: a value, another fact or a guard."),
    "checklist": (named("tick"), "Sentences to tick; each is a yes-or-no fact of that name."),
    "on": (TEXT, "The fact that is the day on which it happened; deadlines count from it."),
    "ways": (one_or_more("way"), "Where it leads, by guards."),
    "to": (TEXT, "The state that it leads to."),
    "stay": (FLAG, "The case stays where it is."),
    "notify": (NAMES, "Messages to send."),
    "tell": (one_or_more("tell"), "Events passed on to linked cases."),
    "start": (one_or_more("start"), "Linked cases that it opens."),
    "untie": (ref("untie"), "Ties that it ends."),
    "blocked_while": (one_or_more("block"), "When it is refused, with a sentence for the worker."),
    "warn": (one_or_more("warn"), "What is said to who takes it; nothing is refused."),
    "from_link": (TEXT, "It arrives from a case of this link, not from a button."),
    "except": (NAMES, "Of `anywhere`: the states in which it is not open."),
    "source": (ref("source"), "Where the rule comes from."),
}

STEP = keys("What an event asks, and where it leads.", _STEP, oneOf=_ONCE)

OPENING = keys(
    "How a case is opened.",
    {
        **{key: told for key, told in _STEP.items() if key != "ways"},
        "starts": (one_or_more("way"), "In which state the case begins, by guards."),
        "reference": (TEXT, "The fact that becomes the reference of the case."),
    },
    oneOf=exactly_one(["starts"], ["to"], ["stay"]),
)

STATE = keys(
    "Where a case is.",
    {
        "title": (TEXT, "What people read."),
        "initial": (FLAG, "The case begins here when it comes to the state around."),
        "final": (FLAG, "The case is closed."),
        "states": (named("state"), "States inside: what is declared here lives through all."),
        "regions": (named("region"), "Small machines of their own that run side by side."),
        "starts": (one_or_more("way"), "In which of its states the case begins, by guards."),
        "tasks": (named("task"), "What somebody must do while the case is here."),
        "steps": (named("step"), "What may happen here, by event."),
        "timers": (one_or_more("timer"), "Events that the clock brings."),
        "was": (NAMES, "Its old names."),
    },
)

REGION: JsonSchema = {
    "type": "object",
    "description": "A small machine of its own: its states stand directly in it.",
    "properties": {
        "title": {**TEXT, "description": "What people read; without it the name in words."},
        "starts": {**one_or_more("way"), "description": "In which state it begins, by guards."},
    },
    "additionalProperties": ref("state"),
}
