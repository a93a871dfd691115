"""What goes wrong is told as problem details, whatever it is, and nothing else leaks."""

from __future__ import annotations

import logging

import pytest
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.programs import ApiOffice
from workflow.request_limit import LONGEST
from workflow.throttle import Throttle


def problem(answer: object) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]  # of two clients
    told = answer.json()  # type: ignore[attr-defined]  # of two clients
    assert told["status"] == answer.status_code  # type: ignore[attr-defined]  # of two clients
    assert {"type", "title", "detail"} <= told.keys()
    return told["status"], told["code"]


def test_unknown_addresses_and_methods_are_problems_too(office: ApiOffice) -> None:
    asha = office.program()

    assert problem(asha.get("/nothing")) == (404, "no_such_address")
    put = asha.client.put("/api/v1/cases/CP-1")
    assert problem(put) == (405, "method_not_allowed")
    assert put.headers["allow"] == "GET"
    assert problem(asha.get("/cases/CP-404")) == (404, "unknown_case")
    assert problem(asha.get("/cases/%00")) == (422, "wrong_request")
    assert problem(asha.get("/cases", limit=0)) == (422, "wrong_request")
    assert problem(asha.get("/cases", after="'; drop table")) == (422, "wrong_request")


def test_programs_that_change_more_than_a_minute_takes_hear_how_long_to_wait(
    office: ApiOffice,
) -> None:
    asha = office.program()
    (mounted,) = office.web.routes
    assert isinstance(mounted, Mount)
    mounted.app.state.pace = Throttle(lambda: 0.0, tries=2)  # type: ignore[attr-defined]  # our own
    answers = [asha.post("/cases", {"workflow": "nothing"}) for _ in range(3)]

    assert problem(answers[-1]) == (429, "too_often")
    assert answers[-1].headers["retry-after"] == "60"
    assert {answer.status_code for answer in answers[:2]} == {422}
    assert asha.get("/cases").status_code == 200


def test_too_much_and_what_is_no_json_are_refused(office: ApiOffice) -> None:
    asha = office.program().client
    path, json = "/api/v1/cases", {"Content-Type": "application/json", "Idempotency-Key": "k" * 8}

    assert problem(asha.post(path, content=b"x" * (LONGEST + 1), headers=json))[0] == 413
    streamed = asha.post(path, content=(b"[" * 10**5 for _ in range(20)), headers=json)
    assert problem(streamed)[0] == 413
    for wrong in (b"[" * 10**5, b"{", b"\xff", b'{"workflow": NaN}', b"1" * 5000):
        assert problem(asha.post(path, content=wrong, headers=json))[0] in (400, 422)


def test_a_fault_of_ours_is_told_without_what_it_says(
    office: ApiOffice, caplog: pytest.LogCaptureFixture
) -> None:
    asha = office.program()

    def broken() -> None:
        raise RuntimeError("Cleo was seen at home")

    object.__setattr__(office.app, "clock", broken)
    with caplog.at_level(logging.ERROR):
        answer = asha.get("/cases/CP-1")

    assert problem(answer) == (500, "fault")
    assert "Cleo" not in answer.text + caplog.text
    assert [record.__dict__["fault"] for record in caplog.records] == ["RuntimeError"]


def test_nothing_is_kept_on_the_way_and_the_description_is_open(office: ApiOffice) -> None:
    answer = TestClient(office.web).get("/api/v1/openapi.json")

    assert answer.json()["servers"] == [{"url": "/api/v1"}]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
