"""Invented families over some years, as rows of a histories file: seeded, so always the same.

The stories follow the process as it usually goes, with what goes wrong in practice: conferences
held late, visits missed, reviews brought forward, siblings with different outcomes, unborn babies,
families who moved here, events typed in days after they happened. Every name and address is
invented and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from workflow.deadlines.calendar import Calendar
from workflow.simulation.family import Facts, Family, HistoryRow
from workflow.simulation.later_life import LaterLife

FIRST_NAMES = (
    "Ada Ben Cleo Dev Edie Finn Gita Hal Ivy Jem Kit Lena Milo Nia Otis Pia Rafe Suki".split()
)
FAMILY_NAMES = "Example Sample Invented Specimen Pattern Model Fable Instance".split()
CATEGORIES = ("neglect", "neglect", "emotional", "physical", "sexual")
SOURCES = ("1A", "1B", "2A", "3A", "3D", "5A", "6")


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
        self.later = LaterLife(family)
        self.answered: set[str] = set()

    def tell(self, day: date) -> None:
        """The referral, and one of the ways that it can go."""
        dice = self.rng.random()
        if dice < 0.08:
            self.answered_at_once(day)
        elif dice < 0.16:
            self.moved_here(day)
        elif dice < 0.26:
            self.assessed(day, [*self.referred(day)])
        else:
            self.enquiry(day, [*self.referred(day)])
        self.later.supervised(self.answered)

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
            self.answered.add(case)

    def assessed(self, day: date, children: list[str]) -> None:
        """No enquiry, but support: visits, a meeting, reviews, and for some closure."""
        decided = self.family.later(day, 1, 1)
        for case in children:
            facts = {"referral_decision": "assessment"}
            self.family.say(
                case, "decide_on_referral", decided, "duty.manager", "team_manager", facts
            )
            self.assessment(case, day)
            self.later.in_need(case, decided)

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
                self.later.led(case, found)
                self.later.in_need(case, found)

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
        by, role = "area.manager", "team_manager"
        self.family.say(case, "record_enquiry_outcome", day, by, role, facts)
        if harm:
            self.family.say(
                case, "agree_interim_safety_plan", day, self.family.worker, "social_worker", {}
            )

    # -- conferences -------------------------------------------------------------------------

    def conference(self, children: list[str], kind: str, asked: date, held: date) -> None:
        """The first conference about these children, and the plans that follow."""
        plans, support = self._outcomes(children)
        outcomes = {case: self._plan(held) for case in plans}
        outcomes |= {
            case: {
                "decision": "child_in_need",
                "reasons": "Invented: support is enough.",
                "lead_practitioner": self.family.worker,
            }
            for case in support
        }
        unborn = {r.case for r in self.family.rows if r.facts.get("sex") == "U"}
        kind = "pre_birth_initial" if kind == "initial" and set(children) <= unborn else kind
        self.later.meeting(children, kind, asked, held, outcomes)
        for case in plans:
            self.later.on_plan(case, held, case in unborn)
        for case in support:
            self.later.in_need(case, held)

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
            "core_group_members": ["parent", "social_worker", "school", "health_visitor"],
            "contingency_plan": "Invented: legal planning meeting.",
            "outline_plan": "Invented: outline agreed.",
        }
