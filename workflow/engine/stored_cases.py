"""The cases of one transaction: read when first asked for, advanced in memory, written at its end.

Fills `cascade.Cases` and `simulated_time.TimedCases` over the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

from workflow.case.cascade import reference_prefix
from workflow.case.dealing import dealt_with
from workflow.case.evolve import unopened
from workflow.case.history import effective
from workflow.case.model import Case, Command, Event, Kind, Refused, Step, Timer
from workflow.case.record import case_from, event_from
from workflow.case.task_deed import HAND_OVER
from workflow.case.timers import Fired, rung_of, timers_of
from workflow.case.warnings import Warned
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.catalogue import Catalogue
from workflow.engine.findable import indexed_facts, overshadowed
from workflow.store.stored import CaseChange, StoredCase
from workflow.store.writing import Writing


@dataclass
class _Advanced:
    """A case, what is stored of it, and what has happened to it in this transaction."""

    case: Case
    was: StoredCase | None
    before: Case | None = None
    rows: list[Event] = field(default_factory=list)
    fired: list[Timer] = field(default_factory=list)
    pending: tuple[Timer, ...] | None = None
    fired_before: frozenset[Fired] = frozenset()
    armed_before: Mapping[Fired, datetime] = field(default_factory=dict)
    rearmed: bool = False
    written: StoredCase | None = None

    @property
    def changed(self) -> bool:
        return bool(self.rows or self.fired)

    @property
    def fired_keys(self) -> set[Fired]:
        return {timer.key for timer in self.fired} | self.fired_before


class Sending(NamedTuple):
    """A row of a case that sends a notice. `late`: the number of the row by which it was learned or
    decided otherwise, when the notice should have gone already; 0: it goes in time.
    """

    ref: str
    event: Event
    notice: str
    late: int = 0


class StoredCases:
    """Cases by reference. Nothing is written before `write`."""

    def __init__(self, writing: Writing, catalogue: Catalogue) -> None:
        self._writing, self._catalogue = writing, catalogue
        self._cases: dict[str, _Advanced] = {}
        self.warnings: list[Warned] = []
        """What the rows put here brought up, for who gave the command."""
        self.sending: list[Sending] = []
        """What the rows put here send, in their order."""
        self.sent_no_more: set[tuple[str, int, str]] = set()
        """Case, row and notice: what rows sent that were decided otherwise here."""

    def get(self, ref: str) -> Case:
        """The case as it now is. Raises Refused `unknown_case`."""
        return self._advanced(ref).case

    def new(self, command: Command) -> Case:
        """An unopened case under the newest release of its policy. Raises Refused."""
        if command.case in self._cases or self._writing.is_taken(command.case):
            mend = f"look at it with `caseward case show {command.case}`, or give another reference"
            sentence = f"there is already a case {command.case}; {mend}"
            raise Refused("already_exists", sentence, case=command.case)
        release = self._catalogue.newest(self._writing, command.policy)
        if command.workflow not in release.process.workflows:
            known = ", ".join(release.process.workflows)
            raise Refused("unknown_workflow", f"no workflow {command.workflow!r}; known: {known}")
        calendar = self._catalogue.calendar_of(release)
        return unopened(command.case, command.workflow, release, calendar, command.recorded_at)

    def pins(self, case: Case) -> tuple[Release, Calendar]:
        """The release and calendar that the case pins."""
        release = self._catalogue.release(self._writing, case.release)
        return release, self._catalogue.calendar(case.calendar)

    def workflow(self, case: Case) -> Workflow:
        """The workflow of the case, as its release has it."""
        return self.pins(case)[0].workflow(case.workflow)

    def dealt(self, ref: str, *, open_only: bool = False) -> list[tuple[Workflow, Case]]:
        """The cases that this one deals with, each with its workflow."""
        case = self.get(ref)
        others = map(self.get, dealt_with(self.workflow(case), case, open_only=open_only))
        return [(self.workflow(each), each) for each in others]

    def acted(self, ref: str) -> Collection[tuple[str, str]]:
        """Role and person of whoever recorded a row of the case, new rows too."""
        advanced = self._cases.get(ref)
        stored = self._writing.acted(advanced.was.case_id) if advanced and advanced.was else set()
        rows = advanced.rows if advanced else ()
        return stored | {(row.role, row.actor) for row in rows if row.role}

    def next_seq(self, ref: str) -> int:
        """The number of the next row of the case."""
        advanced = self._cases.get(ref)
        if advanced is None:
            stored = self._writing.case(ref)
            return stored.head_seq + 1 if stored else 1
        return (advanced.was.head_seq if advanced.was else 0) + len(advanced.rows) + 1

    def put(self, event: Event, step: Step) -> None:
        """Keep a row and the case after it; its warnings are kept for this transaction only."""
        self.add(step.case, event)
        said = step.effects.warnings
        self.warnings.extend(Warned(step.case.ref, event.name, say) for say in said)
        self.sending.extend(Sending(step.case.ref, event, name) for name in step.effects.notices)

    def send_late(self, ref: str, sends: Iterable[tuple[Event, str]], *, by: int) -> None:
        """Rows send these too, as is known since the row `by` only."""
        self.sending.extend(Sending(ref, event, name, by) for event, name in sends)

    def send_no_more(self, ref: str, sends: Iterable[tuple[Event, str]]) -> None:
        """Rows do not send these any more."""
        self.sent_no_more.update((ref, event.seq, name) for event, name in sends)

    def add(self, case: Case, event: Event) -> None:
        """Keep a row, an event or a correction, and the case as it counts after it."""
        advanced = self._cases.setdefault(case.ref, _Advanced(case, None))
        advanced.case, advanced.pending = case, None
        advanced.rows.append(event)

    def find_open(self, workflow: str, link: str, fact: str, value: Any) -> str | None:
        """An open case of that workflow linked to a case with that value, stored or of now."""
        for ref, advanced in self._cases.items():
            case = advanced.case
            others = (self._cases[o].case for o in case.linked(link) if o in self._cases)
            is_open = case.workflow == workflow and not case.closed
            if is_open and any(other.facts.get(fact) == value for other in others):
                return ref
        stored = self._writing.find_open(workflow, link, fact, str(value))
        return stored if stored is not None and not self.get(stored).closed else None

    def new_reference(self, workflow: str, at: datetime, taken: Collection[str] = ()) -> str:
        """The next `NAME-year-number` that no case has and that is not `taken`."""
        prefix = reference_prefix(workflow, at)
        first = self._writing.references(prefix + "-") + 1
        numbered = (f"{prefix}-{number}" for number in count(first))
        taken = {*taken, *self._cases}
        return next(r for r in numbered if r not in taken and not self._writing.is_taken(r))

    def pending(self, ref: str) -> tuple[Timer, ...]:
        """Timers that have not fired in this transaction, soonest first."""
        advanced = self._advanced(ref)
        if advanced.pending is None:
            fired = advanced.fired_keys
            advanced.pending = timers_of(*self.pins(advanced.case), advanced.case, fired)
        return advanced.pending

    def fired_of(self, ref: str) -> Collection[Fired]:
        """The timers that have fired, in this transaction or before."""
        return self._advanced(ref).fired_keys

    def armed_at(self, ref: str, timer: Timer) -> datetime:
        """When a row was recorded that armed the timer, in this transaction or before."""
        advanced = self._advanced(ref)
        return advanced.armed_before.get(timer.key) or self.recorded_after(ref, timer.at)

    def fire(self, ref: str, timer: Timer, deed: Event) -> None:
        """The timer will not come back; keep the deed."""
        self._advanced(ref).rows.append(deed)
        self.mark_fired(ref, timer)

    def mark_fired(self, ref: str, timer: Timer) -> None:
        """The timer will not come back; its deed is kept already."""
        advanced = self._advanced(ref)
        advanced.fired.append(timer)
        rung = rung_of(self.pins(advanced.case)[0], advanced.case, timer)
        if advanced.pending is None or rung is None or rung.every is not None:
            advanced.pending = None
        else:  # nothing else is armed by it
            advanced.pending = tuple(each for each in advanced.pending if each.key != timer.key)

    def arm_afresh(self, ref: str) -> None:
        """Write the timers of the case as they are to be, though nothing happened to it."""
        self._advanced(ref).rearmed = True

    def history(self, ref: str) -> list[Event]:
        """Every row of the case, new ones too. Raises Refused `facts_destroyed`."""
        advanced = self._advanced(ref)
        workflow = self.workflow(advanced.case)
        stored = self._writing.history(advanced.was.case_id) if advanced.was else []
        if any(row.record["facts"] is None for row in stored):
            sentence = f"facts of {ref} have been destroyed; its history cannot be decided again"
            raise Refused("facts_destroyed", sentence, case=ref)
        return [event_from(row.record, workflow) for row in stored] + advanced.rows

    def counting(self, ref: str) -> dict[int, Event]:
        """The rows that count of a case that has been written, by number."""
        workflow = self.workflow(self.get(ref))
        stored = self._writing.history(str(self.case_id(ref)))
        return {row.seq: row for row in effective([event_from(r.record, workflow) for r in stored])}

    def recorded_after(self, ref: str, at: datetime) -> datetime:
        """That moment, or when the last row of the case was recorded if the clock went back."""
        advanced = self._advanced(ref)
        stored = self._writing.last_recorded(advanced.was.case_id) if advanced.was else None
        return max(filter(None, (at, stored, *(row.recorded_at for row in advanced.rows[-1:]))))

    def case_id(self, ref: str) -> str | None:
        """The id under which the case is stored; None of one that is not yet."""
        advanced = self._advanced(ref)
        stored = advanced.written or advanced.was
        return stored.case_id if stored else None

    def given_to(self, ref: str, task: str) -> str:
        """To whom that occurrence of a task was handed over last; empty: to nobody."""
        advanced = self._advanced(ref)
        stored = self._writing.facts_of(advanced.was.case_id, HAND_OVER) if advanced.was else []
        new = [dict(row.facts) for row in advanced.rows if row.name == HAND_OVER]
        given = [facts["person"] for facts in [*stored, *new] if facts.get("task") == task]
        return str(given[-1]) if given else ""

    def news(self) -> Iterator[tuple[Case, Event]]:
        """What happened to cases here, corrections too, each with its case as it is now."""
        for advanced in self._cases.values():
            yield from ((advanced.case, row) for row in advanced.rows if row.kind != Kind.DEED)

    def touched(self) -> list[str]:
        """References of the cases that have been read or opened here."""
        return list(self._cases)

    def changed(self) -> list[Case]:
        """The cases that have a new row."""
        return [advanced.case for advanced in self._cases.values() if advanced.changed]

    def before(self) -> dict[str, Case]:
        """Those that have a new row as they were at the start, by reference; new ones are not."""
        return {
            ref: advanced.before
            for ref, advanced in self._cases.items()
            if advanced.changed and advanced.before is not None
        }

    def write(self) -> None:
        """Hand all that happened to the store."""
        for ref in sorted({*self._overshadowed()}):
            self.arm_afresh(ref)
        for stored in self._writing.flush(list(self._changes())):
            self._cases[stored.ref].written = stored

    def _overshadowed(self) -> Iterator[str]:
        for case in self.changed():
            if (before := self._cases[case.ref].before) is not None:
                yield from overshadowed(self.pins(case)[0], before, case)

    def _changes(self) -> Iterator[CaseChange]:
        for ref, advanced in list(self._cases.items()):
            if advanced.changed or advanced.rearmed:
                case = advanced.case
                yield CaseChange(
                    was=advanced.was,
                    case=case,
                    rows=advanced.rows,
                    timers=self.pending(ref),
                    fired=advanced.fired,
                    armed=advanced.armed_before,
                    indexed=indexed_facts(
                        *self.pins(advanced.case), advanced.case, self.dealt(ref)
                    ),
                )

    def _advanced(self, ref: str) -> _Advanced:
        if ref not in self._cases:
            stored = self._writing.case(ref)
            if stored is None:
                sentence = f"there is no case {ref}; `caseward case list` shows those there are"
                raise Refused("unknown_case", sentence, case=ref)
            release = self._catalogue.release(self._writing, stored.release)
            case = case_from(stored.snapshot, release.workflow(stored.workflow))
            fired, armed = self._writing.timers(stored.case_id)
            self._cases[ref] = _Advanced(
                case, stored, before=case, fired_before=fired, armed_before=armed
            )
        return self._cases[ref]
