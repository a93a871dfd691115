"""Due rules, sources and spans from their keys: `within: 15 working days`, `of: fact`."""

from __future__ import annotations

import re

from workflow.deadlines.rule import (
    Anchor,
    AnchorKind,
    Choice,
    Count,
    Pick,
    Repeated,
    Rule,
    SameDay,
    Source,
    Span,
    Standing,
    Unit,
)
from workflow.definition.form import Form
from workflow.definition.source_text import Items, Keys, Node, Scalar
from workflow.definition.task import Rung

SPAN = re.compile(r"([1-9]\d{0,3}) (minute|hour|working day|day|week|month|year)s?")
_UNITS = ", ".join(unit.value for unit in Unit)
_CALL = re.compile(r"(last|ever)\((\w+)\)")
_RUNG = re.compile(r"(?P<span>.+) (?P<side>before|after)")

RUNG_DAY = "on the day"
"""The rung that is neither before nor after."""


def read_span(form: Form, key: str, text: str) -> Span:
    """`15 working days`, found under that key, as a span; a problem and one day if it is none."""
    if found := SPAN.fullmatch(text.strip()):
        return Span(int(found[1]), Unit(found[2] + "s"))
    form.problem(
        "wrong_span",
        f"{text!r} is not a length of time",
        f"write a number from 1 on and a unit: 15 working days; units are {_UNITS}",
        form.keys.lines[key],
    )
    return Span(1, Unit.DAYS)


def read_source(form: Form) -> Source | None:
    """The `source:` of a rule, task or step, or None where it has none of its own."""
    for row in form.rows("source"):
        standing = Standing(row.one_of("standing", [s.value for s in Standing], "local"))
        source = Source(standing=standing, text=row.text("text"), ids=row.names("ids"))
        row.finish()
        return source
    return None


def read_due(form: Form, source: Source | None) -> Repeated | None:
    """The `due:` of a task; parts without a source of their own take `source`."""
    node = form.node("due")
    if not isinstance(node, Keys):
        if node is not None:
            form.problem(
                "wrong_type", "`due` must hold keys", "write `due: {within: ..., of: ...}`"
            )
        return None
    due = Form(node, f"{form.where}.due", form.problems)
    if not due.has("first"):
        return Repeated(first=read_rule(node, form, source))
    first, then = due.node("first"), due.node("then")
    due.finish()
    return Repeated(
        first=read_rule(first, form, source), then=read_rule(then, form, source) if then else None
    )


def read_rule(node: Node | None, near: Form, source: Source | None) -> Rule:
    """One rule, with the rules inside it."""
    if not isinstance(node, Keys):
        near.problem("wrong_type", "a due rule holds keys", "write `{within: 3 months, of: ...}`")
        return SameDay(anchor=Anchor(AnchorKind.ENTERED))
    form = Form(node, f"{near.where}.due", near.problems)
    source = read_source(form) or source
    when = form.guard("when")
    rule = _picked(form, when, source) or _counted(form, when, source)
    form.finish()
    return rule


def _picked(form: Form, when: object, source: Source | None) -> Rule | None:
    for choice in Choice:
        node = form.node(choice.value)
        if isinstance(node, Items) and node.nodes:
            parts = tuple(read_rule(part, form, source) for part in node.nodes)
            return Pick(choice=choice, parts=parts, when=when, source=source)
        if node is not None:
            form.problem(
                "wrong_type", f"`{choice.value}` holds a list of rules", "start lines with -"
            )
    return None


def _counted(form: Form, when: object, source: Source | None) -> Rule:
    for key, working in (("same day of", False), ("same working day of", True)):
        if form.has(key):
            anchor = _anchor(form, key, source)
            return SameDay(anchor=anchor, working=working, when=when, source=source)
    if not form.has("within"):
        form.problem("missing_key", "a due rule says how long", "add `within: 15 working days`")
    span = read_span(form, "within", form.text("within", "1 day"))
    backwards = form.has("before")
    anchor = _anchor(form, "before" if backwards else "of", source)
    return Count(span=span, anchor=anchor, backwards=backwards, when=when, source=source)


def _anchor(form: Form, key: str, source: Source | None) -> Anchor | Rule:
    node = form.node(key)
    if isinstance(node, Keys):
        return read_rule(node, form, source)
    if not isinstance(node, Scalar) or not node.text:
        form.problem("missing_key", "a due rule says what it counts from", f"add `{key}: ...`")
        return Anchor(AnchorKind.ENTERED)
    if node.text == "entered":
        return Anchor(AnchorKind.ENTERED)
    if call := _CALL.fullmatch(node.text):
        return Anchor(AnchorKind(call[1]), call[2])
    return Anchor(AnchorKind.FACT, node.text)


def read_rungs(form: Form) -> tuple[Rung, ...]:
    """The escalation ladder of a task, in the order of the file."""
    return tuple(_rung(row) for row in form.rows("escalate"))


def _rung(form: Form) -> Rung:
    at = form.needed("at")
    found = _RUNG.fullmatch(at)
    if at and not found and at != RUNG_DAY:
        form.problem(
            "wrong_span",
            f"{at!r} is not a rung",
            "write `5 working days before` or `on the day`",
            form.keys.lines["at"],
        )
    rung = Rung(
        span=read_span(form, "at", found["span"]) if found else None,
        before=bool(found and found["side"] == "before"),
        to=form.names("to"),
        notice=form.needed("notice"),
        unless=form.guard("unless"),
        digest=form.flag("digest"),
        every=read_span(form, "every", form.text("every")) if form.has("every") else None,
        position=form.position,
    )
    form.finish()
    return rung
