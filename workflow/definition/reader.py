"""YAML to model: strict, with line numbers, policies applied, every problem told at once.

`read_process` reads a folder, `read_process_texts` the same from texts (a published release is
kept as its texts). Whether what was read can work is the business of `checks.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from workflow.deadlines.calendar import Calendar
from workflow.definition.form import Form, suggest
from workflow.definition.model import Fact, Notice, Policy, Process, Workflow
from workflow.definition.notice import Silence
from workflow.definition.policy import apply_policy, read_policy
from workflow.definition.problem import Position, Problem, Severity
from workflow.definition.read_checklist import facts_of_checklists
from workflow.definition.read_diary import read_diary
from workflow.definition.read_facts import (
    read_facts,
    read_links,
    read_participants,
    read_quorum,
    read_roles,
)
from workflow.definition.read_header import read_header
from workflow.definition.read_lists import read_lists
from workflow.definition.read_notices import read_addresses, read_notices, read_silence
from workflow.definition.read_sheets import read_sheets
from workflow.definition.read_states import read_states
from workflow.definition.read_steps import read_opening, read_steps
from workflow.definition.read_tasks import read_tasks, read_timers
from workflow.definition.source_text import Keys, TextRefused, read_text
from workflow.definition.taking_part import Role
from workflow.errors import CasewardError, WrongUse

Texts = Mapping[str, str]
"""Definition files by name relative to the folder of the process, such as `policies/x.yaml`."""


class DefinitionWrong(CasewardError):
    """The definition cannot be used. `problems` holds everything found, in file order."""

    code = "definition_wrong"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        more = f" ({len(problems) - 1} more problems)" if len(problems) > 1 else ""
        super().__init__(f"{first.position}: {first.what}; {first.mend}{more}")
        self.problems = problems


def texts_of(folder: Path) -> dict[str, str]:
    """Every definition file of a process folder. Raises WrongUse when it is no such folder."""
    if not folder.is_dir():
        raise WrongUse(f"there is no folder {folder}; name the folder of a process")
    files = sorted([*folder.glob("*.yaml"), *folder.glob("policies/*.yaml")])
    if not files:
        raise WrongUse(f"{folder} holds no .yaml files; name the folder of a process")
    try:
        return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in files}
    except UnicodeDecodeError as error:
        raise WrongUse(f"a file in {folder} is not UTF-8 text; save it as UTF-8") from error


def policies_of(texts: Texts) -> tuple[str, ...]:
    """Names of the policies beside a process, "" (no policy) first."""
    return ("", *sorted(Path(file).stem for file in texts if file.startswith("policies/")))


def policy_file(policy: str) -> str:
    """The name of the file of a policy."""
    return f"policies/{policy}.yaml"


def read_process(folder: Path, policy: str = "") -> Process:
    """The process in a folder with one policy applied. Raises DefinitionWrong, WrongUse."""
    return read_process_texts(folder.name, texts_of(folder), policy)


def read_process_texts(name: str, texts: Texts, policy: str = "") -> Process:
    """The same from texts. `policy` "" is the process as it stands."""
    problems: list[Problem] = []
    process = _read(name, texts, policy, problems)
    # an included file is read once for each workflow that includes it: its faults are told once
    if errors := {p for p in problems if p.severity is Severity.ERROR}:
        raise DefinitionWrong(in_file_order(errors))
    return process


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems as a person reads the files: by file, line and what they say."""
    return tuple(sorted(problems, key=lambda p: (p.position.file, p.position.line, p.what)))


def _read(name: str, texts: Texts, policy: str, problems: list[Problem]) -> Process:
    roots = dict(_roots(texts, problems))
    layer = Policy(name="", title="")
    if policy:
        file = policy_file(policy)
        if file not in texts:
            known = ", ".join(filter(None, policies_of(texts))) or "none"
            raise WrongUse(f"there is no policy {policy!r} for {name}; known: {known}")
        if file in roots:
            form = Form(roots[file], "", problems)
            layer, changes = read_policy(form, name)
            if len(roots) == len(texts):  # where a file could not be read, paths would miss it
                roots = apply_policy(roots, changes, form)
    flows: dict[str, Workflow] = {}
    shared = tuple((file, root) for file, root in roots.items() if _can_be_included(file, root))
    for root in _of_workflows(roots, problems):
        form = Form(root, "", problems)
        workflow, found = _workflow_of(root, shared)
        problems += found
        if other := flows.get(workflow.name):
            what = f"there is already a workflow `{other.name}` in {other.position.file}"
            form.problem("duplicate_workflow", what, "give one of them another name")
        flows[workflow.name] = workflow
    return Process(name=name, workflows=flows, policy=layer)


def _roots(texts: Texts, problems: list[Problem]) -> Iterator[tuple[str, Keys]]:
    for file, text in texts.items():
        try:
            yield file, read_text(file, text)
        except TextRefused as refused:
            problems.append(refused.problem)


def _of_workflows(roots: Mapping[str, Keys], problems: list[Problem]) -> Iterator[Keys]:
    """The files that hold a workflow. One that nobody reads is a problem: a typo hides in it."""
    flows = [root for root in roots.values() if "workflow" in root.nodes]
    included = {file for root in flows for file in Form(root, "", []).names("include")}
    for file, root in roots.items():
        if "workflow" in root.nodes:
            yield root
        elif file not in included and not file.startswith("policies/"):
            Form(root, "", problems).problem(
                "file_not_used",
                "this file is no workflow, and no workflow includes it",
                "write `workflow: name` at its top, or include it",
            )


