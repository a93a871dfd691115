"""The files of a process: workflows, what they share, policies, and the calendar."""

from __future__ import annotations

from workflow.definition.schema.notices import ADDRESSES, NOTICES
from workflow.definition.schema.words import (
    ANYTHING,
    GUARD,
    NAMES,
    NUMBER,
    TEXT,
    VALUES,
    JsonSchema,
    Table,
    keys,
    matching,
    named,
    one_or_more,
    ref,
)

_DAY = matching(r"\d{4}-\d\d-\d\d")
_CHANGES: JsonSchema = {
    "type": "object",
    "propertyNames": {"pattern": r"^\w+\."},
    "additionalProperties": ANYTHING,
}

_SHARED: Table = {
    "roles": (named("role"), "Who acts; the definition knows no names."),
    "facts": (named("fact"), "What we know of a case."),
    "notices": (NOTICES, "Every message that is sent: its title, and to whom it goes."),
    "addresses": (ADDRESSES, "Who is told in facts of the case, by the name that lines call it."),
    "left_out": (NAMES, "The fact that lists whom nothing tells anything by itself."),
    "silence": (ref("silence"), "When nothing goes to the family by itself any more."),
}

SHARED = keys("Roles, facts and notices for every workflow that includes this file.", _SHARED)

WORKFLOW = keys(
    "How one kind of case runs.",
    {
        "workflow": (TEXT, "Its name; old cases know it."),
        "title": (TEXT, "What people read."),
        "edition": (TEXT, "The guidance that it was written against."),
        "include": (NAMES, "Files whose roles, facts and notices it shares."),
        **_SHARED,
        "when_undelivered": (TEXT, "The event that a message brings which reached nobody."),
        "links": (named("link"), "Ties to cases of workflows."),
        "participants": (ref("participants"), "The people of a case and their kinds."),
        "quorum": (ref("quorum"), "How many agencies must be there."),
        "open_case": (ref("opening"), "Who opens a case, what is asked, and where it begins."),
        "anywhere": (named("step"), "What may happen in every state that is not final."),
        "tasks": (named("task"), "Tasks of several states, or of all."),
        "timers": (one_or_more("timer"), "Events that the clock brings wherever the case is."),
        "states": (named("state"), "Where a case can be."),
        "header": (one_or_more("shown"), "What stands in the head of a case's page."),
        "sheets": (named("sheet"), "Pages to print that are put together of a case."),
        "found_by": (NAMES, "Facts by which a search finds a case, beside its reference."),
        "lists": (named("case_list"), "Lists of cases that a manager asks for."),
        "pack": (NAMES, "Facts that are read before a meeting about it, beside the header."),
        "diary": (ref("diary"), "When and where its cases meet, and whom that takes."),
        "restricted_when": (GUARD, "Only who has a role on the case sees it while this holds."),
    },
    needs=["workflow", "title", "open_case"],
)

POLICY = keys(
    "What a partnership does differently.",
    {
        "policy": (TEXT, "Its name, which is the name of the file."),
        "of": (TEXT, "The process that it changes."),
        "title": (TEXT, "What people read."),
        "closure_days": (
            {"anyOf": [_DAY, {"type": "array", "items": _DAY}]},
            "Days on which the office is closed: local rules do not count them.",
        ),
        "rungs_at": (matching(r"\d\d:\d\d"), "The hour at which people are told; 07:00."),
        "quiet_hours": (
            matching(r"none|\d\d:\d\d-\d\d:\d\d"),
            "When families get no e-mail and no text message: 20:00-08:00, or none.",
        ),
        "change": (_CHANGES, "Parts of the process, by the path to them, as they are here."),
        "add": (_CHANGES, "Parts that the process does not have yet, by the path to them."),
    },
    needs=["policy", "of", "title"],
)

CALENDAR = keys(
    "The days that are not worked.",
    {
        "calendar": (TEXT, "Its name."),
        "edition": (NUMBER, "Counts up with each change."),
        "source": (TEXT, "Where the days come from."),
        "from": (_DAY, "The first day that it knows."),
        "to": (_DAY, "The last day that it knows."),
        "holidays": (
            {**VALUES, "propertyNames": {"pattern": r"^\d{4}-\d\d-\d\d$"}},
            "The days, with their names.",
        ),
    },
    needs=["calendar", "from", "to"],
)
