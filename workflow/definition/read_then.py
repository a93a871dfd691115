"""The `then:` lines of an example, each by the word that it begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workflow.clock import london_day
from workflow.definition.form import Form
from workflow.definition.read_written import read_day, read_written
from workflow.definition.scenario import (
    FactIs,
    NotSent,
    RefusedWas,
    Sent,
    StateIs,
    TaskGone,
    TaskOpen,
    Then,
    WarnedOf,
    WayTaken,
)
from workflow.definition.source_text import Keys, Scalar

NOT_KNOWN = "not known"
"""`due: not known`: the task is open and its date waits for something."""


def read_then(form: Form) -> Then | None:
    """One line; None where it begins with no word that is known (a problem)."""
    word = next((word for word in form.keys.nodes if word in _READERS), None)
    if word is None:
        mend = f"begin the line with one of: {', '.join(_READERS)}"
        form.problem("unknown_line", "this line says nothing that is known here", mend)
        return None
    common = {"case": form.text("case"), "words": _words(form.keys), "position": form.position}
    line = _READERS[word](form, common)
    form.finish()
    return line


Common = Mapping[str, Any]


def _state(form: Form, common: Common) -> Then:
    return StateIs(state=form.text("state"), **common)


def _way(form: Form, common: Common) -> Then:
    return WayTaken(event=form.text("way"), to=form.needed("to"), **common)


def _task(form: Form, common: Common) -> Then:
    unknown = form.text("due") == NOT_KNOWN
    return TaskOpen(
        task=form.text("task"),
        due=None if unknown else read_day(form, "due") or "",
        late=form.flag("late") if form.has("late") else None,
        role=form.text("role"),
        item=form.text("for"),
        **common,
    )


def _no_task(form: Form, common: Common) -> Then:
    return TaskGone(task=form.text("no task"), item=form.text("for"), **common)


def _sent(form: Form, common: Common) -> Then:
    return Sent(notice=form.text("sent"), **_to_whom(form), **common)


def _not_sent(form: Form, common: Common) -> Then:
    return NotSent(notice=form.text("not sent"), **_to_whom(form), **common)


def _to_whom(form: Form) -> dict[str, Any]:
    on = read_day(form, "on")
    about = {"to": form.text("to"), "task": form.text("task")}
    return {**about, "on": london_day(on) if on else None}


def _fact(form: Form, common: Common) -> Then:
    if not form.has("is"):  # a list may stand there as well as a text
        form.needed("is")
    node = form.node("is")
    held = Keys({"is": node}, {"is": node.position}, node.position) if node else form.keys
    value = read_written(Form(held, form.where, form.problems), {}).get("is")
    return FactIs(fact=form.text("fact"), value=value, **common)


def _no_fact(form: Form, common: Common) -> Then:
    return FactIs(fact=form.text("no fact"), value=None, **common)


def _refused(form: Form, common: Common) -> Then:
    return RefusedWas(event=form.text("refused"), because=form.needed("because"), **common)


def _warned(form: Form, common: Common) -> Then:
    return WarnedOf(event=form.text("warned"), because=form.needed("because"), **common)


def _not_warned(form: Form, common: Common) -> Then:
    because = form.text("because")
    return WarnedOf(event=form.text("not warned"), because=because, told=False, **common)


_READERS: Mapping[str, Callable[[Form, Common], Then]] = {
    "state": _state,
    "way": _way,
    "task": _task,
    "no task": _no_task,
    "sent": _sent,
    "not sent": _not_sent,
    "fact": _fact,
    "no fact": _no_fact,
    "refused": _refused,
    "warned": _warned,
    "not warned": _not_warned,
}


def _words(keys: Keys) -> str:
    return ", ".join(
        f"{name}: {node.text}" if isinstance(node, Scalar) else name
        for name, node in keys.nodes.items()
    )
