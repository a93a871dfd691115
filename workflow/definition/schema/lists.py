"""Lists of cases that a manager asks for, and the diary of those that meet."""

from __future__ import annotations

from workflow.definition.schema.facts import SETS
from workflow.definition.schema.tasks import LENGTH
from workflow.definition.schema.words import FLAG, GUARD, NAMES, TEXT, keys, ref

CASE_LIST = keys(
    "A list of cases: those for which all of this holds.",
    {
        "title": (TEXT, "What people read."),
        "when": (GUARD, "Only cases for which this holds; with `tasks`, `due` is their due date."),
        "while": (NAMES, "Only while the case is in one of these states; else while it is open."),
        "tasks": (NAMES, "Only while one of these tasks is open."),
        "late": (FLAG, "Only once such a task is late."),
        "from": (ref("due"), "Only from then on, counted from facts."),
        "told_late_by": (LENGTH, "Only where what was recorded last was recorded later than that."),
        "shows": (NAMES, "Facts that stand beside each case; none that is personal."),
        "for": (NAMES, "Roles whose holders look through it for their own cases."),
    },
    needs=["title"],
)

DIARY = keys(
    "When and where a case meets, and which colleagues that takes.",
    {
        "starts": (TEXT, "The fact that says when it begins."),
        "held": (TEXT, "The fact that says on which day it was held: it stands there then."),
        "lasts": (LENGTH, "How long: 2 hours."),
        "at": (TEXT, "The fact that says where."),
        "people": (NAMES, "Facts that name the colleagues whom it takes."),
        "arrange": (SETS, "Facts to be known beforehand, each while its guard holds."),
        "while": (NAMES, "It stands in the diary in these states; else in all."),
    },
    needs=["starts"],
)
