"""Invented families over some years, as rows of a histories file: seeded, so always the same.

The stories follow the process as it usually goes, with what goes wrong in practice: conferences
held late, visits missed, reviews brought forward, siblings with different outcomes, unborn babies,
families who moved here, events typed in days after they happened. Every name and address is
invented and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from workflow.deadlines.calendar import Calendar

FIRST_NAMES = (
    "Ada Ben Cleo Dev Edie Finn Gita Hal Ivy Jem Kit Lena Milo Nia Otis Pia Rafe Suki".split()
)
FAMILY_NAMES = "Example Sample Invented Specimen Pattern Model Fable Instance".split()
POLICIES = ("", "", "liverpool", "darlington")
CATEGORIES = ("neglect", "neglect", "emotional", "physical", "sexual")
SOURCES = ("1A", "1B", "2A", "3A", "3D", "5A", "6")

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a histories file, in the order of its columns."""

    case: str
    workflow: str
    policy: str
    event: str
    occurred_on: date
    recorded_at: datetime
    actor: str
    role: str
    facts: Facts

    def cells(self) -> list[str]:
        """The row as the CSV has it."""
        facts = json.dumps(self.facts)
        on, at = self.occurred_on.isoformat(), self.recorded_at.isoformat()
        return [
            self.case,
            self.workflow,
            self.policy,
            self.event,
            on,
            at,
            self.actor,
            self.role,
            facts,
        ]


