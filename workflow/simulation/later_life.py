"""After the first conference: the plan, core groups, visits and reviews, support, closure."""

from __future__ import annotations

from datetime import date, timedelta

from workflow.simulation.family import Facts, Family

ENDINGS = ("confirm_closure", "propose_closure")
"""Events after which nobody supervises a case any more."""

AHEAD = timedelta(weeks=10)
"""How long before it a review is booked at the latest."""


class LaterLife:
    """The part of a family's story that comes after the first conference."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.rng = family.rng

    def meeting(
        self, children: list[str], kind: str, asked: date, held: date, outcomes: dict[str, Facts]
    ) -> None:
        """One conference from booking to the record sent out."""
        case, chair = self._booked(children, kind, asked, self.family.later(asked, 1, 1), held)
        family, by, role = self.family, "conf.admin", "conference_unit"
        attended = ["parent", "social_worker", "school", "police", "health_visitor"]
        facts = {"held_on": held.isoformat(), "attended": attended}
        family.say(case, "hold_conference", held, chair, "conference_chair", facts)
        outcome = {"outcomes": outcomes}
        family.say(case, "record_conference_outcome", held, chair, "conference_chair", outcome)
        if family.chance(0.96):
            family.say(case, "send_decision", family.later(held, 1, 2), by, role, {})
        if family.chance(0.985):
            family.say(
                case, "approve_record", family.later(held, 5, 9), chair, "conference_chair", {}
            )
            family.say(case, "circulate_record", family.later(held, 10, 16), by, role, {})

    def _booked(
        self, children: list[str], kind: str, asked: date, invited: date, held: date
    ) -> tuple[str, str]:
        """A conference that is booked and to which everybody is invited; and who chairs it."""
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
        family.say(case, "invite", invited, by, role, {"participants": _invited()})
        return case, chair

    # -- on a plan ---------------------------------------------------------------------------

    def on_plan(self, case: str, began: date, unborn: bool) -> None:
        """Core groups, visits and reviews until the plan ends, or until today."""
        ended = self.reviews(case, began)
        last = min(ended or self.family.ends, self.family.ends)
        self.alerted(case, began)
        self.core_groups(case, began, last)
        self.checks(case, began, last)
        if unborn:
            born = self._born(case, began, last)
            began = born or last
        self.visits(case, began, last)
        if ended:
            self.alerted(case, ended)
            told = self.family.later(ended, 1, 1)
            self.family.say(case, "notify_end_of_plan", told, "conf.admin", "conference_unit", {})
            self.in_need(case, ended)

    def alerted(self, case: str, day: date) -> None:
        """The health alert is brought up to date after a plan starts or ends."""
        on = self.family.later(day, 1, 1)
        if self.family.chance(0.97):
            self.family.say(case, "update_cp_is", on, "conf.admin", "conference_unit", {})

    def checks(self, case: str, began: date, last: date) -> None:
        """The full plan, and the checks of a plan that runs for long."""
        agreed = self.family.later(began, 7, 10)
        if agreed < last and self.family.chance(0.95):
            self.family.say(case, "agree_plan", agreed, self.family.worker, "social_worker", {})
        for name, months in (("nine_months", 9), ("twelve_months", 12), ("fifteen_months", 15)):
            day = self.calendar_day(began + timedelta(days=30 * months))
            if day < last:
                by, role = "chair.1", "conference_chair"
                self.family.say(case, "record_drift_check", day, by, role, {"drift_check": name})

    def calendar_day(self, day: date) -> date:
        """That day, or the next that is worked."""
        return self.family.calendar.working_day_on_or_after(day)

    def supervised(self, answered: set[str]) -> None:
        """Case supervision every seven weeks or so; not of referrals that were only answered."""
        ends = {r.case: r.occurred_on for r in self.family.rows if r.event in ENDINGS}
        opened = [
            r for r in self.family.rows if r.event == "open_case" and r.workflow != "conference"
        ]
        for row in (row for row in opened if row.case not in answered):
            last = ends.get(row.case, self.family.ends)
            day = self.family.later(row.occurred_on, 28, 39)
            while day < last:
                by, role = "area.manager", "team_manager"
                self.family.say(row.case, "record_supervision", day, by, role, {})
                day = self.family.later(day, 30, 42)

    def _is_unborn(self, case: str) -> bool:
        told = {name for row in self.family.rows if row.case == case for name in row.facts}
        return "expected_date_of_birth" in told and "born_on" not in told

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
        """Review conferences; the day on which one of them ended the plan. The next is booked."""
        last, held = began, self.family.later(began, 55, 62)
        while held <= self.family.ends:
            ends_here = self.family.chance(0.4)
            asked = held - timedelta(days=20)
            self.meeting(
                [case], "review", asked, held, {case: _reviewed(self.family.worker, ends_here)}
            )
            if ends_here:
                return held
            last, held = held, self.family.later(held, 105, 126)
        if held - self.family.ends < AHEAD:
            self._review_ahead(case, last, held)
        return None

    def _review_ahead(self, case: str, last: date, held: date) -> None:
        """A review that lies ahead of the last day, booked shortly before it. Nothing is thrown for
        it, so that the story is what it would be without.
        """
        family, days = self.family, self.family.calendar
        shortly = family.ends - timedelta(days=3 + family.number % 8)
        asked = max(days.working_day_on_or_after(shortly), days.add_working_days(last, 2))
        self._booked([case], "review", asked, days.add_working_days(asked, 1), held)

    # -- in need -----------------------------------------------------------------------------

    def led(self, case: str, day: date) -> None:
        """A lead practitioner, where no meeting named one."""
        facts: Facts = {"lead_practitioner": self.family.worker}
        by, role = "area.manager", "team_manager"
        self.family.say(case, "change_lead_practitioner", day, by, role, facts)

    def in_need(self, case: str, began: date) -> None:
        """Meeting, visits and reviews; for some the case is closed."""
        family, role = self.family, "lead_practitioner"
        by = family.worker
        met = family.later(began, 6, 11)
        family.say(case, "hold_child_in_need_meeting", met, by, role, {})
        closed = family.later(began, 70, 160) if family.chance(0.6) else family.ends
        if self._is_unborn(case):
            self._born(case, began, min(closed, family.ends))
        day = family.later(began, 12, 20)
        while day < min(closed, family.ends):
            family.say(case, "record_child_in_need_visit", day, by, role, {})
            day = family.later(day, 13, 21)
        day = family.later(met, 55, 62)
        while day < min(closed, family.ends):
            family.say(case, "review_child_in_need_plan", day, by, role, {})
            day = family.later(day, 105, 122)
        if closed < family.ends:
            self.closed(case, closed)

    def closed(self, case: str, day: date) -> None:
        family, by, role = self.family, "area.manager", "team_manager"
        agencies = ["School", "Health visiting"]
        facts: Facts = {
            "closure_proposal_reasons": "Invented: aims met.",
            "agencies_involved": agencies,
        }
        family.say(case, "propose_closure", day, by, role, facts)
        agreed = family.later(day, 2, 6)
        for agency in agencies:
            view = {"agency": agency, "closure_agreed": True}
            family.say(case, "record_closure_view", agreed, by, role, view)
        told = family.later(agreed, 1, 1)
        facts = {"closure_reason": "RC7", "closed_on": told.isoformat()}
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
            **({"address": "1 Invented Road, Northwick"} if kind == "parent" else {}),
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
