"""What somebody must do by when, and who hears of it: tasks, due rules, rungs, timers, sources."""

from __future__ import annotations

from workflow.deadlines.rule import Standing
from workflow.definition.read_due import RUNG_DAY, SPAN
from workflow.definition.schema.words import (
    FLAG,
    GUARD,
    NAMES,
    TEXT,
    JsonSchema,
    exactly_one,
    keys,
    one_or_more,
    ref,
    words,
)

LENGTH: JsonSchema = {"type": "string", "pattern": f"^{SPAN.pattern}$"}
PARTS: JsonSchema = {"type": "array", "items": ref("due"), "minItems": 1}
FROM: JsonSchema = {"anyOf": [{"type": "string", "minLength": 1}, ref("due")]}

SOURCE = keys(
    "Where a rule comes from.",
    {
        "standing": (words(Standing), "National: a policy may make it stricter, never looser."),
        "text": (TEXT, "The law, guidance or local paper that says so."),
        "ids": (NAMES, "Clocks (T) and requirements (S) of the register."),
    },
)

DUE = keys(
    "When something is due. A rule whose date is not known yet waits.",
    {
        "within": (LENGTH, "How long: 15 working days."),
        "of": (FROM, "Counts forwards from a date, `entered`, `last(event)`, `ever(event)`."),
        "before": (FROM, "Counts backwards from it."),
        "same day of": (FROM, "That date itself."),
        "same working day of": (FROM, "That date, or the next day that is worked."),
        "earliest": (PARTS, "The first of several dates."),
        "latest": (PARTS, "The last of several dates."),
        "first_known": (PARTS, "The first of these rules whose date is known."),
        "when": (GUARD, "It counts only while this holds."),
        "source": (ref("source"), "Where this rule comes from."),
    },
    oneOf=exactly_one(
        ["within", "of"],
        ["within", "before"],
        ["same day of"],
        ["same working day of"],
        ["earliest"],
        ["latest"],
        ["first_known"],
    ),
)

OCCURRENCES = keys(
    "When a task that opens again is due.",
    {
        "first": (ref("due"), "The first time since the case came here."),
        "then": (ref("due"), "Each time after; the task opens again when it is done."),
    },
    needs=["first"],
)

TASK_ROLE = keys(
    "Whose task it is: the first line that holds.",
    {
        "when": (GUARD, "Only while this holds."),
        "is": (TEXT, "The role."),
        "otherwise": (TEXT, "The role in every other case; it stands last."),
    },
    oneOf=exactly_one(["otherwise"], ["when", "is"]),
)

DONE_BY = keys(
    "What completes a task.",
    {
        "event": (TEXT, "This event."),
        "link": (TEXT, "A case that is linked by this."),
        "when": (GUARD, "Only when this holds on that event."),
    },
)

FOR_EACH = keys(
    "One for each participant with a duty, linked case or row.",
    {
        "participants": (words(["invite", "report", "view"]), "Those who have this duty."),
        "link": (TEXT, "The cases of this link."),
        "rows": (TEXT, "The rows of this fact."),
        "which": (TEXT, "The fact of the completing event that says whose is done."),
    },
    needs=["which"],
)

RUNG = keys(
    "One step of the ladder that a task climbs: a message before, on or after the day.",
    {
        "at": (
            {"type": "string", "pattern": f"^({RUNG_DAY}|{SPAN.pattern} (before|after))$"},
            "When: `5 working days before`, `on the day`, `1 working day after`.",
        ),
        "to": (NAMES, "Who is told: roles, or LINK.role of a linked case."),
        "notice": (TEXT, "What is sent."),
        "unless": (GUARD, "It is silent while this holds; `due` is the due date here."),
        "digest": (FLAG, "It waits for the daily summary."),
        "every": (LENGTH, "It is told again as often as this."),
    },
    needs=["at", "to", "notice"],
)

TASK = keys(
    "What somebody must do by a date.",
    {
        "title": (TEXT, "What people read; without it the name is shown in words."),
        "role": ({"anyOf": [{"type": "string"}, one_or_more("task_role")]}, "Whose task it is."),
        "due": (
            {"if": {"required": ["first"]}, "then": ref("occurrences"), "else": ref("due")},
            "When it is due; with `first` and `then` it opens again each time it is done.",
        ),
        "done_by": (
            {
                "anyOf": [
                    TEXT,
                    ref("done_by"),
                    {"type": "array", "items": {"anyOf": [TEXT, ref("done_by")]}},
                ]
            },
            "The event that completes it, or several of which one does.",
        ),
        "when": (GUARD, "It is open only while this holds."),
        "while": (NAMES, "The states in which it is open; left out: where it is written."),
        "opens_on": (NAMES, "It opens at this event and lives until done, wherever the case is."),
        "for_each": (ref("for_each"), "One for each of several."),
        "escalate": (one_or_more("rung"), "The ladder; it falls silent once the task is done."),
        "source": (ref("source"), "Where the limit comes from."),
        "reason_if_late": (TEXT, "The fact in which the reason is told when it is late."),
        "set_for": (NAMES, "The facts that say for when it is planned; lists show it."),
    },
    needs=["role", "done_by"],
)

TIMER = keys(
    "An event that the clock brings.",
    {
        "due": (ref("due"), "When."),
        "after": (TEXT, "When that task beside it is due."),
        "fire": (TEXT, "The event; a step here must take it."),
    },
    needs=["fire"],
    oneOf=exactly_one(["due"], ["after"]),
)
