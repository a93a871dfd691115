"""Documents that a history names: which count, and who reads those that few may read."""

from __future__ import annotations

from typing import Any

import pytest

from cases import a_workflow
from days import at, day
from workflow.case.edge import read_value
from workflow.case.handed_in import by_id, handed_in, may_read
from workflow.case.model import Event, Refused

FLOW = a_workflow("""
    facts:
      report:
        type: document
        personal: true
        restricted_when: "sealed or readers != None"
        read_by: [unit, chair]
        named_in: readers
      sealed: {type: yes_no}
      readers: {type: person, many: true}
    states: {open: {title: Open}}
    """)
REPORT = {"id": "d1", "media_type": "application/pdf", "size": 9, "sha256": "ab"}


def a_row(seq: int = 1, actor: str = "wale", command_id: str = "", **facts: Any) -> Event:
    return Event(
        seq=seq,
        name="receive",
        occurred_on=day("Mon 2 Mar 2026"),
        recorded_at=at("Mon 2 Mar 2026 09:00"),
        actor=actor,
        command_id=command_id,
        facts=facts,
    )


def read_by(person: str, *roles: str, chair: str = "", by: str = "", **facts: Any) -> bool:
    """Whether that person reads the report handed in with these facts."""
    (document,) = handed_in(FLOW, [a_row(command_id=by, report=REPORT, **facts)])
    return may_read(document, person, roles, {"chair": [chair]} if chair else {})


def test_who_sees_the_case_reads_what_is_not_restricted() -> None:
    assert read_by("anybody")
    assert read_by("anybody", sealed=False)


def test_a_restricted_document_is_read_by_those_named_and_by_roles_that_may() -> None:
    assert read_by("una", "unit", sealed=True)
    assert read_by("tess", readers=["tess"])
    assert not read_by("tess", "worker", sealed=True)
    assert not read_by("tess", readers=["asha"])


def test_who_handed_it_in_reads_it_but_nobody_of_that_name_by_a_link() -> None:
    assert read_by("wale", sealed=True)
    assert not read_by("wale", by="reply/12", sealed=True)


def test_of_a_role_that_somebody_holds_on_the_case_it_is_that_person() -> None:
    assert read_by("ivan", "chair", sealed=True)
    assert read_by("ivan", "chair", chair="ivan", sealed=True)
    assert not read_by("ivan", "chair", chair="imogen", sealed=True)


def test_what_an_earlier_report_said_restricts_no_other() -> None:
    rows = [a_row(1, sealed=True, report=REPORT), a_row(2, report={**REPORT, "id": "d2"})]

    assert [(each.id, each.restricted) for each in handed_in(FLOW, rows)] == [
        ("d1", True),
        ("d2", False),
    ]


@pytest.mark.parametrize("value", [7, ["d1"], {"name": "x"}, {"id": "d1", "path": "/etc"}, True])
def test_what_names_no_document_is_refused(value: object) -> None:
    with pytest.raises(Refused) as refused:
        read_value(FLOW.facts["report"], value)

    assert refused.value.code == "wrong_fact"


def test_a_document_is_told_by_its_id_and_is_the_same_with_all_that_is_known_of_it() -> None:
    told = {"report": read_value(FLOW.facts["report"], "d1"), "sealed": True}

    assert told == by_id(FLOW, {"report": REPORT, "sealed": True})
