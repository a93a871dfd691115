"""What is written of a case is read back as it was, and only by its own authority."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from days import at, day
from store.building import OPENED_AT, a_case, a_row, a_task, new, next_, opened, publish, write
from workflow.case.model import Cause, Kind, Move
from workflow.case.record import case_record, event_record
from workflow.clock import LONDON
from workflow.store.chain import broken_at
from workflow.store.database import Store
from workflow.store.stored import CaseChange, CaseHead, StoredCase


def read(store: Store, ref: str = "CP-1") -> StoredCase:
    with store.reading() as reading:
        found = reading.case(ref)
    assert found is not None
    return found


def test_a_case_is_read_back_as_it_was_written(store: Store) -> None:
    case = a_case(facts={"title": "Emma"}, links={"follows": {"CP-9": True, "CP-2": False}})

    [written] = write(store, new(case, fold_version=7))

    assert read(store) == written
    assert written.snapshot == json.loads(json.dumps(case_record(case)))
    assert list(read(store).snapshot["links"]["follows"]) == ["CP-9", "CP-2"]
    assert (written.workflow, written.release, written.calendar) == ("loan", 1, 1)
    assert (written.head_seq, written.fold_version, written.closed) == (1, 7, False)


def test_a_reference_that_no_case_has_is_answered_with_nothing(store: Store) -> None:
    with store.reading() as reading:
        assert reading.case("CP-1") is None
        assert reading.history("019c") == []
        assert reading.by_command("form-7") is None
        assert reading.release(1) is None


def test_a_history_is_read_back_as_it_was_recorded(store: Store) -> None:
    rows = [
        a_row(1, "open_case", facts={"lender": "Ada"}, moves=(Move("", "lent"),)),
        a_row(2, occurred_on=at("Mon 2 Mar 2026 08:30"), caused_by=Cause("CP-9", 4)),
        a_row(3, "rung_fired", kind=Kind.DEED, command_id="timer-1", placed_after=1),
    ]

    [case] = write(store, new(a_case(), rows))

    with store.reading() as reading:
        history = reading.history(case.case_id)
    assert [row.record for row in history] == [event_record(row) for row in rows]
    assert history[-1].hash == case.head_hash
    assert len({row.salt for row in history}) == 3


def test_a_row_that_was_recorded_in_another_zone_is_kept_in_utc_and_fits_the_chain(
    store: Store,
) -> None:
    in_june = at("Mon 1 Jun 2026 10:00").astimezone(LONDON)

    [case] = write(store, new(a_case(), [a_row(1, recorded_at=in_june)]))

    with store.reading() as reading:
        history = reading.history(case.case_id)
    assert history[0].record["recorded_at"] == "2026-06-01T09:00:00+00:00"
    assert broken_at(case.case_id, history, case.head_hash) is None


def test_a_case_grows_and_its_chain_goes_on(store: Store) -> None:
    write(store, new(a_case()))
    for _ in range(3):
        with store.writing() as writing:
            writing.flush([next_(writing.case("CP-1"))])

    case = read(store)
    with store.reading() as reading:
        history = reading.history(case.case_id)
    assert (case.revision, case.head_seq) == (4, 4)
    assert [row.seq for row in history] == [1, 2, 3, 4]
    assert broken_at(case.case_id, history, case.head_hash) is None


def test_a_case_may_be_written_twice_in_one_transaction(store: Store) -> None:
    with store.writing() as writing:
        publish(writing)
        [first] = writing.flush([new(a_case())])
        [second] = writing.flush([next_(first)])
        assert writing.case("CP-1") == second

    assert read(store).head_seq == 2


def test_a_snapshot_can_be_made_anew_without_a_new_row(store: Store) -> None:
    [was] = write(store, new(a_case(), fold_version=1))
    with store.writing() as writing:
        writing.flush([CaseChange(was=was, case=a_case(state=("late",)), fold_version=2)])

    case = read(store)
    assert (case.fold_version, case.snapshot["state"]) == (2, ["late"])
    assert (case.head_seq, case.head_hash) == (was.head_seq, was.head_hash)


def test_the_row_of_a_command_is_found_with_its_case(store: Store) -> None:
    write(store, new(a_case("CP-1")), new(a_case("CP-2"), [a_row(1, command_id="form-7")]))

    with store.reading() as reading:
        found = reading.by_command("form-7")
    assert found is not None
    ref, row = found
    assert (ref, row.seq, row.record["command_id"]) == ("CP-2", 1, "form-7")


def test_cases_come_in_the_order_in_which_they_were_opened(store: Store) -> None:
    later = a_case("CP-1", opened_at=OPENED_AT + timedelta(days=1))
    closed = a_case("CP-2", closed_on=day("Tue 3 Mar 2026"))
    other = a_case("CF-1", workflow="fine", opened_at=OPENED_AT + timedelta(days=2))

    write(store, new(later), new(other), new(closed))

    with store.reading() as reading:
        assert [case.ref for case in reading.cases()] == ["CP-2", "CP-1", "CF-1"]
        assert [case.ref for case in reading.cases("loan")] == ["CP-2", "CP-1"]
        assert [case.ref for case in reading.cases(open_only=True)] == ["CP-1", "CF-1"]
        assert [case.ref for case in reading.cases("loan", open_only=True)] == ["CP-1"]
        assert [(head.ref, head.closed) for head in reading.heads()] == [
            ("CP-2", True),
            ("CP-1", False),
            ("CF-1", False),
        ]


def test_the_head_of_a_case_says_where_it_is(store: Store) -> None:
    write(store, new(a_case("CP-1", state=("late", "unpaid"))))

    with store.reading() as reading:
        assert reading.heads() == [
            CaseHead("CP-1", "loan", "", 1, ("late", "unpaid"), day("Mon 2 Mar 2026"), False)
        ]


def test_the_id_of_a_case_is_a_uuid_of_version_7_for_when_it_was_opened(store: Store) -> None:
    [case] = write(store, new(a_case()))

    id_ = UUID(case.case_id)
    assert (id_.version, id_.variant) == (7, "specified in RFC 4122")
    assert id_.int >> 80 == int(OPENED_AT.timestamp() * 1000)


def test_another_authority_sees_nothing_and_counts_its_own(store: Store) -> None:
    write(store, new(a_case(tasks=(a_task(),)), indexed={"reader": "R-1"}))

    with opened(store.url, authority="341") as other, other.reading() as reading:
        assert reading.case("CP-1") is None
        assert list(reading.cases()) == []
        assert reading.open_tasks() == []
        assert reading.releases() == []
        assert set(reading.counts().values()) == {0}
    with store.reading() as reading:
        assert reading.counts("case", "task") == {"case": 1, "task": 1}


def test_two_authorities_may_use_one_reference(store: Store) -> None:
    write(store, new(a_case()))
    with opened(store.url, authority="341") as other:
        write(other, new(a_case(revision=5)))

    assert read(store).revision == 1