@dataclass
class Family:
    """One family's story, told day by day. `ends` is the last day of which anything is known."""

    number: int
    rng: Random
    calendar: Calendar
    ends: date
    rows: list[HistoryRow] = field(default_factory=list)
    typed: dict[date, int] = field(default_factory=dict)
    policy: str = field(init=False)
    worker: str = field(init=False)
    conferences: int = 0

    def __post_init__(self) -> None:
        self.policy = self.rng.choice(POLICIES)
        self.worker = f"worker.{self.rng.randint(1, 6)}"

    @property
    def reference(self) -> str:
        """The reference that the siblings share."""
        return f"FAM-{self.number:03}"

    def later(self, day: date, least: int, most: int) -> date:
        """A working day so many working days later."""
        return self.calendar.add_working_days(day, self.rng.randint(least, most))

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def say(
        self, case: str, event: str, on: date, by: str, role: str, facts: Facts, lag: int = 0
    ) -> None:
        """Record an event, `lag` days after it happened; not what lies after the last day."""
        day = on + timedelta(days=lag)
        if day > self.ends:
            return
        typed = self.typed[day] = self.typed.get(day, 0) + 1  # what follows is typed afterwards
        recorded = datetime.combine(day, time(9 + typed // 60, typed % 60), UTC)
        workflow = "conference" if case.startswith(("CONF", "REV")) else "child_protection"
        self.rows.append(
            HistoryRow(case, workflow, self.policy, event, on, recorded, by, role, facts)
        )


def invented_families(
    count: int, *, seed: int, began: date, ends: date, calendar: Calendar
) -> list[HistoryRow]:
    """Rows of `count` families that came to notice between two days, in order of recording."""
    rng = Random(seed)
    rows: list[HistoryRow] = []
    for number in range(1, count + 1):
        family = Family(number, Random(rng.random()), calendar, ends)
        day = began + timedelta(days=rng.randint(0, (ends - began).days))
        Story(family).tell(calendar.working_day_on_or_after(day))
        rows += family.rows
    return in_order_of_recording(rows)


def in_order_of_recording(rows: Sequence[HistoryRow]) -> list[HistoryRow]:
    """Rows as a file has them: nobody can record before what was recorded earlier."""
    return sorted(rows, key=lambda row: row.recorded_at)


class Story:
    """What happens to one family, from the referral on."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.rng = family.rng

    def tell(self, day: date) -> None:
        """The referral, and one of the ways that it can go."""
        dice = self.rng.random()
        if dice < 0.08:
            return self.answered_at_once(day)
        if dice < 0.16:
            return self.moved_here(day)
        children = [*self.referred(day)]
        if dice < 0.26:
            return self.assessed(day, children)
        return self.enquiry(day, children)

    # -- how it begins -----------------------------------------------------------------------

    def referred(self, day: date, **more: Any) -> Iterator[str]:
        """Open a case for each sibling."""
        for number in range(self.rng.choice((1, 1, 1, 2, 2, 3))):
            yield self.open(day, number, more)

    def open(self, day: date, number: int, more: Facts) -> str:
        family = self.family
        case = f"CP-{family.number:03}{'abcd'[number] if number else ''}"
        name = f"{self.rng.choice(FIRST_NAMES)} {FAMILY_NAMES[family.number % len(FAMILY_NAMES)]}"
        facts = {
            "child_reference": case,
            "child_name": f"{name} (invented)",
            "sex": self.rng.choice("MF"),
            "referral_received_on": day.isoformat(),
            "referral_source": self.rng.choice(SOURCES),
            "family_reference": family.reference,
            "route": "referral",
            **more,
        }
        if number == 0 and not more and family.chance(0.15):
            born = day + timedelta(days=self.rng.randint(60, 160))
            facts |= {"sex": "U", "expected_date_of_birth": born.isoformat()}
        else:
            age = timedelta(days=self.rng.randint(30, 16 * 365))
            facts["date_of_birth"] = (day - age).isoformat()
        family.say(case, "open_case", day, "duty.manager", "team_manager", facts)
        return case

    def answered_at_once(self, day: date) -> None:
        for case in self.referred(day):
            facts = {"referral_decision": "early_help", "referrer_told_on": day.isoformat()}
            self.family.say(case, "decide_on_referral", day, "duty.manager", "team_manager", facts)

    def assessed(self, day: date, children: list[str]) -> None:
        """No enquiry, but support: visits, a meeting, reviews, and for some closure."""
        decided = self.family.later(day, 1, 1)
        for case in children:
            facts = {"referral_decision": "assessment"}
            self.family.say(
                case, "decide_on_referral", decided, "duty.manager", "team_manager", facts
            )
            self.assessment(case, day)
            self.in_need(case, decided)

    def assessment(self, case: str, day: date) -> None:
        on = self.family.later(day, 25, 48)
        facts = {
            "assessment_started_on": day.isoformat(),
            "assessment_authorised_on": on.isoformat(),
        }
        self.family.say(case, "record_assessment", on, "area.manager", "team_manager", facts)

    def moved_here(self, day: date) -> None:
        """A child with a plan elsewhere moves here: our conference decides."""
        more = {
            "route": "transfer_in",
            "transfer_notified_on": day.isoformat(),
            "originating_authority": "Invented County Council",
        }
        children = [*self.referred(day, **more)]
        held = self.family.later(day, 9, 18)
        self.conference(children, "transfer_in", day, held)

    def enquiry(self, day: date, children: list[str]) -> None:
        """A strategy discussion, the enquiry, and what it finds."""
        family = self.family
        discussed = family.later(day, 1, 2)
        lag = self.rng.choice((0, 0, 0, 0, 1, 3))
        found = family.later(discussed, 5, 11)
        harm = family.chance(0.78)
        for case in children:
            self.discussion(case, discussed, lag)
            seen = family.later(discussed + timedelta(days=lag), 1, 2)
            facts = {"child_seen_on": seen.isoformat(), "child_seen": True, "seen_alone": True}
            family.say(case, "record_child_seen", seen, family.worker, "social_worker", facts)
            self.assessment(case, day)
            self.found(case, found, harm)
        if harm:
            held = (
                family.later(discussed, 12, 15)
                if family.chance(0.85)
                else family.later(discussed, 16, 22)
            )
            self.conference(children, "initial", found, max(held, family.later(found, 2, 2)))
        else:
            for case in children:
                self.in_need(case, found)

    def discussion(self, case: str, day: date, lag: int) -> None:
        facts = {
            "strategy_discussion_held_on": day.isoformat(),
            "strategy_discussion_outcome": "section_47",
            "agencies_present": ["social_care", "police", "health"],
        }
        by, role = "duty.manager", "team_manager"
        self.family.say(case, "hold_strategy_discussion", day, by, role, facts, lag)

    def found(self, case: str, day: date, harm: bool) -> None:
        facts = {
            "enquiry_outcome": "likely_significant_harm" if harm else "no_continuing_risk",
            "enquiry_ended_on": day.isoformat(),
            "outcome_reasons": "Invented: see the record of the enquiry.",
        }
        if not harm:
            facts["next_step"] = "child_in_need"
        self.family.say(case, "record_enquiry_outcome", day, "area.manager", "team_manager", facts)

    # -- conferences -------------------------------------------------------------------------

    def conference(self, children: list[str], kind: str, asked: date, held: date) -> None:
        """The first conference about these children, and the plans that follow."""
        plans, support = self._outcomes(children)
        outcomes = {case: self._plan(held) for case in plans}
        outcomes |= {
            case: {"decision": "child_in_need", "reasons": "Invented: support is enough."}
            for case in support
        }
        unborn = {r.case for r in self.family.rows if r.facts.get("sex") == "U"}
        kind = "pre_birth_initial" if kind == "initial" and set(children) <= unborn else kind
        self.meeting(children, kind, asked, held, outcomes)
        for case in plans:
            self.on_plan(case, held, case in unborn)
        for case in support:
            self.in_need(case, held)

    def _outcomes(self, children: list[str]) -> tuple[list[str], list[str]]:
        plans = [case for case in children if self.family.chance(0.8)] or children[:1]
        return plans, [case for case in children if case not in plans]

    def _plan(self, held: date) -> Facts:
        return {
            "decision": "protection_plan",
            "category_of_abuse": self.rng.choice(CATEGORIES),
            "reasons": "Invented: likely to suffer significant harm.",
            "lead_social_worker": self.family.worker,
            "first_core_group_on": self.family.later(held, 6, 9).isoformat(),
            "first_review_on": self.family.later(held, 50, 58).isoformat(),
            "contingency_plan": "Invented: legal planning meeting.",
            "outline_plan": "Invented: outline agreed.",
        }

    def meeting(
        self, children: list[str], kind: str, asked: date, held: date, outcomes: dict[str, Facts]
    ) -> None:
        """One conference from booking to the record sent out."""
        family, by, role = self.family, "conf.admin", "conference_unit"
        family.conferences += 1
        prefix = "REV" if kind == "review" else "CONF"
        case = f"{prefix}-{family.number:03}-{family.conferences}"
        family.say(
            case, "open_case", asked, by, role, {"conference_kind": kind, "considers": children}
        )
        start = f"{held.isoformat()}T10:00:00+00:00"
        chair = f"chair.{family.number % 3 + 1}"
        booking = {"planned_for": start, "venue": "Civic Centre, room 2", "chair": chair}
        family.say(case, "book_conference", asked, by, role, booking)
        family.say(
            case, "invite", family.later(asked, 1, 1), by, role, {"participants": _invited()}
        )
        attended = ["parent", "social_worker", "school", "police", "health_visitor"]
        facts = {"held_on": held.isoformat(), "attended": attended}
        family.say(case, "hold_conference", held, chair, "conference_chair", facts)
        outcome = {"outcomes": outcomes}
        family.say(case, "record_conference_outcome", held, chair, "conference_chair", outcome)
        if family.chance(0.8):
            sent = family.later(held, 1, 2)
            family.say(case, "send_decision", sent, by, role, {})

    # -- on a plan ---------------------------------------------------------------------------

    def on_plan(self, case: str, began: date, unborn: bool) -> None:
        """Core groups, visits and reviews until the plan ends, or until today."""
        ended = self.reviews(case, began)
        last = min(ended or self.family.ends, self.family.ends)
        self.core_groups(case, began, last)
        if unborn:
            born = self._born(case, began, last)
            began = born or last
        self.visits(case, began, last)
        if ended:
            self.in_need(case, ended)

    def _born(self, case: str, began: date, last: date) -> date | None:
        opened = next(row for row in self.family.rows if row.case == case)
        expected = date.fromisoformat(opened.facts["expected_date_of_birth"])
        born = max(expected + timedelta(days=self.rng.randint(-10, 8)), began + timedelta(days=1))
        if born + timedelta(days=1) >= last:
            return None
        facts = {"born_on": born.isoformat(), "sex": self.rng.choice("MF")}
        self.family.say(
            case, "record_birth", born, self.family.worker, "social_worker", facts, lag=1
        )
        return born

    def core_groups(self, case: str, began: date, last: date) -> None:
        day = self.family.later(began, 6, 11)
        while day < last:
            facts = {"core_group_held_on": day.isoformat()}
            by = self.family.worker
            self.family.say(case, "hold_core_group", day, by, "social_worker", facts)
            day = self.family.later(day, 19, 30)

    def visits(self, case: str, began: date, last: date) -> None:
        day = self.family.later(began, 4, 10)
        while day < last:
            seen = self.family.chance(0.93)
            facts: Facts = {"visited_on": day.isoformat(), "child_seen": seen}
            if seen:
                facts |= {"seen_alone": self.family.chance(0.7), "bedroom_seen": True}
            by, lag = self.family.worker, self.rng.choice((0, 0, 0, 1, 2))
            lag = lag if day + timedelta(days=lag) < last else 0  # while the plan still runs
            self.family.say(case, "record_visit", day, by, "social_worker", facts, lag)
            day = self.family.later(day, 6, 11)

    def reviews(self, case: str, began: date) -> date | None:
        """Review conferences; the day on which one of them ended the plan."""
        held = self.family.later(began, 55, 62)
        while held <= self.family.ends:
            ends_here = self.family.chance(0.4)
            asked = held - timedelta(days=20)
            self.meeting(
                [case], "review", asked, held, {case: _reviewed(self.family.worker, ends_here)}
            )
            if ends_here:
                return held
            held = self.family.later(held, 105, 126)
        return None

    # -- in need -----------------------------------------------------------------------------

    def in_need(self, case: str, began: date) -> None:
        """Meeting, visits and reviews; for some the case is closed."""
        family, role = self.family, "lead_practitioner"
        by = family.worker
        met = family.later(began, 6, 11)
        family.say(case, "hold_child_in_need_meeting", met, by, role, {})
        closed = family.later(began, 70, 160) if family.chance(0.6) else family.ends
        day = family.later(began, 12, 20)
        while day < min(closed, family.ends):
            family.say(case, "record_child_in_need_visit", day, by, role, {})
            day = family.later(day, 13, 22)
        if closed < family.ends:
            self.closed(case, closed)

    def closed(self, case: str, day: date) -> None:
        family, by, role = self.family, "area.manager", "team_manager"
        facts: Facts = {"closure_proposal_reasons": "Invented: aims met."}
        family.say(case, "propose_closure", day, by, role, facts)
        agreed = family.later(day, 2, 6)
        for agency in ("School", "Health visiting"):
            view = {"agency": agency, "closure_agreed": True}
            family.say(case, "record_closure_view", agreed, by, role, view)
        told = family.later(agreed, 1, 1)
        if any(r.case == case and r.event == "hold_core_group" for r in family.rows):
            family.say(case, "notify_end_of_plan", agreed, "conf.admin", "conference_unit", {})
        facts = {
            "closure_reason": "RC7",
            "every_agency_agrees": True,
            "closed_on": told.isoformat(),
        }
        family.say(case, "confirm_closure", told, by, role, facts)


def _invited() -> list[Facts]:
    people = (
        ("parent", "A Parent", "", "parent"),
        ("social_worker", "S Worker", "Social care", "sw"),
        ("school", "H Teacher", "Hill School", "school"),
        ("gp", "Dr G", "Mill Surgery", "gp"),
        ("police", "P Officer", "Police", "police"),
        ("health_visitor", "V Health", "Community health", "hv"),
    )
    return [
        {
            "kind": kind,
            "name": f"{name} (invented)",
            "agency": agency,
            "email": f"{box}@example.org",
        }
        for kind, name, agency, box in people
    ]


def _reviewed(worker: str, ends: bool) -> Facts:
    facts: Facts = {"decision": "continue", "category_of_abuse": "neglect", "reasons": "Invented."}
    if ends:
        facts |= {
            "decision": "end",
            "plan_end_reason": "no_longer_at_risk",
            "support_after": "Child in Need plan",
            "continuing_support_plan": "Agreed by the core group",
            "lead_practitioner": worker,
        }
    return facts
