"""Worked examples from YAML: strict, with lines, every problem of a file told at once.

What an example names (states, tasks, facts) is judged when it runs, by the release that it runs
under; here stands only what can be said of the file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from workflow.clock import london_day
from workflow.deadlines.naming import day_name
from workflow.definition.form import Form, suggest
from workflow.definition.model import OPEN_CASE
from workflow.definition.problem import Problem
from workflow.definition.read_then import read_then
from workflow.definition.read_written import read_day, read_written
from workflow.definition.scenario import Background, Defaults, Given, Scenario, Then, Written
from workflow.definition.source_text import Keys, TextRefused, read_text

DEFAULTS = "defaults.yaml"
"""The file beside the examples that holds what none of them needs to say."""

MOST_EVENTS = 12
"""Events of one example: with more, nobody sees what it is about."""


def read_defaults(file: str, text: str, problems: list[Problem]) -> Defaults:
    """The defaults of a process; what is wrong with them is added to the list."""
    form = _form(file, text, problems)
    if form is None:
        return Defaults()
    phrases = {name: read_written(row, {}) for name, row in form.forms("phrases")}
    defaults = Defaults(
        cases=form.pairs("cases"),
        facts={
            (workflow, event): read_written(given, phrases)
            for workflow, events in form.forms("facts")
            for event, given in _inside(events)
        },
        phrases=phrases,
        backgrounds={n: _background(row, phrases) for n, row in form.forms("backgrounds")},
        cover={name: row.names(name) for row in form.rows("cover") for name in row.keys.nodes},
    )
    form.finish()
    return defaults


def read_scenario(
    file: str, text: str, defaults: Defaults, policies: Iterable[str], problems: list[Problem]
) -> Scenario | None:
    """One example, under one of these policies.

    None when it cannot be run, for the problems that are then added to the list.
    """
    form = _form(file, text, problems)
    if form is None:
        return None
    before = len(problems)
    scenario = _scenario(form, defaults)
    if scenario.policy not in (known := list(policies)):
        mend = suggest(scenario.policy, known) or f"one of: {', '.join(filter(None, known))}"
        form.problem("unknown_policy", f"there is no policy {scenario.policy!r}", mend)
    form.finish()
    return scenario if len(problems) == before else None


def _scenario(form: Form, defaults: Defaults) -> Scenario:
    backgrounds = tuple(_named(form, defaults))
    own = tuple(_given(row, defaults.phrases) for row in form.rows("given"))
    if len(own) > MOST_EVENTS:
        what = f"an example has at most {MOST_EVENTS} events, and this has {len(own)}"
        form.problem("example_too_long", what, "split it, or begin with a `background:`")
    given = tuple(g for background in backgrounds for g in background.given) + own
    until = read_day(form, "until")
    began = [b.opened for b in backgrounds if b.opened] + [g.on for g in given]
    opened = read_day(form, "opened") or next(iter([*began, *([until] if until else [])]), None)
    if opened is None:
        form.problem("missing_key", "nothing says when the case begins", "add `opened:` or events")
    _check_order(form, own, given[: len(given) - len(own)], until)
    workflow = form.needed("workflow")
    return Scenario(
        title=form.needed("scenario"),
        workflow=workflow,
        policy=form.text("policy"),
        cases=_cases(form, workflow, defaults, backgrounds),
        opened=opened or date.min,
        given=given,
        until=london_day(until) if until else None,
        then=_then(form),
        position=form.position,
    )


def _then(form: Form) -> tuple[Then, ...]:
    lines = tuple(line for row in form.rows("then") if (line := read_then(row)))
    if not lines:
        form.problem("missing_key", "the example claims nothing", "add `then:` with its lines")
    return lines


def _named(form: Form, defaults: Defaults) -> Iterator[Background]:
    for name in form.names("background"):
        if name in defaults.backgrounds:
            yield defaults.backgrounds[name]
        else:
            mend = suggest(name, defaults.backgrounds) or f"write it in {DEFAULTS}"
            at = form.keys.lines["background"]
            form.problem("unknown_background", f"there is no background {name!r}", mend, at)


def _cases(
    form: Form, workflow: str, defaults: Defaults, backgrounds: Sequence[Background]
) -> dict[str, Written]:
    """The cases to open, the first of them meant where a line names none."""
    told = [background.cases for background in backgrounds] + [_own_cases(form, defaults.phrases)]
    named = [ref for cases in told for ref in cases if ref]
    first = named[0] if named else defaults.cases.get(workflow, f"{workflow}-1")
    cases: dict[str, Written] = {first: {}}
    for ref, facts in (pair for part in told for pair in part.items()):
        cases[ref or first] = {**cases.get(ref or first, {}), **facts}
    return cases


def _own_cases(form: Form, phrases: Mapping[str, Written]) -> dict[str, Written]:
    """Facts under `cases:` by reference; those under `case:` are of the first case, named ""."""
    cases = {ref: read_written(row, phrases) for ref, row in form.forms("cases")}
    for row in form.rows("case"):
        cases[""] = read_written(row, phrases)
    return cases


def _background(form: Form, phrases: Mapping[str, Written]) -> Background:
    given = tuple(_given(row, phrases) for row in form.rows("given"))
    background = Background(
        cases=_own_cases(form, phrases),
        opened=read_day(form, "opened"),
        given=given,
    )
    _check_order(form, given, (), None)
    form.finish()
    return background


def _given(form: Form, phrases: Mapping[str, Written]) -> Given:
    on = read_day(form, "on")
    if not form.has("on"):
        form.problem("missing_key", "`on` is missing", "say when: `on: Mon 2 Mar 2026`")
    event, workflow = form.needed("event"), form.text("workflow")
    if workflow and event != OPEN_CASE:
        what = "only `open_case` names a workflow"
        form.problem("unknown_key", what, "name the case with `case:`", form.keys.lines["workflow"])
    given = Given(
        on=on or date.min,
        event=event,
        case=form.text("case"),
        by=form.text("by"),
        workflow=workflow,
        facts=next((read_written(row, phrases) for row in form.rows("facts")), {}),
        recorded=read_day(form, "recorded"),
        refused=form.text("refused"),
        position=form.position,
    )
    form.finish()
    return given


def _check_order(
    form: Form, lines: Sequence[Given], earlier: Sequence[Given], until: date | datetime | None
) -> None:
    """Events stand in the order in which they were recorded, and none after the end."""
    latest = max((_recorded(line) for line in earlier), default=date.min)
    for line in lines:
        if date.min < _recorded(line) < latest:  # a wrong day has been told of already
            what = f"`{line.event}` is recorded before the line above, on {day_name(latest)}"
            form.problem("wrong_order", what, "put events in the order of recording", line.position)
        latest = max(latest, _recorded(line))
    if until is not None and london_day(until) < latest:
        what = f"something is recorded later than `until`, on {day_name(latest)}"
        form.problem("wrong_order", what, "let time run longer", form.keys.lines["until"])


def _recorded(given: Given) -> date:
    return london_day(given.recorded or given.on)


def _inside(form: Form) -> Iterator[tuple[str, Form]]:
    """Each mapping in a mapping, by its name."""
    outer = Keys({"": form.keys}, {"": form.position}, form.position)
    yield from Form(outer, form.where, form.problems).forms("")


def _form(file: str, text: str, problems: list[Problem]) -> Form | None:
    try:
        return Form(read_text(file, text), "", problems)
    except TextRefused as refused:
        problems.append(refused.problem)
        return None
