"""The board: what stands on it, whose it is, and the cases behind every figure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from counting import questions
from days import at, day
from engine.building import Desk, a_person, discussed
from web.office import WebOffice, office, post
from workflow.engine.audit import Verdict
from workflow.web.csv_file import csv_file

DAY = "Tue 2 Jun 2026"
PAGES = (
    "/",
    "/?team=South&kind=child_protection&late=yes",
    "/board",
    "/board?late=yes",
    "/board/lists/child_protection/not_seen_six_weeks",
    "/board/tasks/child_protection/hold_core_group",
    "/board/workload",
    "/board/forecast",
    "/board/waits",
    "/board/states/child_protection/outline_plan",
    "/board/escalations",
)


def at_work(opened: WebOffice) -> None:
    """Ten weeks after a conference that decided on a plan, which nobody has done anything about."""
    every = [role for role in opened.roles_but_the_chair() if role != "panel_member"]
    asha = replace(a_person("asha", *every), team="North")
    ivan = a_person("ivan", "conference_chair")
    opened.employs(asha, ivan)
    Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
    worker = replace(a_person("worker.1", "social_worker"), team="South")
    opened.employs(asha, ivan, worker, a_person("pat", "panel_member"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, at_work, on=DAY) as opened:
        yield opened


def lines_of(place: WebOffice, path: str, person: str = "asha") -> list[list[str]]:
    """The file that a page offers, without its heading."""
    answer = place.signed_in(person).get(path)
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(StringIO(answer.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))))[1:]


def cases(place: WebOffice, path: str, person: str = "asha") -> list[str]:
    return [line[0] for line in lines_of(place, path, person)]


def test_open_cases_stand_in_the_order_of_what_is_due_next(place: WebOffice) -> None:
    page = place.signed_in().get("/board").text

    assert cases(place, "/board?form=csv")[0] == "CP-1"
    assert "working days late" in page
    assert "Lead social worker: worker.1 (invented)" in page


def test_a_choice_of_worker_team_and_kind_is_kept_by_every_figure(place: WebOffice) -> None:
    everything = cases(place, "/board?form=csv")

    assert "CP-1" in cases(place, "/board?form=csv&worker=worker.1")
    assert cases(place, "/board?form=csv&team=North") == []
    assert "CP-1" in cases(place, "/board?form=csv&team=South")
    assert set(cases(place, "/board?form=csv&kind=conference")) < set(everything)
    assert cases(place, "/board?form=csv&worker=nobody") == []
    assert "worker=worker.1" in place.signed_in().get("/board?worker=worker.1").text


def test_a_list_opens_the_cases_that_it_counts_with_its_facts(place: WebOffice) -> None:
    path = "/board/lists/child_protection/no_first_core_group"

    (line,) = lines_of(place, f"{path}?form=csv")

    assert (line[0], line[8], line[9]) == ("CP-1", "2026-04-09", "Mon 23 Mar 2026")
    assert "First core group not held in time" in place.signed_in().get("/board").text


@pytest.mark.parametrize("form", ["", "?form=csv"])
def test_who_reads_facts_in_a_list_or_its_file_leaves_a_look_once_a_day(
    place: WebOffice, form: str
) -> None:
    path = f"/board/lists/child_protection/no_first_core_group{form}"
    for _ in range(2):
        place.signed_in().get(path)

    with place.app.store.reading() as reading:
        looks = reading.looks("CP-1")
    assert [(look.person, look.what) for look in looks] == [("asha", "its facts, in a list")]


def test_a_file_of_many_cases_asks_no_more_questions_to_keep_who_looked(place: WebOffice) -> None:
    desk, browser = Desk(place.app.store), place.signed_in()
    path = "/board/lists/child_protection/no_first_core_group?form=csv"

    one = questions(lambda: browser.get(path))
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
    desk.met("Mon 23 Mar 2026", "CP-2", "CP-3", ref="CONF-2")
    desk.decided("Mon 23 Mar 2026", "CONF-2", CP_2="protection_plan", CP_3="protection_plan")

    assert questions(lambda: browser.get(path)) == one
    with place.app.store.reading() as reading:
        assert len(reading.looks("CP-3")) == 1


def test_time_alone_brings_a_case_into_a_list(place: WebOffice) -> None:
    path = "/board/lists/child_protection/not_seen_six_weeks?form=csv"
    place.time.now = at("Fri 1 May 2026 12:00")
    before = cases(place, path)
    place.time.now = at("Mon 4 May 2026 12:00")

    assert (before, cases(place, path)) == ([], ["CP-1"])


def test_who_sees_only_their_own_cases_finds_no_other(place: WebOffice) -> None:
    for path in ("/board", "/board/tasks/child_protection/hold_core_group"):
        assert cases(place, f"{path}?form=csv", "pat") == []
    assert "CP-1" not in place.signed_in("pat").get("/board").text


def test_workload_counts_open_and_late_cases(place: WebOffice) -> None:
    found = {line[0]: line[2:] for line in lines_of(place, "/board/workload?form=csv")}

    assert found["worker.1 (invented)"] == ["1", "1"]


def closes_with_late_work(place: WebOffice) -> None:
    """CP-7 is closed on its first day, and nobody has told the referrer since."""
    desk = Desk(place.app.store)
    desk.referred("Thu 28 May 2026", "CP-7")
    nothing = {"referral_decision": "no_further_action"}
    desk.does("CP-7", "decide_on_referral", "Thu 28 May 2026", **nothing)
    assert desk.case("CP-7").closed


def test_late_work_of_a_closed_case_counts_as_late_everywhere(place: WebOffice) -> None:
    waits = "/board/tasks/child_protection/tell_referrer?late=yes&form=csv"
    before = cases(place, "/board?form=csv&late=yes&kind=child_protection")
    closes_with_late_work(place)

    assert "CP-7" in cases(place, waits)
    assert cases(place, "/board?form=csv&late=yes&kind=child_protection") == [*before, "CP-7"]
    assert "CP-7" not in cases(place, "/board?form=csv")
    page = place.signed_in().get("/board?kind=child_protection").text
    assert f'late=yes">{len(before) + 1}<span class="govuk-visually-hidden"> late' in page
    assert Desk(place.app.store).verdicts() == {Verdict.FINE}


def test_cases_that_nobody_works_on_have_a_row_that_opens_them(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.referred("Thu 28 May 2026", "CP-8")
    closes_with_late_work(place)

    load = {line[0]: line for line in lines_of(place, "/board/workload?form=csv")}

    nobody = load["Nobody yet"]
    opened = cases(place, "/board?form=csv&worker=nobody+yet")
    late = cases(place, "/board?form=csv&worker=nobody+yet&late=yes")
    assert (int(nobody[2]), int(nobody[3])) == (len(opened), len(late))
    assert "CP-8" in opened
    assert {"CP-7", "CP-8"} <= {*late}
    assert "worker=nobody+yet" in place.signed_in().get("/board/workload").text


def test_every_late_case_of_the_board_is_somebodys_or_nobodys(place: WebOffice) -> None:
    closes_with_late_work(place)
    people = ["nobody+yet", "worker.1", "asha", "ivan", "-"]

    late = {
        case for who in people for case in cases(place, f"/board?form=csv&late=yes&worker={who}")
    }

    assert late == {*cases(place, "/board?form=csv&late=yes")}


def test_a_forecast_tells_what_is_due_and_what_comes_about(place: WebOffice) -> None:
    found = {line[1]: line[2:] for line in lines_of(place, "/board/forecast?form=csv")}

    assert found["Hold the review conference"].index("1") == 3  # due on Tue 23 June
    week = "/board/tasks/child_protection/hold_review?week=2026-06-22&form=csv"
    assert cases(place, week) == ["CP-1"]
    assert cases(place, week.replace("06-22", "06-29")) == []


def test_a_forecast_tells_whom_the_meetings_take_and_who_is_there(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    for ref, more in (("R-1", {}), ("R-2", {"record_taker": "asha"})):
        review = {"conference_kind": "review", "considers": ["CP-1"]}
        desk.does(ref, "open_case", "Mon 1 Jun 2026", **review)
        booked = {"planned_for": at("Wed 24 Jun 2026 10:00"), "venue": "Room 4", "chair": "ivan"}
        desk.does(ref, "book_conference", "Mon 1 Jun 2026", **booked, **more)
    with place.app.store.reading() as reading:
        staff = {person.person: person for person in reading.people()}
    first, last = day("Mon 22 Jun 2026"), day("Fri 26 Jun 2026")
    staff["ivan"] = replace(staff["ivan"], away_from=first, away_to=last)
    place.employs(*staff.values())

    found = {
        line[1]: line[2:] for line in lines_of(place, "/board/forecast?form=csv&kind=conference")
    }
    assert found["In the diary"][3] == "2"
    assert found["Conference chair: not named yet"][3] == "0"
    assert found["Record-taker: not named yet"][3] == "1"
    assert found["Record-taker: needed, with what is due"][3] == "1"
    assert found["Conference chair: colleagues at work"][2:5] == ["1", "0", "1"]
    page = place.signed_in().get("/board/forecast").text
    assert "/diary?week=2026-W26&amp;kind=conference" in page


def test_a_review_that_is_due_and_not_booked_needs_a_chair_too(place: WebOffice) -> None:
    due, needed = (
        "Due by then and not in the diary yet, case by case",
        "Conference chair: needed, with what is due",
    )

    def ahead() -> dict[str, list[str]]:
        lines = lines_of(place, "/board/forecast?form=csv&kind=conference")
        return {line[1]: line[2:] for line in lines}

    assert ahead()[due][3] == ahead()[needed][3] == "1"  # CP-1, due on Tue 23 June
    desk = Desk(place.app.store)
    review = {"conference_kind": "review", "considers": ["CP-1"]}
    desk.does("R-1", "open_case", "Mon 1 Jun 2026", **review)
    assert ahead()[needed][3] == "1"
    booked = {"planned_for": at("Thu 18 Jun 2026 10:00"), "venue": "Room 4", "chair": "ivan"}
    desk.does("R-1", "book_conference", "Mon 1 Jun 2026", **booked)

    assert ahead()["In the diary"][2] == "1"
    assert not any(int(count) for count in [*ahead()[due], *ahead()[needed]])


def test_days_in_each_state_are_told_against_its_limits_and_drawn(place: WebOffice) -> None:
    page = place.signed_in().get("/board/waits").text
    found = {line[0]: line[1:] for line in lines_of(place, "/board/waits?form=csv")}

    part, limits, *figures = found["Outline plan"]
    assert part == "Subject of a child protection plan"
    assert "Hold the core group: " in limits
    assert figures == ["1", "1", "71", "71"]  # since Mon 23 Mar 2026
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert "Outline plan: 100% late" in picture
    drawn = re.sub("<[^>]*>", " ", picture[picture.index('data-state="outline_plan"') :])
    assert "1 case, 71 days" in " ".join(drawn.split())[:200]


def test_the_cases_behind_the_figures_of_a_state_are_opened(place: WebOffice) -> None:
    desk, path = (
        Desk(place.app.store),
        "/board/states/child_protection/awaiting_strategy_discussion",
    )
    desk.referred("Mon 18 May 2026", "CP-2")
    desk.referred("Tue 2 Jun 2026", "CP-3")

    found = {line[0]: line[3:] for line in lines_of(place, "/board/waits?form=csv")}
    assert found["Strategy discussion awaited"] == ["2", "1", "8", "15"]
    lines = lines_of(place, f"{path}?form=csv")
    assert [(line[0], line[8]) for line in lines] == [
        ("CP-2", "2026-05-18"),
        ("CP-3", "2026-06-02"),
    ]
    assert cases(place, f"{path}?form=csv&late=yes") == ["CP-2"]
    page = place.signed_in().get("/board/waits").text
    assert f'href="{path}"' in page
    assert f'href="{path}?late=yes"' in page
    assert ">CP-2<" in place.signed_in().get(path).text
    assert place.signed_in().get(f"{path}x").status_code == 404


def test_a_stay_counts_from_the_day_as_it_was_corrected(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.referred("Mon 18 May 2026", "CP-2")
    desk.does("CP-2", "hold_strategy_discussion", "Thu 21 May 2026", **discussed("Thu 21 May 2026"))
    path = "/board/states/child_protection/section_47_enquiry?form=csv"

    def since() -> list[str]:
        return [line[8] for line in lines_of(place, path) if line[0] == "CP-2"]

    before = since()
    told = {"to": "Wed 20 May 2026", "strategy_discussion_held_on": day("Wed 20 May 2026")}
    row = desk.row("hold_strategy_discussion", "CP-2")
    desk.corrects("CP-2", row, "Fri 22 May 2026", **told)

    assert (before, since()) == (["2026-05-21"], ["2026-05-20"])


def test_who_sees_only_their_own_cases_finds_no_other_in_a_state(place: WebOffice) -> None:
    path = "/board/states/child_protection/outline_plan?form=csv"

    assert (cases(place, path), cases(place, path, "pat")) == (["CP-1"], [])


def test_an_escalation_stays_until_it_is_acknowledged(place: WebOffice) -> None:
    app = place.app
    app.ticker().tick(app.now())
    browser = place.signed_in()
    page = browser.get("/board/escalations").text
    assert "Acknowledge<" in page

    answer = post(browser, "/board/escalations")

    assert answer.headers["location"] == "/board/escalations"
    after = browser.get("/board/escalations").text
    assert after.count("Acknowledge<") == page.count("Acknowledge<") - 1
    assert "asha (invented)," in after


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_many_questions_of_three_families_as_of_one(
    place: WebOffice, path: str
) -> None:
    browser = place.signed_in()
    browser.get(path)
    before = questions(lambda: browser.get(path))
    desk = Desk(place.app.store)
    for ref in ("CP-2", "CP-3"):
        desk.referred("Mon 1 Jun 2026", ref)
    browser.get(path)  # that a list names a case is kept once a day

    assert questions(lambda: browser.get(path)) == before < 22


@pytest.mark.parametrize(
    "query",
    [
        "?page=x&late=&week=never",
        "?page=-1&kind=%00&worker=<b>",
        "?page=99999&week=9999-12-31",
        "?team=" + "x" * 5000,
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_what_nobody_would_ask_for_gives_a_page_all_the_same(
    place: WebOffice, path: str, query: str
) -> None:
    answer = place.signed_in().get(path.partition("?")[0] + query)

    assert answer.status_code == 200
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/board/lists/no/such",
        "/board/lists/child_protection/such",
        "/board/tasks/conference/x",
        "/board/states/no/x",
    ],
)
def test_a_list_that_is_not_there_says_so(place: WebOffice, path: str) -> None:
    assert place.signed_in().get(path).status_code == 404


def test_a_board_is_shown_to_nobody_who_has_not_signed_in(place: WebOffice) -> None:
    assert place.browser().get("/board").headers["location"] == "/sign-in?to=/board"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_a_file_holds_no_formula(text: str) -> None:
    (row,) = list(
        csv.reader(StringIO(bytes(csv_file("x", [text], []).body).decode("utf-8-sig"), newline=""))
    )

    assert row == [f"'{text}"]


def test_a_number_below_zero_stays_a_number() -> None:
    kept = bytes(csv_file("x", ["Days left"], [[-226], ["-1"]]).body).decode("utf-8-sig")

    assert list(csv.reader(StringIO(kept, newline=""))) == [["Days left"], ["-226"], ["'-1"]]
