"""Documents handed in with a step: kept sealed, and opened for those who may read them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import files
from databases import Databases, by_hand
from days import at
from engine.building import Desk, a_person, staffed
from real_process import catalogue, release
from store.building import opened
from workflow.case.model import Refused
from workflow.engine.amend import Author
from workflow.engine.case_documents import CaseDocument, case_documents, open_document
from workflow.engine.correct import Change
from workflow.engine.correction import correct_case
from workflow.engine.document_shelf import DocumentDamaged, Shelf
from workflow.engine.participant_names import naming
from workflow.engine.sealing import NotSealedHere, Sealing
from workflow.store.database import Store
from workflow.store.stored import Person

DAY = "Tue 10 Mar 2026"
NOW = at(f"{DAY} 15:00")
SEALING = Sealing("k" * 32, "documents")
UNA, SAM = a_person("una", "conference_unit"), a_person("sam", "social_worker")
ASHA = a_person("asha")


def booked(store: Store) -> None:
    """A conference about CP-1 is booked for Mon 16 Mar 2026."""
    staffed(store)
    desk = Desk(store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.booked_only("Mon 16 Mar 2026", "CP-1", ref="CONF-1", kind="initial")


@pytest.fixture
def meeting(databases: Databases) -> Iterator[Desk]:
    """A desk with that conference."""
    with opened(databases.fresh(booked)) as store:
        yield Desk(store)


def shelf(desk: Desk, **parts: Any) -> Shelf:
    return Shelf(store=desk.store, **{"sealing": SEALING, "largest": 1000, **parts})


def put(desk: Desk, holder: str = "asha", content: bytes = files.PDF) -> str:
    return shelf(desk).put_aside(holder, "Report.pdf", io.BytesIO(content), NOW).document_id


def received(desk: Desk, **facts: Any) -> str:
    """A report of the school; returns its id."""
    document_id = put(desk)
    desk.does("CONF-1", "receive_report", DAY, reported_by="school", report=document_id, **facts)
    return document_id


def listed(desk: Desk, reader: Person | None = UNA) -> tuple[CaseDocument, ...]:
    with desk.store.reading() as reading:
        return case_documents(reading, catalogue(), "CONF-1", reader)


def content(
    desk: Desk, document_id: str, reader: Person | None = UNA, ref: str = "CONF-1"
) -> bytes:
    with desk.store.reading() as reading:
        found = open_document(reading, catalogue(), SEALING, ref, document_id, reader)
        with found.content as opened:
            return opened.read()


def refusal(desk: Desk, document_id: str, reader: Person, ref: str = "CONF-1") -> str:
    with pytest.raises(Refused) as refused:
        content(desk, document_id, reader, ref)
    return refused.value.code


def test_what_was_handed_in_comes_back_as_it_was(meeting: Desk) -> None:
    document_id = received(meeting)

    (report,) = listed(meeting)
    assert content(meeting, document_id) == files.PDF
    assert (report.what, report.participant, report.name) == ("Report", "school", "Report.pdf")
    assert report.lies_here
    assert not report.restricted


def test_the_history_holds_which_document_it_is_and_neither_its_name_nor_what_is_in_it(
    meeting: Desk,
) -> None:
    document_id = received(meeting)

    report = meeting.history("CONF-1")[-1].facts["report"]
    assert set(report) == {"id", "media_type", "size", "sha256"}
    assert (report["id"], report["size"]) == (document_id, len(files.PDF))


def test_the_database_alone_gives_no_document_away(meeting: Desk) -> None:
    document_id = received(meeting)

    with meeting.store.reading() as reading:
        assert all(b"%PDF" not in part for part in reading.parts(document_id))
        with pytest.raises(NotSealedHere):
            open_document(
                reading, catalogue(), Sealing("x" * 32, "documents"), "CONF-1", document_id, UNA
            )


def test_who_is_not_named_sees_that_a_restricted_report_is_there_and_no_more(
    meeting: Desk,
) -> None:
    document_id = received(meeting, report_restricted=True, restricted_from=["parent"])

    (report,) = listed(meeting, SAM)
    assert (report.restricted, report.readable, report.name) == (True, False, "")
    assert refusal(meeting, document_id, SAM) == "restricted_document"
    assert content(meeting, document_id, UNA) == files.PDF
    assert content(meeting, document_id, ASHA) == files.PDF  # who handed it in
    assert content(meeting, document_id, None) == files.PDF  # who works on the machine


def test_a_report_is_that_of_who_sent_it_and_not_of_those_it_is_kept_from(meeting: Desk) -> None:
    kept_from = ["parent", "supporter", "gp", "police", "school"]
    received(meeting, report_restricted=True, restricted_from=kept_from)

    (report,) = listed(meeting, UNA)
    assert report.participant == "school"
    assert not naming(release().workflow("conference")) & {"restricted_from", "report_shared_with"}


def test_a_report_with_named_readers_is_read_by_them(meeting: Desk) -> None:
    document_id = received(meeting, report_readers=["sam"])

    assert content(meeting, document_id, SAM) == files.PDF
    assert refusal(meeting, document_id, a_person("ben", "social_worker")) == "restricted_document"


def test_a_document_is_of_its_case_alone(meeting: Desk) -> None:
    document_id = received(meeting)

    assert refusal(meeting, document_id, UNA, ref="CP-1") == "unknown_document"


@pytest.mark.parametrize("value", ["{id}", {"id": "{id}"}])
def test_nobody_hands_in_what_somebody_else_put_aside(meeting: Desk, value: Any) -> None:
    theirs = put(meeting, "omar")
    given = {"id": theirs} if isinstance(value, dict) else theirs

    refused = meeting.refused(
        meeting.command("CONF-1", "receive_report", DAY, reported_by="school", report=given)
    )

    assert refused.code == "unknown_document"


def test_what_was_handed_in_cannot_be_handed_in_elsewhere(meeting: Desk) -> None:
    document_id = received(meeting)

    refused = meeting.refused(
        meeting.command("CONF-1", "send_report_to_unit", DAY, report=document_id)
    )

    assert refused.code == "unknown_document"


def test_after_a_day_it_has_to_be_chosen_again(meeting: Desk) -> None:
    document_id = put(meeting)

    refused = meeting.refused(
        meeting.command(
            "CONF-1", "receive_report", "Wed 11 Mar 2026", reported_by="school", report=document_id
        )
    )

    assert refused.code == "unknown_document"
    assert "choose the file again" in str(refused)


def test_a_step_that_is_refused_leaves_the_document_to_be_handed_in(meeting: Desk) -> None:
    document_id = put(meeting)
    meeting.refused(meeting.command("CONF-1", "receive_report", DAY, report=document_id))

    meeting.does("CONF-1", "receive_report", DAY, reported_by="gp", report=document_id)

    assert content(meeting, document_id) == files.PDF


def test_a_command_that_comes_twice_hands_it_in_once(meeting: Desk) -> None:
    document_id = put(meeting)
    command = meeting.command(
        "CONF-1", "receive_report", DAY,
        command_id="form-12345678", reported_by="school", report=document_id,
    )  # fmt: skip

    first, second = meeting.run(command), meeting.run(command)

    assert (first.repeated, second.repeated) == (False, True)
    assert len(listed(meeting)) == 1


def test_a_retracted_document_is_opened_no_more(meeting: Desk) -> None:
    document_id = received(meeting)

    meeting.corrects("CONF-1", meeting.row("receive_report", "CONF-1"), DAY, retract=True)

    assert listed(meeting) == ()
    assert refusal(meeting, document_id, UNA) == "unknown_document"


def test_a_correction_puts_another_document_in_its_place(meeting: Desk) -> None:
    wrong, right = received(meeting), put(meeting, content=files.PNG)
    row = meeting.row("receive_report", "CONF-1")
    author = Author(actor="asha", role="conference_unit", recorded_at=NOW, reason="wrong file")

    correct_case(
        meeting.store, catalogue(), "CONF-1", row,
        Change(facts={"report": right}), author, dry_run=False,
    )  # fmt: skip

    assert [each.id for each in listed(meeting)] == [right]
    assert content(meeting, right) == files.PNG
    assert refusal(meeting, wrong, UNA) == "unknown_document"


def test_a_document_whose_bytes_were_changed_is_not_given_out(meeting: Desk) -> None:
    document_id = received(meeting)
    with by_hand(meeting.store.url) as tool:
        tool.exec_driver_sql("DELETE FROM document_part")

    with pytest.raises(DocumentDamaged):
        content(meeting, document_id)


def test_of_a_destroyed_document_it_is_told_that_it_was_there(meeting: Desk) -> None:
    document_id = received(meeting)
    with meeting.store.writing() as writing:
        writing.destroy_document(document_id, NOW)

    (report,) = listed(meeting)
    assert (report.destroyed, report.lies_here, report.name) == (True, False, "")
    assert refusal(meeting, document_id, UNA) == "document_destroyed"


def test_a_document_over_the_limit_is_not_taken(meeting: Desk) -> None:
    with pytest.raises(Refused, match="2 kB, and a document may have 1 kB at most"):
        put(meeting, content=b"a" * 2000)


def test_without_a_secret_key_it_is_said_which_setting_to_set(meeting: Desk) -> None:
    plain = shelf(meeting, sealing=Sealing("", "documents"))

    with pytest.raises(Refused, match="CASEWARD_SECRET_KEY"):
        plain.put_aside("asha", "a.pdf", io.BytesIO(files.PDF), NOW)


def test_of_one_holder_the_last_twenty_are_kept(meeting: Desk) -> None:
    for minute in range(22):
        now = NOW + timedelta(minutes=minute)
        shelf(meeting).put_aside("asha", "a.pdf", io.BytesIO(files.PDF), now)

    with meeting.store.reading() as reading:
        kept = reading.put_aside_by("asha", NOW)
    assert len(kept) == 20
    assert kept[0].put_at == NOW + timedelta(minutes=2)
