"""What a step asks for, as a form can put it: fields with labels, made of the definition alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from workflow.case.decide import open_steps
from workflow.case.invited import NAMING
from workflow.case.model import Case, Refused
from workflow.case.reading import Reading
from workflow.definition.guard_words import guard_words
from workflow.definition.model import OPEN_CASE, Fact, FactKind, Link, Workflow
from workflow.definition.release import Release
from workflow.definition.step import Step, Tick
from workflow.engine.beginnings import Begun, whence
from workflow.engine.changes import titles_of
from workflow.engine.foreclosed import codes_left, without
from workflow.engine.form import Field, StepForm
from workflow.engine.known_now import beside_known
from workflow.engine.known_rows import known_rows
from workflow.engine.named_lists import names_to_choose
from workflow.engine.offered_people import MOST, fitting, held_there, on_the_list
from workflow.engine.participant_names import is_meeting, naming_others, participant_names
from workflow.engine.put_when import with_conditions
from workflow.engine.surroundings import Around
from workflow.engine.told_rows import told_facts
from workflow.engine.values import Words

_COLUMNS = {"kind": "Comes as", "person": "Colleague"}
"""What people read of columns of the list of participants."""


def late_form(release: Release, case: Case, event: str, around: Around | None = None) -> StepForm:
    """The form of a step that is not open now, for what happened while it was.

    Raises Refused `unknown_event`.
    """
    workflow = release.workflow(case.workflow)
    steps = [step for step in workflow.steps_of(event) if step.by]
    if not steps or event == OPEN_CASE:  # which happened to the case already, and once
        raise Refused("unknown_event", f"there is no step `{event}`", case=case.ref)
    return form_of(release, case, steps, around, settles=False)


def step_form(release: Release, case: Case, event: str, around: Around | None = None) -> StepForm:
    """The form of a step that is open. Raises Refused `unknown_event`, `event_not_open`."""
    return form_of(release, case, open_steps(release, case, event), around)


def form_of(
    release: Release,
    case: Case,
    steps: Sequence[Step],
    around: Around | None = None,
    *,
    settles: bool = True,
) -> StepForm:
    """The form of steps of one name, open now or not. `settles`: what the case knows today decides
    what is asked; not of another day.
    """
    asking = _Asking(release, release.workflow(case.workflow), case, around or Around(), steps)
    roles = dict.fromkeys(role for step in steps for role in step.by)
    begun = {name: each for name, each in asking.around.begun.items() if name not in case.facts}
    fields = tuple(whence(each, begun.get(each.name)) for each in asking.put(settles=settles))
    if not any(step.asks for step in steps):  # what is left empty stays as it is
        fields = tuple(asking.beside_known(each) for each in fields)
    known = {each.name: begun[each.name].value for each in fields if each.name in begun}
    tables = [each.name for each in fields if each.columns]
    return StepForm(
        event=steps[0].event,
        title=titles_of(steps),
        roles={role: asking.workflow.roles[role].title for role in roles},
        asks_day=not any(step.on in step.facts for step in steps if step.on),
        fields=fields,
        known=known
        | asking.held_there()
        | known_rows(asking.workflow, case, asking.linked(), tables, known),
        of_meeting=is_meeting(asking.workflow),
        names=tuple(dict.fromkeys((*_names(fields, asking.around), *_told_by(begun, known)))),
    )


def _told_by(begun: Mapping[str, Begun], known: Iterable[str]) -> Iterator[str]:
    return (case for name in known for case in begun[name].cases)


def _names(fields: Sequence[Field], around: Around) -> Iterator[str]:
    offered = [codes for each in fields for codes in _codes(each)]
    for ref, name in around.names.items():
        if name != ref and any(codes.get(ref) == name for codes in offered):
            yield ref


def _codes(asked: Field) -> Iterator[Mapping[str, str]]:
    yield from (asked.rows, asked.codes, *(column.codes for column in asked.columns))


@dataclass(frozen=True)
class _Asking:
    """What is asked for by the open steps of a name."""

    release: Release
    workflow: Workflow
    case: Case
    around: Around
    steps: Sequence[Step]

    def linked(self) -> list[Reading]:
        """The linked cases, as guards read them today."""
        own = {"occurred_on": self.around.today}
        return [
            Reading(release.workflow(case.workflow), case, own)
            for release, case in self.around.cases.values()
        ]

    def held_there(self) -> dict[str, object]:
        """By table with a row for each linked case, who has which role there, as far as seen."""
        seen = {ref: each for ref, each in self.around.cases.items() if ref in self.around.names}
        facts = [self.workflow.facts.get(name) for step in self.steps for name in step.facts]
        tables = [each for each in facts if each and each.kind is FactKind.ROWS and each.by_link]
        return {each.name: held_there(each, seen, self.around.today) for each in tables}

    def fields(self) -> Iterator[Field]:
        needed = {name for step in self.steps for name in step.asks}
        ticks = {
            tick.fact: tick.say if self._applies(tick) else ""
            for step in self.steps
            for tick in step.checklist
        }
        for name in dict.fromkeys(name for step in self.steps for name in step.facts):
            fact = self.workflow.facts.get(name)
            if ticks.get(name) == "":
                continue
            if name in ticks:
                yield Field(
                    name=name, label=ticks[name], kind=FactKind.YES_NO, codes={}, is_tick=True
                )
            elif fact is None:
                yield self._link(self.workflow.links[name], needed=name in needed)
            elif not fact.derived:
                yield self._of_fact(fact, needed=name in needed)

    def put(self, *, settles: bool) -> Iterator[Field]:
        """Those of the questions that are put, or may be."""
        cases = self.around.cases
        return with_conditions(self.fields(), self._today, self.steps, cases, settles=settles)

    def beside_known(self, asked: Field) -> Field:
        """The question with what the case knows of it."""
        return beside_known(asked, self._today, Words(self.release, self._name_of))

    def _applies(self, tick: Tick) -> bool:
        """Whether what is ticked is asked here, as far as the case can tell beforehand."""
        given = {name for step in self.steps for name in step.facts}
        return tick.when is None or bool(tick.when.names & given) or self._today.holds(tick.when)

    def _name_of(self, who: str) -> str:
        return self._colleagues.get(who, who)

    @cached_property
    def _colleagues(self) -> Mapping[str, str]:
        return {each.person: each.name for each in self.around.people}

    @cached_property
    def _today(self) -> Reading:
        return Reading(self.workflow, self.case, {"occurred_on": self.around.today})

    def _link(self, link: Link, *, needed: bool) -> Field:
        """References of the cases to tie: those that come to mind, and any other."""
        near = self.around.to_tie.get(link.name, ())
        offered = {ref: self.around.names.get(ref, ref) for ref in near}
        return Field(
            name=link.name,
            label=link.label,
            kind=FactKind.CHOICE if offered else FactKind.TEXT,
            hint="References of cases.",
            codes=offered,
            many=True,
            others=True,
            needed=needed,
        )

    def _of_fact(self, fact: Fact, *, needed: bool) -> Field:
        if fact.kind is FactKind.ROWS:
            return self._table(fact, needed=needed)
        codes = self._offered(fact)
        found = self._put(self.workflow, fact, codes, needed=needed)
        if codes and fact.many and not fact.codes:  # names, of which others may be typed
            return replace(found, others=True, hint=fact.hint)
        return replace(found, codes=codes_left(found.codes, self.steps, self._today, fact))

    def _offered(self, fact: Fact) -> Mapping[str, str]:
        """What a text may be that names a linked case, somebody on the case or a colleague."""
        if fact.by_link:
            return self._tied(fact.by_link)
        if names := names_to_choose(fact, self.steps, self._today):
            return {name: name for name in names}
        if fact.name in naming_others(self.workflow) and not fact.family:
            return participant_names(self.workflow, self.case, self._name_of)
        return fitting(fact, self.around.people)

    def _tied(self, link: str) -> dict[str, str]:
        """The open cases of a link, by what they are called."""
        refs = (ref for ref, is_open in self.case.links.get(link, {}).items() if is_open)
        return {ref: self.around.names.get(ref, ref) for ref in refs}

    # -- tables ------------------------------------------------------------------------------------

    def _table(self, fact: Fact, *, needed: bool) -> Field:
        listing = fact.name == self.workflow.participants_in
        columns = self._people_columns(fact) if listing else self._columns(fact)
        hint = "A row in which nobody is named is left out." if listing else ""
        found = self._put(self.workflow, fact, {}, needed=needed)
        return replace(
            found,
            hint=" ".join(filter(None, (fact.hint, hint))),
            columns=tuple(columns),
            rows=self._tied(fact.by_link) if fact.by_link else {},
        )

    def _people_columns(self, fact: Fact) -> Iterator[Field]:
        for column in self._columns(fact):
            codes = self._people_codes(column.name)
            kind = FactKind.CHOICE if codes else column.kind
            yield replace(
                column,
                label=_COLUMNS.get(column.name, column.name.replace("_", " ").capitalize()),
                kind=kind,
                codes=codes or column.codes,
                aside=column.name not in ("kind", *NAMING),
            )

    def _people_codes(self, column: str) -> Mapping[str, str]:
        match column:
            case "kind":
                kinds = self.workflow.participants.values()
                return {kind.name: kind.title for kind in kinds if kind.invite != "must_not"}
            case "case":
                return self._tied(self.workflow.participants_of or "")
            case "person":
                people = self.around.people
                return {each.person: each.name for each in people} if len(people) <= MOST else {}
        return {}

    def _columns(self, fact: Fact) -> Iterator[Field]:
        """A column that is called like a fact, here or in the linked workflow, is asked for so."""
        link = self.workflow.links.get(fact.by_link) if fact.by_link else None
        there = self.release.workflow(link.to) if link else self.workflow
        taken = told_facts(self.workflow, fact, self.around.cases, self.around.today)
        for name in fact.columns:
            known = self.workflow.facts.get(name) or there.facts.get(name)
            if taken.needed and name not in taken.needed:
                continue
            if known is not None and known.kind is not FactKind.ROWS:
                listed = on_the_list(there, known, self.workflow, self.case, self._name_of)
                offered = fitting(known, self.around.people) or listed
                found = self._put(there, known, offered, beside=fact.columns)
                needed = taken.needed.get(name, False)
                counts = needed or bool(found.only_if or known.as_role) or name in taken.weighed
                aside = bool(taken.needed) and not counts
                left = without(found.codes, taken.refused(known))
                yield replace(found, needed=needed, aside=aside, codes=left, others=bool(listed))
            else:
                label = name.replace("_", " ").capitalize()
                yield Field(name=name, label=label, kind=FactKind.TEXT, codes={})

    def _put(
        self,
        workflow: Workflow,
        fact: Fact,
        codes: Mapping[str, str],
        *,
        needed: bool = False,
        beside: Iterable[str] = (),
    ) -> Field:
        """`beside`: what else is asked in the same row."""
        asked = {name for step in self.steps for name in step.facts} | {*beside}
        guard = fact.required_when
        only_if = guard_words(workflow, guard, asked) if guard is not None and not needed else ""
        return _question(fact, codes, needed=needed, only_if=only_if)


def _question(fact: Fact, codes: Mapping[str, str], *, needed: bool, only_if: str) -> Field:
    return Field(
        name=fact.name,
        label=fact.label,
        kind=FactKind.CHOICE if codes else fact.kind,
        hint="" if codes and not fact.codes else fact.hint,
        long=fact.long,
        needed=needed,
        only_if=only_if,
        many=fact.many,
        codes=codes or fact.codes,
    )
