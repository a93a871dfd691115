"""The definition language as a JSON Schema (draft 2020-12), for editors: keys are completed,
explained and refused while somebody types.

Written beside the readers, which also see what no schema can (names that must be declared, guards
that must parse). A test reads the keys that each reader knows and compares.
"""

from __future__ import annotations

from workflow.definition.schema import cases, examples, facts, files, lists, notices, pages, tasks
from workflow.definition.schema.words import JsonSchema, ref

__all__ = ["DEFINED", "schema"]

DEFINED: dict[str, JsonSchema] = {
    "workflow": files.WORKFLOW,
    "shared": files.SHARED,
    "policy": files.POLICY,
    "calendar": files.CALENDAR,
    "scenario": examples.SCENARIO,
    "defaults": examples.DEFAULTS,
    "role": facts.ROLE,
    "fact": facts.FACT,
    "beginning": facts.BEGINNING,
    "link": facts.LINK,
    "participants": facts.PARTICIPANTS,
    "participant": facts.PARTICIPANT,
    "quorum": facts.QUORUM,
    "shown": pages.SHOWN,
    "sheet": pages.SHEET,
    "sheet_part": pages.SHEET_PART,
    "case_list": lists.CASE_LIST,
    "diary": lists.DIARY,
    "opening": cases.OPENING,
    "state": cases.STATE,
    "region": cases.REGION,
    "step": cases.STEP,
    "way": cases.WAY,
    "block": cases.BLOCK,
    "warn": cases.WARN,
    "tell": cases.TELL,
    "start": cases.START,
    "tick": cases.TICK,
    "untie": cases.UNTIE,
    "task": tasks.TASK,
    "task_role": tasks.TASK_ROLE,
    "done_by": tasks.DONE_BY,
    "for_each": tasks.FOR_EACH,
    "occurrences": tasks.OCCURRENCES,
    "due": tasks.DUE,
    "rung": tasks.RUNG,
    "timer": tasks.TIMER,
    "source": tasks.SOURCE,
    "notice": notices.NOTICE,
    "audience": notices.AUDIENCE,
    "notice_address": notices.ADDRESS_KEYS,
    "meeting": notices.MEETING,
    "silence": notices.SILENCE,
    "given": examples.GIVEN,
    "background": examples.BACKGROUND,
    **{f"then_{line.replace(' ', '_')}": keys for line, keys in examples.THEN.items()},
}
"""Each kind of mapping by name; what the readers know must stand here, and nothing else."""

_DEFAULTS_ONLY = ("cases", "cover", "phrases", "backgrounds")


def schema() -> JsonSchema:
    """The whole schema. What kind of file it is, is told by the key that such a file must have."""
    told_apart = [
        (["scenario"], "scenario"),
        (["policy"], "policy"),
        (["workflow"], "workflow"),
        (["calendar"], "calendar"),
        *(([key], "defaults") for key in _DEFAULTS_ONLY),
    ]
    kind: JsonSchema = ref("shared")
    for needed, name in reversed(told_apart):
        kind = {"if": {"required": needed}, "then": ref(name), "else": kind}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A definition file: workflow, shared facts, policy, calendar or worked example",
        "type": "object",
        **kind,
        "$defs": DEFINED,
    }
