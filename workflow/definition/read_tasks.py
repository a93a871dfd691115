"""Tasks and timed events from their keys."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.rule import Anchor, AnchorKind, Rule, SameDay
from workflow.definition.form import Form, suggest
from workflow.definition.guard import Guard
from workflow.definition.read_due import read_due, read_rule, read_rungs, read_source
from workflow.definition.read_facts import in_words
from workflow.definition.source_text import Items, Keys, Scalar
from workflow.definition.task import DoneBy, ForEach, Task, TimedEvent


def read_tasks(form: Form, home: frozenset[str]) -> tuple[Task, ...]:
    """The `tasks:` of a state (`home`: that state) or of the file (every state not final)."""
    return tuple(_task(name, row, home) for name, row in form.forms("tasks"))


def _task(name: str, form: Form, home: frozenset[str]) -> Task:
    opens_on = form.names("opens_on")
    stated = frozenset(form.names("while"))
    source = read_source(form)
    task = Task(
        name=name,
        title=form.text("title") or in_words(name),
        place=stated or (frozenset() if opens_on else home),
        role=tuple(_roles(form)),
        due=read_due(form, source),
        done_by=tuple(_done_by(form)),
        when=form.guard("when"),
        opens_on=opens_on,
        for_each=_for_each(form),
        rungs=read_rungs(form),
        source=source,
        reason_if_late=form.text("reason_if_late") or None,
        set_for=form.names("set_for"),
        position=form.position,
        lines=form.keys.lines,
    )
    form.finish()
    return task


def _roles(form: Form) -> Iterator[tuple[Guard | None, str]]:
    if not form.has("role"):
        form.problem("missing_key", "`role` is missing", "say whose task it is: `role: ...`")
        return
    if isinstance(form.node("role"), Scalar):
        yield None, form.text("role")
        return
    for row in form.rows("role"):
        if row.has("otherwise"):
            yield None, row.text("otherwise")
        else:
            yield row.guard("when"), row.needed("is")
        row.finish()


def _done_by(form: Form) -> Iterator[DoneBy]:
    node = form.node("done_by")
    if node is None:
        form.problem(
            "missing_key", "`done_by` is missing", "name the event that completes the task"
        )
        return
    for item in node.nodes if isinstance(node, Items) else (node,):
        if isinstance(item, Scalar):
            yield DoneBy(event=item.text)
        elif isinstance(item, Keys):
            row = Form(item, f"{form.where}.done_by", form.problems)
            yield DoneBy(
                event=row.text("event") or None,
                link=row.text("link") or None,
                when=row.guard("when"),
            )
            row.finish()


def _for_each(form: Form) -> ForEach | None:
    for row in form.rows("for_each"):
        each = ForEach(
            participants=row.text("participants") or None,
            link=row.text("link") or None,
            rows=row.text("rows") or None,
            which=row.needed("which"),
        )
        row.finish()
        return each
    return None


def read_timers(form: Form, state: str) -> Iterator[TimedEvent]:
    """The `timers:` of a state, or of the file (`state` empty): events that the clock fires."""
    for row in form.rows("timers"):
        rule = _limit(form, row) if row.has("after") else read_rule(row.node("due"), row, None)
        yield TimedEvent(state=state, due=rule, event=row.needed("fire"), position=row.position)
        row.finish()


def _limit(form: Form, timer: Form) -> Rule:
    """The due rule of the task beside a timer that it comes `after`, so that it stands once."""
    name, beside = timer.text("after"), dict(form.forms("tasks"))
    due = read_due(task, read_source(task)) if (task := beside.get(name)) else None
    if due is None:
        mend = suggest(name, beside) or "name a task that is declared beside the timer"
        timer.problem("unknown_task", f"there is no task `{name}` with a due rule here", mend)
        return SameDay(anchor=Anchor(AnchorKind.ENTERED))
    if due.then is not None:
        what = f"`{name}` opens again each time, with a date of its own"
        timer.problem("timer_after_repeated", what, "say `due:` in the timer itself")
    return due.first
