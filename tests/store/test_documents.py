"""Documents on both databases: put aside, kept with a case, forgotten and destroyed."""

from __future__ import annotations

from datetime import timedelta

from days import at
from store.building import OPENED_AT, a_case, new, write
from workflow.store.database import Store
from workflow.store.stored_documents import StoredDocument

DAY = timedelta(days=1)


def a_document(id_: str = "d1", holder: str = "asha") -> StoredDocument:
    return StoredDocument(
        document_id=id_,
        holder=holder,
        until=OPENED_AT + DAY,
        name="Report.pdf",
        media_type="application/pdf",
        size=6,
        sha256="ab",
        put_at=OPENED_AT,
    )


def put_aside(store: Store, *documents: StoredDocument) -> None:
    with store.writing() as writing:
        for document in documents:
            writing.put_aside(document, [b"one", b"two"])


def parts(store: Store, id_: str = "d1") -> list[bytes]:
    with store.reading() as reading:
        return list(reading.parts(id_))


def ids(store: Store, holder: str = "asha", *, after: timedelta = timedelta()) -> list[str]:
    with store.reading() as reading:
        return [d.document_id for d in reading.put_aside_by(holder, OPENED_AT + after)]


def test_what_is_put_aside_comes_back_part_by_part(store: Store) -> None:
    put_aside(store, a_document())

    assert parts(store) == [b"one", b"two"]
    with store.reading() as reading:
        assert reading.document("d1") == a_document()
        assert reading.document("d2") is None


def test_everybody_has_put_aside_only_what_is_theirs_and_for_a_day(store: Store) -> None:
    put_aside(store, a_document("d1"), a_document("d2"), a_document("d3", "omar"))

    assert ids(store) == ["d1", "d2"]
    assert ids(store, "omar") == ["d3"]
    assert ids(store, after=DAY) == []


def test_what_was_not_handed_in_in_time_is_forgotten_with_its_bytes(store: Store) -> None:
    write(store, new(a_case()))
    put_aside(store, a_document("d1"), a_document("d2"))
    with store.writing() as writing:
        writing.keep_with_case(["d2"], "CP-1")
        writing.forget_documents(OPENED_AT + DAY)

    assert parts(store, "d1") == []
    assert parts(store, "d2") == [b"one", b"two"]
    assert ids(store) == []


def test_a_document_that_was_handed_in_belongs_to_its_case_and_is_no_longer_put_aside(
    store: Store,
) -> None:
    (case,) = write(store, new(a_case()))
    put_aside(store, a_document())
    with store.writing() as writing:
        writing.keep_with_case(["d1"], "CP-1")
        writing.forget_document("d1", "asha")

    with store.reading() as reading:
        (kept,) = reading.documents_of(case.case_id)
        assert reading.cases_with_documents() == ["CP-1"]
    assert (kept.document_id, kept.case_id, kept.until) == ("d1", case.case_id, None)
    assert ids(store) == []


def test_only_its_holder_takes_away_what_was_put_aside(store: Store) -> None:
    put_aside(store, a_document())
    with store.writing() as writing:
        writing.forget_document("d1", "omar")
    assert ids(store) == ["d1"]

    with store.writing() as writing:
        writing.forget_document("d1", "asha")
    assert ids(store) == []


def test_of_a_destroyed_document_its_hash_stays_and_nothing_that_says_what_it_was(
    store: Store,
) -> None:
    when = at("Tue 3 Mar 2026 09:00")
    (case,) = write(store, new(a_case()))
    put_aside(store, a_document())
    with store.writing() as writing:
        writing.keep_with_case(["d1"], "CP-1")
        writing.destroy_document("d1", when)

    with store.reading() as reading:
        (left,) = reading.documents_of(case.case_id)
    assert (left.name, left.sha256, left.destroyed_at) == ("", "ab", when)
    assert parts(store) == []
