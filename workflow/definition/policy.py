"""Policies: a partnership's local layer, put over the texts of a process before they are read.

A path names a part by what people call it: `workflow.tasks.NAME` finds the task in whichever
state it is declared, `workflow.states.ID` the state at whatever depth. Only what is local may be
changed: the nearest `source:` around the part says so. Of a national task the due rules and the
ladder can be made stricter, of a national step the blocks: that is proved when they have been read
(`tightening.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import PurePath

from notifications.quiet_hours import QuietHours
from workflow.definition.form import Form, suggest
from workflow.definition.model import Policy
from workflow.definition.problem import Position
from workflow.definition.source_text import Items, Keys, Node, Scalar

Changes = tuple[tuple[str, Node, bool], ...]
"""Path, new value, and whether it is added (True) or replaces what stands there."""

NESTED = ("states", "regions")

NAMED = ("tasks", "states")
"""What is found by its name wherever it stands."""

OPEN = {
    "tasks": ("due", "escalate"),
    "steps": ("blocked_while",),
    "anywhere": ("blocked_while",),
}
"""What a policy may change of a national task or step, as far as the texts can tell."""

GROUPS = ("tasks", "steps", "anywhere", "facts")
"""What a policy may add the first entry of."""


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
        quiet_hours=_quiet_hours(form),
    )
    changes = [(path, node, False) for path, node in form.entries("change")]
    changes += [(path, node, True) for path, node in form.entries("add")]
    form.finish()
    return policy, tuple(changes)


def _quiet_hours(form: Form) -> str:
    written = form.text("quiet_hours")
    try:
        return written and str(QuietHours.of(written)) and written
    except ValueError:
        what, at = f"{written!r} names no hours of a night", form.keys.lines["quiet_hours"]
        form.problem("wrong_type", what, 'write such as "20:00-08:00", or `none`', at)
        return ""


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
        if not rest:
            what, mend = f"`{path}` is a whole workflow", "name the part of it that is to change"
            form.problem("unknown_path", what, mend, new.position)
            continue
        keys = locate(changed[file], rest.split("."))
        if problem := _forbidden(changed[file], keys, added):
            form.problem(problem[0], f"`{path}`: {problem[1]}", problem[2], new.position)
        else:
            changed[file] = _replaced(changed[file], keys, new)
    return changed


def replacing(roots: Mapping[str, Keys], changes: Changes, word: str) -> Position | None:
    """Where the first change stands that puts something in the place of what names `word`."""
    for path, new, added in changes:
        flow, _, rest = path.partition(".")
        root = next((root for root in roots.values() if _name(root) == flow), None)
        if root is None or added or not rest:
            continue
        keys = locate(root, rest.split("."))
        trail = list(_trail(root, keys))
        if len(trail) > len(keys) and any(word in re.findall(r"\w+", t) for t in _texts(trail[-1])):
            return new.position
    return None


def _texts(node: Node) -> Iterator[str]:
    """Every key and text in a node."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Items):
        for item in node.nodes:
            yield from _texts(item)
    else:
        yield from node.nodes
        for inner in node.nodes.values():
            yield from _texts(inner)


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
    if len(trail) <= len(keys) and not isinstance(trail[-1], Keys):
        return _inside(trail[-1], keys[len(trail) - 2])
    if missing := _missing(keys, len(trail) - 1, added):
        mend = suggest(missing, _known(root, keys, trail)) or "look the name up in the definition"
        return "unknown_path", f"there is no `{missing}` there", mend
    if added and len(trail) > len(keys):
        return "already_there", "this exists", "write it under `change:`"
    if _is_national(trail, keys) and not _is_open(keys):
        what = "this is national and a policy cannot change it"
        mend = (
            "change what is local; of a national task, `due` to a stricter rule or `escalate` to a"
            " stronger ladder; of a national step, add to `blocked_while`"
        )
        return "national_rule_changed", what, mend
    return None


def _inside(node: Node, key: str) -> tuple[str, str, str]:
    """Code, what and mending, of a path that goes on into what has no keys."""
    if isinstance(node, Items):
        rest = "rungs" if key == "escalate" else "lines"
        mend = f"end the path at `{key}`: a list is replaced whole; repeat the {rest} that stay"
        return "unknown_path", f"`{key}` is a list, and no path leads into a list", mend
    what = f"`{key}` is a single value, and no path leads into it"
    return "unknown_path", what, f"end the path at `{key}`"


def _missing(keys: list[str], found: int, added: bool) -> str:
    """The first key of a path that has to be there and is not, or nothing."""
    needed = len(keys) - added
    if added and keys[-2:-1] and keys[-2] in GROUPS:
        needed -= 1  # the first task of a state brings the key `tasks` with it
    if found >= needed:
        return ""
    return keys[1] if found == 0 and keys[0] in NAMED and len(keys) > 1 else keys[found]


def _known(root: Keys, keys: list[str], trail: list[Node]) -> Iterator[str]:
    """What could have been meant by the key where the trail ends."""
    if len(trail) > 2 or keys[0] not in NAMED:
        yield from trail[-1].nodes if isinstance(trail[-1], Keys) else ()
        return
    for path, node in _homes(root, []):
        yield from _below(node, "tasks") if keys[0] == "tasks" else path[-1:]


def _trail(root: Keys, keys: list[str]) -> Iterator[Node]:
    node: Node | None = root
    yield root
    for key in keys:
        node = node.nodes.get(key) if isinstance(node, Keys) else None
        if node is None:
            return
        yield node


def _is_national(trail: list[Node], keys: list[str]) -> bool:
    """Whether what is changed or added is national: in itself, or by the nearest source around.

    A task without a source of its own is national when one of its rules is: its other keys say
    when that rule counts, and could switch it off.
    """
    if len(trail) > len(keys) and _holds_national(trail[-1]):
        return True
    for number, node in reversed(list(enumerate(trail))):
        if standing := _standing(node):
            return standing == "national"
        if number > 1 and keys[number - 2] == "tasks" and _holds_national(node):
            return True
    return False


def _is_open(keys: list[str]) -> bool:
    """Whether the keys lead into what can be made stricter, and not to where it comes from."""
    below = zip(keys, keys[2:], strict=False)
    return "source" not in keys and any(key in OPEN.get(above, ()) for above, key in below)


def _standing(node: Node) -> str:
    """The standing that a part says of itself; empty when it says none."""
    source = node.nodes.get("source") if isinstance(node, Keys) else None
    standing = source.nodes.get("standing") if isinstance(source, Keys) else None
    return standing.text if isinstance(standing, Scalar) else ""


def _holds_national(node: Node) -> bool:
    """True when a part, or one inside it, says that it is national."""
    if isinstance(node, Items):
        return any(_holds_national(item) for item in node.nodes)
    if not isinstance(node, Keys):
        return False
    inside = node.nodes.values()
    return _standing(node) == "national" or any(_holds_national(inner) for inner in inside)


def _replaced(node: Keys, keys: list[str], new: Node) -> Keys:
    if len(keys) == 1:
        return node.with_(keys[0], new)
    inner = node.nodes.get(keys[0], Keys({}, {}, new.position))
    assert isinstance(inner, Keys)  # `_forbidden` has walked the same way
    return node.with_(keys[0], _replaced(inner, keys[1:], new))
