"""Steps from their keys: who, which facts, and the guarded ways out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.definition.form import Form
from workflow.definition.guard import Guard
from workflow.definition.model import OPEN_CASE, UNOPENED
from workflow.definition.read_checklist import read_checklist
from workflow.definition.read_due import read_source
from workflow.definition.read_facts import in_words, read_sets
from workflow.definition.step import Block, Start, Step, Tell, Untie, Warn, Way


def read_steps(form: Form, key: str, state: str) -> tuple[Step, ...]:
    """The steps of a state, or, with `anywhere`, those open in every state that is not final."""
    return tuple(_step(event, state, row) for event, row in form.forms(key))


def read_opening(form: Form) -> tuple[Step, str | None]:
    """The step `open_case`, and the fact that becomes the reference of the case."""
    for row in form.rows(OPEN_CASE):
        row.where = OPEN_CASE
        reference = row.text("reference") or None
        return _step(OPEN_CASE, UNOPENED, row, ways="starts"), reference
    form.problem(
        "missing_key", "`open_case` is missing", "say who opens a case, and its first state"
    )
    return Step(event=OPEN_CASE, state=UNOPENED, title="", position=form.position), None


def _step(event: str, state: str, form: Form, ways: str = "ways") -> Step:
    step = Step(
        event=event,
        state=state,
        title=form.text("title") or in_words(event),
        by=form.names("by"),
        asks=form.names("asks"),
        may_ask=form.names("may_ask"),
        sets=read_sets(form),
        on=form.text("on") or None,
        ways=tuple(_ways(form, ways)),
        notify=form.names("notify"),
        tell=tuple(_tell(row) for row in form.rows("tell")),
        start=tuple(_start(row) for row in form.rows("start")),
        untie=_untie(form),
        blocked_while=tuple(_blocks(form)),
        checklist=tuple(read_checklist(form)),
        warn=tuple(_warn(row) for row in form.rows("warn")),
        from_link=form.text("from_link") or None,
        except_=form.names("except"),
        source=read_source(form),
        position=form.position,
        lines=form.keys.lines,
    )
    form.finish()
    return step


def _ways(form: Form, key: str) -> Iterator[Way]:
    stated = [name for name in (key, "to", "stay") if form.has(name)]
    if len(stated) != 1:
        form.problem(
            "ways_unclear",
            "a step says once where it leads",
            f"write `{key}:`, `to:` or `stay: true`",
        )
    elif stated == ["to"]:
        yield Way(to=form.text("to"), when=None, position=form.keys.lines["to"])
    elif stated == ["stay"]:
        yield Way(to=None, when=None, position=form.position)
    else:
        yield from read_ways(form, key, of_step=True)


def read_ways(form: Form, key: str, *, of_step: bool = False) -> Iterator[Way]:
    """Guarded ways in order: `{when, to}`, `{when, stay: true}`, and last `{otherwise: STATE}`.

    Those of a step may set facts; where a state starts there is no event that could.
    """
    rows = list(form.rows(key))
    for number, row in enumerate(rows, start=1):
        yield _way(row, read_sets(row) if of_step else {})
        if row.has("otherwise") and number < len(rows):
            row.problem(
                "otherwise_not_last", "ways after `otherwise` are never taken", "put it last"
            )
        row.finish()


def _way(row: Form, sets: Mapping[str, Guard]) -> Way:
    notify = row.names("notify")
    if row.has("otherwise"):
        rest = row.text("otherwise")
        to = None if rest == "stay" else rest
        return Way(to=to, when=None, notify=notify, sets=sets, position=row.position)
    if not row.has("when"):
        row.problem(
            "missing_key", "a way says when it is taken", "add `when:`, or write `otherwise:`"
        )
    to = None if row.flag("stay") else row.needed("to")
    return Way(to=to, when=row.guard("when"), notify=notify, sets=sets, position=row.position)


def _tell(row: Form) -> Tell:
    tell = Tell(
        link=row.needed("link"),
        events=row.names("event"),
        each=row.text("each") or None,
        facts=row.pairs("facts"),
        when=row.guard("when"),
        if_open=row.flag("if_open"),
        position=row.position,
    )
    row.finish()
    return tell


def _start(row: Form) -> Start:
    start = Start(
        workflow=row.needed("workflow"),
        link=row.needed("link"),
        facts=row.pairs("facts"),
        ties=row.pairs("with"),
        join=row.text("join") or None,
        event=row.text("event") or None,
        one_for=row.names("one_for"),
        when=row.guard("when"),
        position=row.position,
    )
    row.finish()
    return start


def _untie(form: Form) -> Untie | None:
    for row in form.rows("untie"):
        found = Untie(link=row.needed("link"), which=row.needed("which"))
        row.finish()
        return found
    return None


def _blocks(form: Form) -> Iterator[Block]:
    for row in form.rows("blocked_while"):
        when, say = row.guard("when"), row.needed("say")
        row.finish()
        if when is not None:
            yield Block(when=when, say=say, position=row.position)


def _warn(row: Form) -> Warn:
    warn = Warn(
        say=row.needed("say"),
        when=row.guard("when"),
        task=row.text("task") or None,
        of=row.text("of") or None,
        there=row.guard("there"),
        position=row.position,
    )
    if (warn.of is None) != (warn.there is None):
        row.problem(
            "warns_of_nothing",
            "`of` and `there` go together: a link, and what must hold for a case of it",
            "write both, or neither",
        )
    if warn.when is None and warn.there is None:
        row.problem(
            "warns_always",
            "this says its sentence whenever the step is taken",
            "add `when:`, or put it into the title or a hint",
        )
    row.finish()
    return warn
