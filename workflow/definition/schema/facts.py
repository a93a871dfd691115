"""What is known of a case and who has to do with it: facts, roles, links, participants, quorum."""

from __future__ import annotations

from workflow.definition.model import FactKind, Keep
from workflow.definition.read_facts import HAS, INVITE
from workflow.definition.schema.words import (
    FLAG,
    GUARD,
    NAMES,
    NUMBER,
    TEXT,
    VALUES,
    JsonSchema,
    keys,
    named,
    one_or_more,
    words,
)
from workflow.definition.taking_part import Sees

SETS: JsonSchema = {"type": "object", "additionalProperties": {**TEXT, "minLength": 1}}

FACT = keys(
    "One piece of what we know.",
    {
        "type": (words(FactKind), "What it holds; text where nothing is said."),
        "label": (TEXT, "What people read; without it the name is shown in words."),
        "hint": (TEXT, "Stands beside the field."),
        "long": (FLAG, "A text of several sentences: a form has room for them."),
        "many": (FLAG, "It is a list of such values."),
        "codes": (
            {"anyOf": [VALUES, {"type": "array", "items": TEXT}]},
            "The codes of a choice, with their labels.",
        ),
        "columns": (NAMES, "The columns of rows."),
        "by": (TEXT, "Rows: one for each case of this link; a text: it names such a case."),
        "internal": (FLAG, "For colleagues: no wording that reaches a home may name it."),
        "personal": (FLAG, "Keeps it out of logs, subject lines and insecure messages."),
        "required_when": (GUARD, "When it must be given, wherever it is offered."),
        "asked_when": (GUARD, "Where it may be given, it is asked for while this holds alone."),
        "weekdays_only": (GUARD, "While this holds a Saturday or Sunday is refused."),
        "happened": (FLAG, "A day or time that lies ahead when it is recorded is refused."),
        "names_participant": (FLAG, "A text that names nobody of the people of a case is refused."),
        "names_participants_of": (TEXT, "A text names people of the cases of this link."),
        "keep": (words(Keep), "Which of several values counts; the one of the latest day."),
        "from": (TEXT, "It copies this fact as it is told; such a fact is never asked."),
        "latest_in": (NAMES, "`[ROWS, COLUMN]`: the latest date that stands in these rows."),
        "where": (GUARD, "With `from` or `gathers`: only when this holds on that event."),
        "since": (NAMES, "Each time the case enters one of these states anew it is forgotten."),
        "is": (GUARD, "Works it out of other facts at any time; such a fact is never asked."),
        "gathers": (NAMES, "The events whose latest telling counts for each key."),
        "key": (NAMES, "With `gathers`: the facts of these events by which they are kept apart."),
        "every": (TEXT, "A list; true when all that it names is in one of those in `is_in`."),
        "is_in": (NAMES, "With `every`: the lists."),
        "kind_of": (TEXT, "A participant; true when one of that kind `has` what is asked."),
        "as": (TEXT, "The role that the person whom it names holds on the case."),
        "years_since": (NAMES, "An age: whole years since the first of these dates that is known."),
        "family": (words(("must", "must_not")), "Whether it names a participant of the family."),
        "restricted_when": (GUARD, "A document told while this holds is read by few."),
        "read_by": (NAMES, "With `restricted_when`: roles that read it all the same."),
        "named_in": (TEXT, "With `restricted_when`: the fact that names who else reads it."),
        "begins_with": (one_or_more("beginning"), "With what a form has it filled at first."),
        "has": (words(HAS), "With `kind_of`: what such participants owe or are."),
    },
)

BEGINNING = keys(
    "What another case knows already, to be looked at and changed; the first that is known counts.",
    {
        "fact": (TEXT, "The fact of that case."),
        "of": (TEXT, "The link that leads to the case, the last linked first."),
        "addresses": (VALUES, "Instead of a fact: `ADDRESS: KIND`, who is written to as what."),
        "roles": (NAMES, "With `addresses`: who has such a role there takes part too."),
        "through": (TEXT, "A link of that case: it is a fact of those to which this leads."),
        "named_in": (TEXT, "Of rows of people those alone whom this fact of the case `of` lists."),
        "when": (GUARD, "Only while this holds of the case that `of` leads to."),
    },
    needs=["of"],
    oneOf=[{"required": ["fact"]}, {"required": ["addresses"]}],
)

SEES = [sees.value for sees in Sees]

ROLE: JsonSchema = {
    "anyOf": [
        TEXT,
        keys(
            "Who acts.",
            {
                "title": (TEXT, "What people read."),
                "works_case": (FLAG, "Works or manages the case."),
                "sees_to_messages": (FLAG, "Lets held messages go, sees to those not sent."),
                "administers": (FLAG, "Says who works here in which roles."),
                "sees": (words(SEES), "Which cases they see: all, their team's, or their own."),
                "independent_of_case": (FLAG, "Nobody who works or manages the case can have it."),
            },
            needs=["title"],
        ),
    ]
}

LINK = keys(
    "A tie to cases of a workflow; it is declared in both.",
    {
        "to": (TEXT, "The workflow of the other cases."),
        "inverse": (TEXT, "What the tie is called there."),
        "label": (TEXT, "What people read; without it the name is shown in words."),
        "many": (FLAG, "There can be several such cases."),
        "sets": (SETS, "Facts written down when a case is linked, unless they are known already."),
        "when_closed": (FLAG, "A case that is closed can still be linked."),
        "shows": (NAMES, "Facts of such a case that stand beside it; none that is personal."),
        "names_case": (FLAG, "Lists say of a case whom those are about."),
    },
    needs=["to", "inverse"],
)

PARTICIPANT = keys(
    "A kind of person or agency on a case.",
    {
        "title": (TEXT, "What people read; without it the name is shown in words."),
        "agency": (TEXT, "The agency that the person speaks for; a quorum counts these."),
        "invite": (words(INVITE), "Whether to invite them; they may be where nothing is said."),
        "family": (FLAG, "Belongs to the family."),
        "observer": (FLAG, "Watches, and decides nothing."),
        "report": (FLAG, "Owes a report."),
        "view": (FLAG, "Gives a view."),
        "named_by": (TEXT, "The fact, a person, that says who it is."),
        "when": (GUARD, "Only while this holds."),
    },
)

PARTICIPANTS = keys(
    "The people of a case and their kinds.",
    {
        "in": (TEXT, "The fact, of type rows, that lists them."),
        "of": (TEXT, "The link whose cases say, by `when`, who must be invited."),
        "kinds": (named("participant"), "The kinds there are."),
    },
    needs=["in"],
)

QUORUM = keys(
    "How many agencies must be there; it gives guards the names `quorate` and `likely_quorate`.",
    {
        "of": (TEXT, "The fact that lists who came."),
        "must_include": (NAMES, "Agencies that must be among them."),
        "other_agencies": (NUMBER, "How many more must be."),
        "replies": (TEXT, "The fact whose rows say who answers what to the invitation."),
        "stay_away": (NAMES, "Answers of those who will not be there."),
    },
    needs=["of"],
)
