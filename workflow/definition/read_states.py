"""States from their keys, with the tasks declared in them: nested, and side by side in regions."""

from __future__ import annotations

from workflow.definition.form import Form
from workflow.definition.model import State
from workflow.definition.read_facts import in_words
from workflow.definition.read_steps import read_steps, read_ways
from workflow.definition.read_tasks import read_tasks, read_timers
from workflow.definition.source_text import Keys
from workflow.definition.task import Task


def read_states(form: Form) -> tuple[dict[str, State], list[Task]]:
    """The `states:` of a workflow by id, parents first, and every task declared in them."""
    states: dict[str, State] = {}
    tasks: list[Task] = []
    _states(form, "states", None, states, tasks)
    return states, tasks


def _states(
    form: Form, key: str, parent: str | None, found: dict[str, State], tasks: list[Task]
) -> tuple[str, ...]:
    """Read the states below a key into `found`, depth first; gives the ids of this level."""
    ids = []
    for name, entry in form.forms(key):
        entry.where = f"states.{name}"
        ids.append(name)
        _hold_place(name, entry, found)
        found[name] = _state(name, parent, entry, found, tasks)
    return tuple(ids)


def _hold_place(name: str, form: Form, found: dict[str, State]) -> None:
    """Put a stand-in where the state will be, so that parents come first, as in the file."""
    if name in found:
        line = found[name].position.line
        what = f"there is already a state or region `{name}` in line {line}"
        form.problem("duplicate_state", what, "ids of states are unique in a workflow")
    found[name] = State(id=name, title=name, parent=None, position=form.position)


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
        _hold_place(name, region, found)
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
