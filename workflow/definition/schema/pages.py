"""What stands on the pages of a case: the lines of its head, and sheets to print."""

from __future__ import annotations

from workflow.definition.schema.words import FLAG, GUARD, NAMES, TEXT, keys, one_or_more

SHOWN = keys(
    "A line in the head of a case's page.",
    {
        "show": (GUARD, "A fact, or a condition that is yes or no."),
        "of": (TEXT, "The link of whose last case that knows it the fact is shown."),
        "task": (TEXT, "A task: when it is due, and how much time is left."),
        "open": (TEXT, "A link: which cases of it are open."),
        "label": (TEXT, "What people read; a fact, a task and a link have their own."),
        "when": (GUARD, "It stands there while this holds, known or not; else once it is known."),
        "while": (NAMES, "It stands there in these states alone, known or not."),
        "days_since": (TEXT, "A date: how many days ago that was stands beside it."),
        "none_since": (TEXT, "A date: where the fact is not known, none since then."),
        "told_by": (FLAG, "Who recorded the fact last stands beside it."),
        "danger": (FLAG, "It stands before all others, and out."),
        "names_case": (FLAG, "It says whom the case is about: forms about it say so too."),
    },
    anyOf=[{"required": [key]} for key in ("show", "task", "open")],
)

SHEET = keys(
    "A page to print that is put together of a case.",
    {
        "title": (TEXT, "What people read."),
        "when": (GUARD, "It is offered while this holds; else always."),
        "parts": (one_or_more("sheet_part"), "What stands on it, in this order."),
    },
    needs=["title", "parts"],
)

SHEET_PART = keys(
    "What stands under one title of a sheet.",
    {
        "title": (TEXT, "What people read."),
        "shows": (NAMES, "Facts, known or not."),
        "rows": (NAMES, "Facts of rows, as one table where they are kept by the same key."),
        "tasks": (NAMES, "Tasks that are open, and when they are due."),
    },
    needs=["title"],
    anyOf=[{"required": [key]} for key in ("shows", "rows", "tasks")],
)
