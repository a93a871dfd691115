"""What programs send and ask for is taken as the standards say, and told in words for programs."""

from __future__ import annotations

import json
from typing import Any

from api.programs import ApiOffice, Program
from api.test_changing import VISIT, code, seen


def sent(program: Program, text: str, kind: str = "application/json") -> Any:
    headers = {"Content-Type": kind, "Idempotency-Key": "key-strict"}
    return program.client.post("/api/v1/cases", content=text, headers=headers)


def test_a_name_that_stands_twice_is_refused(office: ApiOffice) -> None:
    asha = office.program()

    assert code(sent(asha, '{"workflow": "conference", "workflow": "appeal"}')) == (
        400,
        "name_twice",
    )
    inner = '{"workflow": "conference", "facts": {"a": 1, "a": 2}}'
    assert code(sent(asha, inner)) == (400, "name_twice")


def test_what_is_not_called_json_is_not_read(office: ApiOffice) -> None:
    asha = office.program()
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert code(sent(asha, '{"workflow": "x"}', kind)) == (415, "wrong_content_type")
    assert sent(asha, '{"workflow": "x"}', "Application/JSON; charset=utf-8").status_code == 422


def test_marks_that_nobody_sees_are_left_out_as_on_pages(office: ApiOffice) -> None:
    asha = office.program()
    facts = {**VISIT["facts"], "who_was_seen": "Cl\u202eeo\u200b and\u00a0Sam\ufeff"}

    answer = asha.post("/cases/CP-1/events", {**VISIT, "facts": facts}, seen=seen(asha))

    assert answer.status_code == 201, json.dumps(answer.json())
    assert office.desk.history()[-1].facts["who_was_seen"] == "Cleo and Sam"


def test_the_head_of_a_case_is_that_of_the_case(office: ApiOffice) -> None:
    asha = office.program()
    head = asha.client.head("/api/v1/cases/CP-1")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == seen(asha)


def test_a_case_that_is_known_already_is_not_sent_again(office: ApiOffice) -> None:
    asha = office.program()
    etag = seen(asha)

    def asked(known: str) -> Any:
        return asha.client.get("/api/v1/cases/CP-1", headers={"If-None-Match": known})

    for known in (etag, f'"1", {etag}', f"W/{etag}", "*"):
        answer = asked(known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    assert asked('"1"').status_code == 200


def test_a_problem_says_what_a_program_does_and_names_no_command(office: ApiOffice) -> None:
    asha = office.program()
    etag = seen(asha)
    answers = [
        asha.get("/cases/CP-404"),
        asha.post(
            "/cases/CP-1/corrections", {"row": 999, "reason": "-", "facts": {"sex": "M"}}, seen=etag
        ),
        asha.post("/cases/CP-1/events", {"event": "book_conference"}, seen=etag),
        asha.post("/cases/CP-1/events", {"event": "hold_strategy_discussion"}, seen=etag),
    ]

    details = [answer.json()["detail"] for answer in answers]

    assert not any("caseward " in detail for detail in details), details
    assert details[0] == "There is no case CP-404; `GET /api/v1/cases` shows those there are."
    assert "`GET /api/v1/cases/CP-1/history` shows its rows" in details[1]
