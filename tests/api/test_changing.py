"""Commands of programs: done once, on what was seen, or refused with a code that stays."""

from __future__ import annotations

from typing import Any

import pytest

from api.programs import ApiOffice, Program
from engine.building import a_referral, visited
from workflow.case.record import plain

DAY = "Tue 24 Mar 2026"
VISIT = {"event": "record_visit", "role": "social_worker", "facts": plain(visited(DAY))}


def seen(program: Program, ref: str = "CP-1") -> str:
    return program.get(f"/cases/{ref}").headers["etag"]


def code(answer: Any) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_a_step_is_taken_once_however_often_it_is_sent(office: ApiOffice) -> None:
    asha = office.program()
    etag = seen(asha)

    first = asha.post("/cases/CP-1/events", VISIT, key="visit-of-24-march", seen=etag)
    again = asha.post("/cases/CP-1/events", VISIT, key="visit-of-24-march", seen=etag)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["row"] == again.json()["row"] == office.desk.row("record_visit")
    assert again.json()["repeated"]
    assert first.headers["etag"] == again.headers["etag"] == seen(asha)
    other = {**VISIT, "facts": {**VISIT["facts"], "child_seen": False}}
    assert code(asha.post("/cases/CP-1/events", other, key="visit-of-24-march", seen=etag)) == (
        422,
        "command_id_used",
    )


def test_what_was_decided_on_an_older_revision_is_stale(office: ApiOffice) -> None:
    asha = office.program()
    etag = seen(asha)
    assert asha.post("/cases/CP-1/events", VISIT, seen=etag).status_code == 201

    assert code(asha.post("/cases/CP-1/events", VISIT, seen=etag)) == (412, "stale_revision")


def test_a_step_says_what_it_was_decided_on_and_has_a_key(office: ApiOffice) -> None:
    asha = office.program()
    etag = seen(asha)

    assert code(asha.post("/cases/CP-1/events", VISIT)) == (428, "revision_missing")
    keyless = asha.post("/cases/CP-1/events", VISIT, key="", seen=etag)
    assert code(keyless) == (400, "idempotency_key_missing")
    for wrong in ("7", '"x"', 'W/"7"', "*"):
        assert code(asha.post("/cases/CP-1/events", VISIT, seen=wrong)) == (422, "wrong_request")


def test_a_case_is_opened_and_tells_where_it_is(office: ApiOffice) -> None:
    asha = office.program()
    facts = {k: v for k, v in plain(a_referral(DAY, "CP-9")).items() if k != "child_reference"}
    wanted = {
        "workflow": "child_protection",
        "case": "CP-9",
        "role": "duty_manager",
        "facts": {**facts, "child_reference": "CP-9"},
    }

    opened = asha.post("/cases", wanted, key="referral-1")

    assert opened.status_code == 201
    assert opened.headers["location"] == "/api/v1/cases/CP-9"
    assert opened.json()["changes"][0]["opened"]
    assert asha.get("/cases/CP-9").headers["etag"] == opened.headers["etag"]
    assert asha.post("/cases", wanted, key="referral-1").status_code == 200
    assert code(asha.post("/cases", wanted, key="referral-2")) == (409, "already_exists")


def test_a_correction_is_tried_then_done_once(office: ApiOffice) -> None:
    asha = office.program()
    etag = seen(asha)
    asked = {
        "row": 1,
        "reason": "mistyped",
        "role": "team_manager",
        "facts": {"sex": "M"},
    }
    before = office.desk.case()

    tried = asha.post("/cases/CP-1/corrections", {**asked, "dry_run": True})
    assert (tried.status_code, tried.json()["dry_run"]) == (200, True)
    assert office.desk.case() == before

    assert code(asha.post("/cases/CP-1/corrections", asked)) == (428, "revision_missing")
    done = asha.post("/cases/CP-1/corrections", asked, seen=etag)
    assert done.status_code == 200
    assert office.desk.case().facts["sex"] == "M"
    twice = asha.post("/cases/CP-1/corrections", asked, seen=etag)
    assert code(twice) == (412, "stale_revision")
    assert code(asha.post("/cases/CP-1/corrections", {"row": 1, "reason": "-"}, seen=etag)) == (
        422,
        "wrong_use",
    )


def test_nobody_changes_what_they_do_not_see_or_what_is_for_others(office: ApiOffice) -> None:
    pat, ben, etag = office.program("pat"), office.program("ben"), seen(office.program())

    assert code(pat.post("/cases/CP-1/events", VISIT, seen=etag)) == (403, "not_yours")
    assert ("pat", "refused") in office.looked()
    correction = {"row": 1, "reason": "-", "facts": {"sex": "M"}, "dry_run": True}
    assert code(pat.post("/cases/CP-1/corrections", correction)) == (403, "not_yours")
    close = {"event": "confirm_closure", "facts": {}}
    assert code(ben.post("/cases/CP-1/events", close, seen=etag)) == (403, "wrong_role")
    assert ("pat", "case") not in office.looked()


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"event": "record_visit", "facts": {"visited_on": "\x00"}}, 422),
        ({"event": "record_visit", "facts": {"visited_on": "\ud800"}}, 422),
        ({"event": "record_visit", "facts": {"visited_on": ["2026-03-24"]}}, 422),
        ({"event": "record_visit", "facts": []}, 422),
        ({"event": "record_visit", "sudo": True}, 422),
        ({"event": "<script>", "facts": {}}, 422),
        ({"event": "open_case", "facts": {}}, 422),
        ({"event": "link", "facts": {"case": "CP-2", "link": "siblings"}}, 409),
        ("x", 422),
        (None, 422),
    ],
)
def test_what_no_step_takes_is_refused_and_never_repeated(
    office: ApiOffice, document: Any, status: int
) -> None:
    asha = office.program()
    answer = asha.post("/cases/CP-1/events", document, seen=seen(asha))

    assert code(answer)[0] == status
    assert "<script>" not in answer.text.replace("`<script>`", "")
    assert "2026-03-24" not in answer.text


def test_all_that_is_wrong_is_told_at_once(office: ApiOffice) -> None:
    asha = office.program()
    facts = {**VISIT["facts"], "visited_on": "24 March", "child_seen": "perhaps"}

    answer = asha.post("/cases/CP-1/events", {**VISIT, "facts": facts}, seen=seen(asha))

    assert code(answer) == (422, "wrong_fact")
    told = [each["what"] for each in answer.json()["errors"]]
    assert answer.json()["detail"] == told[0]
    assert ["visited_on" in told[0], "child_seen" in told[1], len(told)] == [True, True, 2]
