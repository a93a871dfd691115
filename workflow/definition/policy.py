"""Policies: a partnership's local layer, put over the texts of a process before they are read.

A path names a part by what people call it: `workflow.tasks.NAME` finds the task in whichever
state it is declared, `workflow.states.ID` the state at whatever depth. Only what is local may be
changed: the nearest `source:` around the part says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import PurePath

from workflow.definition.form import Form, suggest
from workflow.definition.model import Policy
from workflow.definition.source_text import Items, Keys, Node, Scalar

Changes = tuple[tuple[str, Node, bool], ...]
"""Path, new value, and whether it is added (True) or replaces what stands there."""

NESTED = ("states", "regions")


def read_policy(form: Form, process: str) -> tuple[Policy, Changes]:
    """A policy file: what is kept as such, and the changes that it makes."""
    name, of = form.needed("policy"), form.needed("of")
    stem = PurePath(form.position.file).stem
    if name != stem:
        form.problem(
            "policy_name", f"the policy is named {name!r} but the file {stem!r}", "use one name"
        )
    if of != process:
        form.problem(
            "policy_of", f"the policy is of {of!r}, not of {process!r}", f"write `of: {process}`"
        )
    policy = Policy(
        name=name,
        title=form.needed("title"),
        closure_days=form.days("closure_days"),
        rungs_at=form.clock_time("rungs_at", time(7)),
    )
    changes = [(path, node, False) for path, node in form.entries("change")]
    changes += [(path, node, True) for path, node in form.entries("add")]
    form.finish()
    return policy, tuple(changes)


def apply_policy(roots: Mapping[str, Keys], changes: Changes, form: Form) -> dict[str, Keys]:
    """The texts' nodes with every change made; what cannot be made is a problem of the policy."""
    changed = dict(roots)
    for path, new, added in changes:
        flow, _, rest = path.partition(".")
        file = next((f for f, root in changed.items() if _name(root) == flow), None)
        if file is None:
            mend = suggest(flow, map(_name, changed.values())) or "start the path with a workflow"
            form.problem(
                "unknown_path", f"`{path}`: there is no workflow `{flow}`", mend, new.position
            )
            continue
        keys = locate(changed[file], rest.split("."))
        if problem := _forbidden(changed[file], keys, added):
            form.problem(problem[0], f"`{path}`: {problem[1]}", problem[2], new.position)
        else:
            changed[file] = _replaced(changed[file], keys, new)
    return changed


def _name(root: Keys) -> str:
    node = root.nodes.get("workflow")
    return node.text if isinstance(node, Scalar) else ""


def locate(root: Keys, path: list[str]) -> list[str]:
    """The keys that lead to a path, with the states between that the path leaves out."""
    if path[0] == "tasks" and len(path) > 1:
        homes = [keys for keys, node in _homes(root, []) if path[1] in _below(node, "tasks")]
        return [*(homes[0] if homes else []), *path]
    if path[0] == "states" and len(path) > 1:
        homes = [keys for keys, _ in _homes(root, []) if keys and keys[-1] == path[1]]
        return [*(homes[0] if homes else path[:2]), *path[2:]]
    return path


def _homes(node: Keys, keys: list[str]) -> Iterator[tuple[list[str], Keys]]:
    """The file itself and every state in it, with the keys that lead there."""
    yield keys, node
    for key in NESTED:
        for name, inner in _below(node, key).items():
            if isinstance(inner, Keys):
                yield from _region_homes(inner, [*keys, key, name], key == "regions")


def _region_homes(node: Keys, keys: list[str], region: bool) -> Iterator[tuple[list[str], Keys]]:
    if not region:
        yield from _homes(node, keys)
        return
    yield keys, node
    for name, inner in node.nodes.items():  # the states of a region stand directly below it
        if isinstance(inner, Keys):
            yield from _homes(inner, [*keys, name])


def _below(node: Keys, key: str) -> dict[str, Node]:
    inner = node.nodes.get(key)
    return inner.nodes if isinstance(inner, Keys) else {}


def _forbidden(root: Keys, keys: list[str], added: bool) -> tuple[str, str, str] | None:
    """Code, what and mending, where the change cannot be made."""
    trail = list(_trail(root, keys))
    if len(trail) < len(keys) + (0 if added else 1):
        missing = keys[len(trail) - 1]
        around = trail[-1].nodes if isinstance(trail[-1], Keys) else {}
        mend = suggest(missing, around) or "look the name up in the definition"
        return "unknown_path", f"there is no `{missing}` there", mend
    if added:
        exists = len(trail) == len(keys) + 1
        return ("already_there", "this exists", "write it under `change:`") if exists else None
    if _standing(trail) == "national":
        what = "this is a national rule and a policy cannot change it"
        return "national_rule_changed", what, "change only what is `standing: local`"
    return None


def _trail(root: Keys, keys: list[str]) -> Iterator[Node]:
    node: Node | None = root
    yield root
    for key in keys:
        node = node.nodes.get(key) if isinstance(node, Keys) else None
        if node is None:
            return
        yield node


def _standing(trail: list[Node]) -> str:
    """The standing of the nearest source: of the part itself, or of what is around it."""
    for node in reversed(trail):
        if isinstance(node, Keys) and isinstance(source := node.nodes.get("source"), Keys):
            standing = source.nodes.get("standing")
            return standing.text if isinstance(standing, Scalar) else ""
        if isinstance(node, Items | Keys) and _holds_national(node):
            return "national"
    return ""


def _holds_national(node: Node) -> bool:
    """True when a part of what would be replaced is itself national."""
    if isinstance(node, Items):
        return any(_holds_national(item) for item in node.nodes)
    if not isinstance(node, Keys):
        return False
    source = node.nodes.get("source")
    if isinstance(source, Keys) and isinstance(standing := source.nodes.get("standing"), Scalar):
        return standing.text == "national"
    return any(_holds_national(inner) for inner in node.nodes.values())


def _replaced(node: Keys, keys: list[str], new: Node) -> Keys:
    if len(keys) == 1:
        return node.with_(keys[0], new)
    inner = node.nodes[keys[0]]
    assert isinstance(inner, Keys)  # `_forbidden` has walked the same way
    return node.with_(keys[0], _replaced(inner, keys[1:], new))
