"""YAML to model: strict, with line numbers, policies applied, every problem told at once.

`read_process` reads a folder, `read_process_texts` the same from texts (a published release is
kept as its texts). Whether what was read can work is the business of `checks.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from workflow.deadlines.calendar import Calendar
from workflow.definition.form import Form, suggest
from workflow.definition.model import (
    Fact,
    Policy,
    Position,
    Problem,
    Process,
    Role,
    Severity,
    State,
    Task,
    Workflow,
)
from workflow.definition.policy import apply_policy, read_policy
from workflow.definition.read_facts import (
    in_words,
    read_facts,
    read_links,
    read_participants,
    read_quorum,
    read_roles,
)
from workflow.definition.read_steps import read_opening, read_steps, read_ways
from workflow.definition.read_tasks import read_tasks, read_timers
from workflow.definition.source_text import Keys, Scalar, TextRefused, read_text
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
        file = f"policies/{policy}.yaml"
        if file not in texts:
            known = ", ".join(filter(None, policies_of(texts))) or "none"
            raise WrongUse(f"there is no policy {policy!r} for {name}; known: {known}")
        if file in roots:
            form = Form(roots[file], "", problems)
            layer, changes = read_policy(form, name)
            roots = apply_policy(roots, changes, form)
    flows = {
        flow.text: _workflow(Form(root, "", problems), roots)
        for root in roots.values()
        if isinstance(flow := root.nodes.get("workflow"), Scalar)
    }
    return Process(name=name, workflows=flows, policy=layer)


def _roots(texts: Texts, problems: list[Problem]) -> Iterator[tuple[str, Keys]]:
    for file, text in texts.items():
        try:
            yield file, read_text(file, text)
        except TextRefused as refused:
            problems.append(refused.problem)


def _workflow(form: Form, roots: Mapping[str, Keys]) -> Workflow:
    roles, facts = _included(form, roots)
    held_in, kinds = read_participants(form)
    opening, reference = read_opening(form)
    states: dict[str, State] = {}
    tasks: list[Task] = []
    _states(form, "states", None, states, tasks)
    everywhere = frozenset(state.id for state in states.values() if not state.final)
    top = read_tasks(form, everywhere)
    workflow = Workflow(
        name=form.needed("workflow"),
        title=form.needed("title"),
        edition=form.text("edition"),
        roles=roles,
        facts=facts,
        states=states,
        opening=opening,
        reference=reference,
        anywhere=read_steps(form, "anywhere", ""),
        tasks=(*top, *tasks),
        links=read_links(form),
        participants=kinds,
        participants_in=held_in,
        quorum=read_quorum(form),
        position=form.position,
    )
    _unique_tasks(workflow, form)
    form.finish()
    return workflow


def _included(form: Form, roots: Mapping[str, Keys]) -> tuple[dict[str, Role], dict[str, Fact]]:
    roles: dict[str, Role] = {}
    facts: dict[str, Fact] = {}
    for file in form.names("include"):
        if file not in roots:
            mend = suggest(file, roots) or "name a file of this folder"
            form.problem("unknown_file", f"there is no file {file!r} to include", mend)
            continue
        included = Form(roots[file], "", form.problems)
        roles |= read_roles(included)
        facts |= read_facts(included)
        included.finish()
    own = read_facts(form)
    for name in own.keys() & facts.keys():
        what = f"the fact `{name}` is already declared in {facts[name].position}"
        form.problem("duplicate_fact", what, "keep one of the two", own[name].position)
    return roles | read_roles(form), facts | own


def _unique_tasks(workflow: Workflow, form: Form) -> None:
    seen: dict[str, Position] = {}
    for task in workflow.tasks:
        if task.name in seen:
            what = f"there is already a task `{task.name}` in line {seen[task.name].line}"
            form.problem(
                "duplicate_task", what, "name the states it lives in with `while:`", task.position
            )
        seen[task.name] = task.position


def _states(
    form: Form, key: str, parent: str | None, found: dict[str, State], tasks: list[Task]
) -> tuple[str, ...]:
    """Read the states below a key into `found`, depth first; gives the ids of this level."""
    ids = []
    for name, entry in form.forms(key):
        entry.where = f"states.{name}"
        if name in found:
            what = (
                f"there is already a state or region `{name}` in line {found[name].position.line}"
            )
            entry.problem("duplicate_state", what, "ids of states are unique in a workflow")
        ids.append(name)
        found[name] = _placeholder(name, entry)  # keeps the order of the file: parents first
        found[name] = _state(name, parent, entry, found, tasks)
    return tuple(ids)


def _placeholder(name: str, form: Form) -> State:
    return State(id=name, title=name, parent=None, position=form.position)


def _state(
    name: str, parent: str | None, form: Form, found: dict[str, State], tasks: list[Task]
) -> State:
    regions = _regions(form, name, found, tasks)
    inner = regions or _states(form, "states", name, found, tasks)
    tasks.extend(read_tasks(form, frozenset({name})))
    state = State(
        id=name,
        title=form.text("title"),
        parent=parent,
        substates=inner,
        parallel=bool(regions),
        final=form.flag("final"),
        initial=None if regions else _initial(form, "states"),
        starts=tuple(read_ways(form, "starts")),
        steps=read_steps(form, "steps", name),
        timers=tuple(read_timers(form, name)),
        was=form.names("was"),
        position=form.position,
    )
    form.flag("initial")
    form.finish()
    return state


def _regions(
    form: Form, parent: str, found: dict[str, State], tasks: list[Task]
) -> tuple[str, ...]:
    ids = []
    for name, region in form.forms("regions"):
        region.where = f"states.{parent}.{name}"
        ids.append(name)
        found[name] = _placeholder(name, region)
        found[name] = _region(name, parent, region, found, tasks)
    return tuple(ids)


def _region(
    name: str, parent: str, form: Form, found: dict[str, State], tasks: list[Task]
) -> State:
    """A region is a mapping of its states, beside `starts` and `title`."""
    title = form.text("title") or in_words(name)
    starts = tuple(read_ways(form, "starts"))
    nodes = {key: node for key, node in form.keys.nodes.items() if key not in form.asked}
    below = Form(
        Keys({"states": Keys(nodes, form.keys.lines, form.position)}, {}, form.position),
        form.where,
        form.problems,
    )
    return State(
        id=name,
        title=title,
        parent=parent,
        substates=_states(below, "states", name, found, tasks),
        is_region=True,
        initial=_initial(below, "states"),
        starts=starts,
        position=form.position,
    )


def _initial(form: Form, key: str) -> str | None:
    """The substate marked `initial: true`; where none is marked, an only substate."""
    entries = dict(form.forms(key))
    marked = [
        name for name, entry in entries.items() if entry.has("initial") and entry.flag("initial")
    ]
    if len(marked) > 1:
        form.problem("two_initial", f"{' and '.join(marked)} are both initial", "mark one of them")
    return marked[0] if marked else next(iter(entries)) if len(entries) == 1 else None


@lru_cache(maxsize=8)
def read_calendar(file: Path) -> Calendar:
    """A calendar of bank holidays from its YAML file. Raises DefinitionWrong."""
    problems: list[Problem] = []
    try:
        form = Form(read_text(file.name, file.read_text("utf-8")), "", problems)
    except TextRefused as refused:
        raise DefinitionWrong((refused.problem,)) from refused
    names = form.pairs("holidays")
    calendar = Calendar(
        name=form.needed("calendar"),
        edition=form.number("edition"),
        first=date.fromisoformat(form.needed("from")),
        last=date.fromisoformat(form.needed("to")),
        holidays={date.fromisoformat(day): name for day, name in names.items()},
    )
    form.text("source")
    form.finish()
    if problems:
        raise DefinitionWrong(tuple(problems))
    return calendar
