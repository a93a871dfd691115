"""Fields that a wording reads of what it is given: of holders, due dates, tied cases, rows.

Told from the syntax trees: `holders.NAME`, `due.NAME`, and of whatever a `for` takes out of a link,
of the participants or of rows. What a template makes of values by `set` is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from jinja2 import nodes

from notifications.problem import NoticeProblem
from notifications.references import reached_from, syntax
from notifications.rendering import Templates
from workflow.definition.fact import FactKind
from workflow.definition.model import Process, Workflow
from workflow.engine.notice_names import is_offered

PARTICIPANT = frozenset("ref kind title agency is_family full_name is_observer".split())
PERSON = frozenset({"name", "phone", "email"})
CHANGE = frozenset({"label", "was", "now"})
OF_TIED = frozenset({"reference", "holders", "due"})

Fields = Mapping[str, Set[str]]
"""The fields that things of a name have."""


class UnknownField(NoticeProblem):
    """A template reads a field that what it reads it of does not have."""

    code = "unknown_field"


def unknown_fields(
    process: Process, flow: Workflow, templates: Templates, notice: str, told: Set[str]
) -> Iterator[UnknownField]:
    """Each field that the words read and that is not there, with its file and line.

    `told` are facts that these words may read though no others may.
    """
    starts = [f"{notice}/{part}" for part in templates.parts(notice)]
    for path in sorted(reached_from(templates.files, *starts)):
        tree = syntax(templates.files[path])
        known = {**_of_names(flow), **_of_loops(process, flow, tree, told)}
        for field in tree.find_all(nodes.Getattr):
            name = field.node.name if isinstance(field.node, nodes.Name) else ""
            if name in known and field.attr not in known[name]:
                what = f"`{name}` has no `{field.attr}`"
                yield UnknownField(file=path, line=field.lineno, what=what)


def _of_names(flow: Workflow) -> Fields:
    persons = [f.name for f in flow.facts.values() if f.kind is FactKind.PERSON and not f.many]
    return {
        **dict.fromkeys(persons, PERSON),
        "holders": flow.roles.keys(),
        "due": flow.task.keys(),
    }


def _of_loops(process: Process, flow: Workflow, tree: nodes.Template, told: Set[str]) -> Fields:
    """Of each name that a `for` gives to the members of something that is given."""
    found: dict[str, Set[str]] = {}
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name):
            fields = _of_members(process, flow, loop.iter.name, told)
            if fields:
                found[loop.target.name] = found.get(loop.target.name, frozenset()) | fields
    return found


def _of_members(process: Process, flow: Workflow, name: str, told: Set[str]) -> Set[str]:
    if name == "participants":
        return PARTICIPANT
    if name == "changed":
        return CHANGE
    if name in flow.links:
        tied = process.workflows.get(flow.links[name].to)
        return OF_TIED | _facts(tied, told) if tied is not None else frozenset()
    fact = flow.facts.get(name)
    if fact is not None and fact.kind is FactKind.ROWS and (fact.columns or fact.key):
        return {*fact.columns, *fact.key, "reference"}
    return frozenset()


def _facts(flow: Workflow, told: Set[str]) -> Set[str]:
    return {f.name for f in flow.facts.values() if is_offered(flow, f) or f.name in told}
