"""What is sent, and to whom."""

from __future__ import annotations

from workflow.definition.notice import ADDRESS, WAYS
from workflow.definition.read_notices import GOES
from workflow.definition.schema.facts import SETS
from workflow.definition.schema.tasks import LENGTH
from workflow.definition.schema.words import (
    FLAG,
    GUARD,
    NAMES,
    TEXT,
    JsonSchema,
    exactly_one,
    keys,
    named,
    one_or_more,
    ref,
    words,
)

AUDIENCE = keys(
    "Some of those who are told. Each recipient belongs to the first line that fits.",
    {
        "participants": (NAMES, "Kinds of participants, or family, agencies, everybody."),
        "roles": (NAMES, "The people behind these roles."),
        "address": (
            {"anyOf": [TEXT, ref("notice_address")]},
            "One person who is told in facts of the case, or the name of an address.",
        ),
        "of": (TEXT, "Those of the cases of this link."),
        "when": (GUARD, "Only while this holds; with `of`, for the linked case."),
        "wording": (TEXT, "The folder of their words, in that of the notice."),
        "ways": ({"anyOf": [words(WAYS), {"type": "array", "items": words(WAYS)}]}, "Only these."),
        "named_in": (TEXT, "Only participants whom this fact lists."),
        "not_in": (TEXT, "None of those whom this fact lists."),
        "kept_to": (TEXT, "Once this fact lists names, whoever it does not name is taken off."),
        "tells": (NAMES, "Facts that they may be told and others are not, such as an address."),
        "may_be_nobody": (FLAG, "Nobody has to see to it where nobody is found."),
        "latest": (FLAG, "With `of`: of the last such case alone that lists anybody."),
        "shown_first": (FLAG, "Held until somebody has looked at it."),
    },
    oneOf=exactly_one(["participants"], ["roles"], ["address"]),
)

ADDRESS_KEYS = keys(
    "The facts that say who is told, and where they are reached.",
    {key: (TEXT, f"The fact that holds the {key}.") for key in ADDRESS},
)

ADDRESSES = named("notice_address")

MEETING = keys(
    "A calendar entry that goes with the e-mails.",
    {
        "starts": (TEXT, "The fact that says when it begins."),
        "lasts": (LENGTH, "How long: 2 hours."),
        "at": (TEXT, "The fact that says where."),
        "withdrawn": (FLAG, "Takes the meeting out of calendars."),
    },
)

SILENCE = keys(
    "When nothing goes to the family by itself any more.",
    {"when": (GUARD, "While this holds.")},
    needs=["when"],
)

NOTICE: JsonSchema = {
    "anyOf": [
        TEXT,
        keys(
            "What is sent at a step.",
            {
                "title": (TEXT, "What people read."),
                "to": (one_or_more("audience"), "Who is told, and in which words."),
                "reads": (SETS, "Names that the words may read, worked out for them."),
                "goes": (words(GOES), "Once: whoever gets it twice is misled."),
                "secure": (FLAG, "Its body may tell what is personal."),
                "shown_first": (FLAG, "Held until somebody has looked at it."),
                "meeting": (ref("meeting"), "A calendar entry goes with it."),
                "again_when": (
                    NAMES,
                    "Who has had it gets it again once one of these is told.",
                ),
                "reply": (TEXT, "The event that records what a recipient answers."),
            },
        ),
    ]
}

NOTICES = named("notice")
