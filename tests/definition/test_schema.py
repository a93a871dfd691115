"""The schema for editors: our files keep to it, broken ones do not, and readers know its keys."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest
from jsonschema import Draft202012Validator

from cases import whole
from definitions import FOLDER
from workflow.definition.problem import Problem
from workflow.definition.read_scenario import read_defaults, read_scenario
from workflow.definition.reader import DefinitionWrong, read_calendar, read_process_texts
from workflow.definition.scenario import Defaults
from workflow.definition.schema import DEFINED, schema
from workflow.definition.source_text import Items, Keys, Node, read_text

FILES = sorted(file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.yaml"))


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def as_json(node: Node) -> object:
    """What an editor takes the text for, by YAML 1.2."""
    if isinstance(node, Keys):
        return {key: as_json(inner) for key, inner in node.nodes.items()}
    if isinstance(node, Items):
        return [as_json(inner) for inner in node.nodes]
    constants: dict[str, object] = {"true": True, "false": False, "": None, "null": None}
    if node.quoted or not (node.text in constants or node.text.isdecimal()):
        return node.text
    return constants[node.text] if node.text in constants else int(node.text)


def faults(text: str) -> list[str]:
    return [
        f"{error.json_path}: {error.message}"
        for error in validator().iter_errors(as_json(read_text("test.yaml", dedent(text))))
    ]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_we_ship_keeps_to_it(file: str) -> None:
    assert faults((FOLDER / file).read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("states: {open: {titel: Open}}", "an unknown key"),
        ("states: {open: {title: [Open]}}", "a list for a text"),
        ("states: {open: {title: Open, final: maybe}}", "no flag"),
        ("states: {open: {title: O, steps: {go: {by: [worker]}}}}", "leads nowhere"),
        ("states: {open: {title: O, steps: {go: {to: open, stay: yes}}}}", "leads twice"),
        ("states: {open: {title: O, steps: {go: {ways: [{to: open}]}}}}", "a way without guard"),
        ("states: {open: {title: O, regions: {a: {one: {titel: One}}}}}", "inside a region"),
        ("facts: {day: {type: dates}}", "an unknown type"),
        ("facts: {day: {keep: first}}", "an unknown word"),
        ("tasks: {t: {role: worker}}", "nothing completes it"),
        ("tasks: {t: {role: worker, done_by: go, due: {within: 3 fortnights, of: d}}}", "a unit"),
        ("tasks: {t: {role: worker, done_by: go, due: {within: 3 days}}}", "no anchor"),
        ("tasks: {t: {role: worker, done_by: go, due: {first: {within: 3 days}}}}", "none inside"),
        (
            "tasks: {t: {role: worker, done_by: go, escalate: {at: later, to: worker, notice: n}}}",
            "no rung",
        ),
        ("quorum: {of: attended, other_agencies: some}", "no number"),
        ("links: {other: {to: plan}}", "a link without its inverse"),
    ],
)
def test_a_broken_workflow_does_not(text: str, why: str) -> None:
    assert faults(whole("states: {open: {title: Open}}")) == []
    assert faults(whole(text)), why


@pytest.mark.parametrize(
    "text",
    [
        "policy: north\nof: test",
        "policy: north\nof: test\ntitle: North\nclosure_days: [29 Dec 2026]",
        "policy: north\nof: test\ntitle: North\nchange: {nowhere: 1}",
        "scenario: Nothing follows\nworkflow: plan",
        "scenario: A day\nworkflow: plan\nthen: [{task: t, due: 2 Mar 2026}]",
        "scenario: A word\nworkflow: plan\nthen: [{stat: open}]",
        "scenario: A line\nworkflow: plan\nthen: [{state: open, late: yes}]",
        "calendar: england\nfrom: 2018-01-01\nto: soon",
        "backgrounds: {a plan: {givn: []}}",
        "roles: {worker: {titel: Worker}}",
    ],
)
def test_another_broken_file_does_not_either(text: str) -> None:
    assert faults(text)


def test_every_key_is_explained() -> None:
    unexplained = [
        f"{name}.{key}"
        for name, keys in DEFINED.items()
        for key, held in properties(keys).items()
        if not (isinstance(held, dict) and held.get("description"))
    ]

    assert unexplained == []


# -- the keys of the readers -----------------------------------------------------------------------

PROBE = "zzzzzz: x"
"""A key that is near no other: the reader then lists all that it knows in that place."""

STEP = "states: {open: {title: O, steps: {go: {%s}}}}"
TASK = "tasks: {t: {%s}}"

PLACES = {
    "workflow": [PROBE],
    "role": [f"roles: {{boss: {{{PROBE}}}}}"],
    "fact": [f"facts: {{day: {{{PROBE}}}}}", f"facts: {{day: {{kind_of: d, {PROBE}}}}}"],
    "beginning": [f"facts: {{day: {{begins_with: [{{{PROBE}}}]}}}}"],
    "link": [f"links: {{other: {{{PROBE}}}}}"],
    "participants": [f"participants: {{{PROBE}}}"],
    "participant": [f"participants: {{kinds: {{school: {{{PROBE}}}}}}}"],
    "quorum": [f"quorum: {{{PROBE}}}"],
    "shown": [f"header: [{{{PROBE}}}]"],
    "sheet": [f"sheets: {{plan: {{{PROBE}}}}}"],
    "sheet_part": [f"sheets: {{plan: {{parts: [{{{PROBE}}}]}}}}"],
    "case_list": [f"lists: {{lost: {{{PROBE}}}}}"],
    "diary": [f"diary: {{{PROBE}}}"],
    "opening": [f"open_case: {{{PROBE}}}"],
    "state": [f"states: {{open: {{{PROBE}}}}}"],
    "step": [STEP % PROBE],
    "way": [STEP % f"ways: [{{{PROBE}}}]", STEP % f"ways: [{{stay: yes, {PROBE}}}]"],
    "block": [STEP % f"blocked_while: [{{{PROBE}}}]"],
    "warn": [STEP % f"warn: [{{{PROBE}}}]"],
    "tick": [STEP % f"checklist: {{seen: {{{PROBE}}}}}"],
    "tell": [STEP % f"tell: [{{{PROBE}}}]"],
    "start": [STEP % f"start: [{{{PROBE}}}]"],
    "untie": [STEP % f"untie: {{{PROBE}}}"],
    "task": [TASK % PROBE],
    "task_role": [TASK % f"role: [{{{PROBE}}}]"],
    "done_by": [TASK % f"done_by: [{{{PROBE}}}]"],
    "for_each": [TASK % f"for_each: {{{PROBE}}}"],
    "occurrences": [TASK % f"due: {{first: {{within: 1 day, of: d}}, {PROBE}}}"],
    "due": [TASK % f"due: {{{PROBE}}}", TASK % f"due: {{before: d, {PROBE}}}"],
    "rung": [TASK % f"escalate: [{{{PROBE}}}]"],
    "timer": [f"timers: [{{{PROBE}}}]"],
    "notice": [f"notices: {{told: {{{PROBE}}}}}"],
    "audience": [f"notices: {{told: {{to: [{{{PROBE}}}]}}}}"],
    "notice_address": [f"notices: {{told: {{to: [{{address: {{{PROBE}}}}}]}}}}"],
    "meeting": [f"notices: {{told: {{meeting: {{{PROBE}}}}}}}"],
    "silence": [f"silence: {{{PROBE}}}"],
    "source": [TASK % f"source: {{{PROBE}}}"],
}

EXAMPLES = {
    "scenario": [PROBE],
    "given": [f"given: [{{{PROBE}}}]"],
    **{
        f"then_{word.replace(' ', '_')}": [f"then: [{{{word}: x, {PROBE}}}]"]
        for word in ("state", "way", "task", "no task", "sent", "not sent", "fact", "no fact")
    },
    "then_warned": [f"then: [{{warned: x, {PROBE}}}]"],
    "then_not_warned": [f"then: [{{not warned: x, {PROBE}}}]"],
    "then_refused": [f"then: [{{refused: x, {PROBE}}}]"],
}


def properties(keys: dict[str, object]) -> dict[str, object]:
    """The keys of a mapping, or of the longer form of one that can also be a single text."""
    choices = keys.get("anyOf")
    forms = [keys, *(choices if isinstance(choices, list) else [])]
    return {k: v for form in forms for k, v in form.get("properties", {}).items()}


def known(problems: Iterable[Problem]) -> set[str]:
    """The keys that the reader lists in its answer to the probe."""
    answers = [each.mend for each in problems if each.what == "the key `zzzzzz` is not known here"]
    assert answers, "the reader did not come to the probe"
    return {key for answer in answers for key in answer.removeprefix("known here: ").split(", ")}


def of_process(texts: dict[str, str], policy: str = "") -> tuple[Problem, ...]:
    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", texts, policy)
    return wrong.value.problems


def of_example(text: str) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    read_scenario("test.yaml", text, Defaults(), [""], problems)
    return tuple(problems)


def of_defaults(text: str) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    read_defaults("defaults.yaml", text, problems)
    return tuple(problems)


def of_calendar(text: str, folder: Path) -> tuple[Problem, ...]:
    file = folder / "calendar.yaml"
    file.write_text(text)
    with pytest.raises(DefinitionWrong) as wrong:
        read_calendar(file)
    return wrong.value.problems


@cache
def read_by_the_readers() -> dict[str, set[str]]:
    """The keys that each kind of mapping has, as the readers know them."""
    plan = whole("include: [shared.yaml]\nstates: {}")
    policy = {"plan.yaml": plan, "policies/north.yaml": PROBE, "shared.yaml": "facts: {}"}
    found = {
        "shared": known(of_process({"plan.yaml": plan, "shared.yaml": PROBE})),
        "policy": known(of_process(policy, "north")),
        "defaults": known(of_defaults(PROBE)),
        "background": known(of_defaults(f"backgrounds: {{a plan: {{{PROBE}}}}}")),
    }
    for name, texts in PLACES.items():
        probes = [known(of_process({"plan.yaml": whole(text)})) for text in texts]
        found[name] = set().union(*probes)
    for name, texts in EXAMPLES.items():
        found[name] = set().union(*(known(of_example(text)) for text in texts))
    return found


def compare(name: str, read: set[str]) -> None:
    told = set(properties(DEFINED[name]))
    assert read - told == set(), f"add to {name} in workflow/definition/schema: {read - told}"
    assert told - read == set(), f"no reader knows in {name}: {told - read}"


# a region has no keys to compare: all but two are the names of its states
@pytest.mark.parametrize("name", sorted(DEFINED.keys() - {"calendar", "region"}))
def test_the_schema_has_the_keys_that_the_reader_has(name: str) -> None:
    compare(name, read_by_the_readers()[name])


def test_so_it_has_those_of_a_calendar(tmp_path: Path) -> None:
    text = f"calendar: c\nedition: 1\nfrom: 2026-01-01\nto: 2026-12-31\n{PROBE}"

    compare("calendar", known(of_calendar(text, tmp_path)))
