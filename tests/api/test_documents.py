"""Documents by the API: listed for who sees the case, given to who may read them."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

import files
from api.programs import ApiOffice

DAY = "Tue 24 Mar 2026"


@pytest.fixture
def reported(office: ApiOffice) -> tuple[ApiOffice, str]:
    """An office with a report with restricted parts to a conference, and its id."""
    settings = office.app.settings.model_copy(update={"secret_key": "k" * 32})
    office = ApiOffice(replace(office.app, settings=settings), office.desk)
    office.desk.booked_only("Mon 30 Mar 2026", "CP-2", ref="CONF-2", kind="initial")
    shelf, now = office.app.shelf, office.app.now()
    document = shelf.put_aside("asha", "Report.pdf", io.BytesIO(files.PDF), now)
    office.desk.does(
        "CONF-2", "receive_report", DAY,
        reported_by="school", report=document.document_id,
        report_restricted=True, restricted_from=["parent"],
    )  # fmt: skip
    return office, document.document_id


def test_a_document_is_given_to_who_may_read_it(reported: tuple[ApiOffice, str]) -> None:
    office, report = reported
    asha = office.program()

    (listed,) = asha.get("/cases/CONF-2/documents").json()["documents"]
    answer = asha.get(f"/cases/CONF-2/documents/{report}")

    assert (listed["id"], listed["name"], listed["restricted"]) == (report, "Report.pdf", True)
    assert answer.content == files.PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert ("asha", f"document {report}") in office.looked("CONF-2")


def test_who_is_not_named_gets_neither_the_document_nor_its_name(
    reported: tuple[ApiOffice, str],
) -> None:
    office, report = reported
    ben = office.program("ben")

    (listed,) = ben.get("/cases/CONF-2/documents").json()["documents"]
    answer = ben.get(f"/cases/CONF-2/documents/{report}")

    assert (listed["name"], listed["readable"]) == ("", False)
    assert answer.status_code == 403
    assert answer.json()["code"] == "restricted_document"
    assert ("ben", f"kept from document {report}") in office.looked("CONF-2")
    assert "Report.pdf" not in ben.get("/cases/CONF-2").text
    assert "Report.pdf" not in ben.get("/cases/CONF-2/history").text


def test_an_id_of_another_case_is_not_there(reported: tuple[ApiOffice, str]) -> None:
    office, report = reported
    answer = office.program().get(f"/cases/CP-2/documents/{report}")

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_document")


def test_a_program_hands_in_no_document_that_its_person_did_not_put_aside(
    reported: tuple[ApiOffice, str],
) -> None:
    office, report = reported
    asha = office.program()
    seen = asha.get("/cases/CONF-2").headers["etag"]
    facts = {"reported_by": "gp", "report": {"id": report}}

    answer = asha.post(
        "/cases/CONF-2/events", {"event": "receive_report", "facts": facts}, seen=seen
    )

    assert answer.json()["code"] == "unknown_document"


def test_a_program_puts_a_document_aside_and_hands_it_in(reported: tuple[ApiOffice, str]) -> None:
    office, _ = reported
    asha = office.program()

    put = asha.puts_aside("Report of the doctor.pdf", files.PDF)
    seen = asha.get("/cases/CONF-2").headers["etag"]
    step = {"event": "receive_report", "role": "conference_unit"}
    facts = {"reported_by": "gp", "report": {"id": put.json()["id"]}}
    done = asha.post("/cases/CONF-2/events", {**step, "facts": facts}, seen=seen)

    assert put.status_code == 201
    assert put.json()["name"] == "Report of the doctor.pdf"
    assert done.status_code == 201
    assert asha.get(f"/cases/CONF-2/documents/{put.json()['id']}").content == files.PDF


def test_nobody_elses_program_hands_it_in(reported: tuple[ApiOffice, str]) -> None:
    office, _ = reported
    put = office.program("ben").puts_aside("Report.pdf", files.PDF).json()["id"]
    asha = office.program()
    seen = asha.get("/cases/CONF-2").headers["etag"]
    facts = {"reported_by": "gp", "report": {"id": put}}

    step = {"event": "receive_report", "role": "conference_unit", "facts": facts}
    answer = asha.post("/cases/CONF-2/events", step, seen=seen)

    assert answer.json()["code"] == "unknown_document"


def test_a_file_that_is_not_taken_is_told_so(reported: tuple[ApiOffice, str]) -> None:
    office, _ = reported
    asha = office.program()

    wrong = asha.puts_aside("Report.pdf", b"MZ\x00\x01")
    large = asha.puts_aside("Report.pdf", b"%PDF-" + b"x" * office.app.shelf.largest)
    longer = asha.puts_aside("Report.pdf", b"x" * (2 * office.app.shelf.largest + 1_000_001))

    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_document")
    assert (large.status_code, large.json()["code"]) == (422, "wrong_document")
    assert (longer.status_code, longer.json()["code"]) == (413, "too_long")