def _can_be_included(file: str, root: Keys) -> bool:
    return "workflow" not in root.nodes and not file.startswith("policies/")


@lru_cache(maxsize=64)
def _workflow_of(
    root: Keys, shared: tuple[tuple[str, Keys], ...]
) -> tuple[Workflow, tuple[Problem, ...]]:
    """What a file says, and what is wrong with it. Policies leave most files as they are."""
    problems: list[Problem] = []
    return _workflow(Form(root, "", problems), dict(shared)), tuple(problems)


def _workflow(form: Form, roots: Mapping[str, Keys]) -> Workflow:
    shared = _included(form, roots)
    held_in, participants_of, kinds = read_participants(form)
    opening, reference = read_opening(form)
    states, tasks = read_states(form)
    anywhere = read_steps(form, "anywhere", "")
    steps = (opening, *(step for state in states.values() for step in state.steps), *anywhere)
    everywhere = frozenset(state.id for state in states.values() if not state.final)
    all_tasks, links = (*read_tasks(form, everywhere), *tasks), read_links(form)
    all_facts = shared.facts | facts_of_checklists(steps, shared.facts, form.problems)
    workflow = Workflow(
        name=form.needed("workflow"),
        title=form.needed("title"),
        edition=form.text("edition"),
        roles=shared.roles,
        facts=all_facts,
        states=states,
        opening=opening,
        reference=reference,
        anywhere=anywhere,
        tasks=all_tasks,
        timers=tuple(read_timers(form, "")),
        links=links,
        notices=shared.notices,
        addresses=shared.addresses,
        left_out=shared.left_out,
        when_undelivered=form.text("when_undelivered"),
        silence=shared.silence,
        participants=kinds,
        participants_in=held_in,
        participants_of=participants_of,
        quorum=read_quorum(form),
        header=read_header(form, all_facts, links, {task.name: task for task in all_tasks}),
        sheets=read_sheets(form),
        found_by=form.names("found_by"),
        lists=read_lists(form),
        pack=form.names("pack"),
        diary=read_diary(form),
        restricted_when=form.guard("restricted_when"),
        position=form.position,
    )
    _unique_tasks(workflow, form)
    form.finish()
    return workflow


@dataclass
class Shared:
    """What files that are included may hold too. What a workflow says itself comes last."""

    roles: dict[str, Role] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    addresses: dict[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    silence: Silence | None = None

    def add(self, form: Form) -> None:
        """Read the keys of one more file."""
        self.roles |= read_roles(form)
        self.facts |= read_facts(form)
        addresses = read_addresses(form)
        self.notices |= read_notices(form, addresses)
        self.addresses |= addresses
        self.left_out += form.names("left_out")
        self.silence = read_silence(form) or self.silence


def _included(form: Form, roots: Mapping[str, Keys]) -> Shared:
    shared = Shared()
    for file in form.names("include"):
        if file not in roots:
            mend = suggest(file, roots) or "name a file of this folder"
            form.problem("unknown_file", f"there is no file {file!r} to include", mend)
            continue
        included = Form(roots[file], "", form.problems)
        shared.add(included)
        included.finish()
    before = dict(shared.facts)
    shared.add(form)
    for name, fact in shared.facts.items():
        if name in before and fact is not before[name]:
            what = f"the fact `{name}` is already declared in {before[name].position}"
            form.problem("duplicate_fact", what, "keep one of the two", fact.position)
    return shared


def _unique_tasks(workflow: Workflow, form: Form) -> None:
    seen: dict[str, Position] = {}
    for task in workflow.tasks:
        if task.name in seen:
            what = f"there is already a task `{task.name}` in line {seen[task.name].line}"
            form.problem(
                "duplicate_task", what, "name the states it lives in with `while:`", task.position
            )
        seen[task.name] = task.position


@lru_cache(maxsize=8)
def read_calendar(file: Path) -> Calendar:
    """A calendar of bank holidays from its YAML file. Raises DefinitionWrong."""
    return read_calendar_text(file.name, file.read_text("utf-8"))


def read_calendar_text(file: str, text: str) -> Calendar:
    """The same from a text. `file` is its name in problems."""
    problems: list[Problem] = []
    try:
        form = Form(read_text(file, text), "", problems)
    except TextRefused as refused:
        raise DefinitionWrong((refused.problem,)) from refused
    try:
        calendar = _calendar(form)
    except ValueError as error:
        form.problem("wrong_type", f"a day is no date: {error}", "write days as 2026-12-25")
        raise DefinitionWrong(in_file_order(problems)) from error
    form.finish()
    if problems:
        raise DefinitionWrong(in_file_order(problems))
    return calendar


def _calendar(form: Form) -> Calendar:
    names = form.pairs("holidays")
    form.text("source")
    return Calendar(
        name=form.needed("calendar"),
        edition=form.number("edition"),
        first=date.fromisoformat(form.needed("from")),
        last=date.fromisoformat(form.needed("to")),
        holidays={date.fromisoformat(day): name for day, name in names.items()},
    )
