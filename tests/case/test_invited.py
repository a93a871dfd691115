"""Rows of participants that cannot be right are refused; what is missing is said."""

from __future__ import annotations

from typing import Any

import pytest

from cases import Office
from days import day
from workflow.case.model import Refused

CHILD = """
    workflow: child
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    facts: {born_on: {type: date}, age: {type: number, years_since: born_on}}
    open_case: {by: [worker], may_ask: [born_on], to: open}
    states:
      open: {title: Open, steps: {end: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    """
MEETING = """
    workflow: meeting
    links: {considers: {to: child, inverse: meetings, many: yes}}
    facts:
      people: {type: rows, columns: [kind, name, agency, email, person]}
      attended: {type: text, many: yes}
      speaks: {type: text, label: Who speaks, family: must_not}
      sent_out: {type: text, label: Sent out, family: must}
    open_case: {by: [worker], asks: [considers], to: open}
    participants:
      in: people
      of: considers
      kinds:
        parent: {title: Parent, invite: must, family: yes}
        worker: {title: Social worker, agency: Care, invite: must}
        school: {title: School, agency: Education, invite: must, when: "age >= 5"}
        nursery: {title: Nursery, agency: Early years, invite: must, when: "age < 5"}
        police: {title: Police, agency: Police}
        press: {title: Press, invite: must_not}
    quorum: {of: attended, must_include: [Care], other_agencies: 1}
    states:
      open:
        title: Open
        steps:
          invite: {by: [worker], asks: [people], stay: yes}
          book: {by: [worker], may_ask: [speaks, sent_out], stay: yes}
          meet: {by: [worker], asks: [attended], stay: yes}
    """
MONDAY = "Mon 2 Mar 2026"
SEVEN, THREE = day("Mon 4 Mar 2019"), day("Wed 1 Mar 2023")
PARENT, WORKER = {"kind": "parent", "name": "Mo"}, {"kind": "worker", "person": "w.1"}
SCHOOL = {"kind": "school", "agency": "Hill Primary"}


@pytest.fixture
def office() -> Office:
    """A meeting M-1 about two children, one of school age and one below it."""
    office = Office(CHILD, MEETING)
    office.opened(MONDAY, "A-1", born_on=SEVEN)
    office.opened(MONDAY, "A-2", born_on=THREE)
    office.opened(MONDAY, "M-1", workflow="meeting", considers=["A-1", "A-2"])
    return office


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [PARENT, {"name": "Mo"}],
            "row 2 of `people` says no kind; say of each row what kind of participant it is",
        ),
        (
            [{"kind": "shcool"}],
            "row 1 of `people` has a kind that is not known; did you mean `school`?",
        ),
        (
            [{"kind": "Mrs Invented"}],  # a name in the wrong column is not repeated
            "row 1 of `people` has a kind that is not known; its kinds: parent, worker, school,"
            " nursery, police, press",
        ),
        (
            [PARENT, {"kind": "press"}],
            "row 2 of `people` is of the kind Press, which must not be invited; take it out",
        ),
        (
            [WORKER, PARENT, {"kind": "school", "person": " W.1"}],
            "`people` has the same person as Social worker (row 1) and as School (row 3); give"
            " each one kind",
        ),
        (
            [
                {"kind": "parent", "email": "mo@example.org"},
                {"kind": "police", "email": "Mo@example.org"},
            ],
            "`people` has the same e-mail address as Parent (row 1) and as Police (row 2); give"
            " each one kind",
        ),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_right_is_refused(
    office: Office, rows: list[dict[str, str]], sentence: str
) -> None:
    refused = office.refused("invite", MONDAY, to="M-1", people=rows)

    assert (refused.code, str(refused)) == ("wrong_participants", sentence)


def test_a_slip_of_the_pen_leaves_no_agency_out_of_the_quorum(office: Office) -> None:
    refused = office.refused("meet", MONDAY, to="M-1", attended=["worker", "scool"])

    assert (refused.code, str(refused)) == (
        "wrong_participants",
        "`attended` names `scool`, which is no kind of participant; did you mean `school`?",
    )
    office.happened("meet", MONDAY, to="M-1", attended=["worker", "school/2"])


def test_two_of_one_kind_may_share_an_address(office: Office) -> None:
    shared = [{"kind": "school", "name": name, "email": "desk@example.org"} for name in ("A", "B")]

    office.happened("invite", MONDAY, to="M-1", people=[PARENT, WORKER, *shared])


@pytest.mark.parametrize(
    ("rows", "warnings"),
    [
        ([PARENT, WORKER, SCHOOL, {"kind": "nursery", "name": "Ivy"}], ()),
        ([PARENT, WORKER, SCHOOL], ("Not invited, and should be: Nursery (for A-2).",)),
        (
            [PARENT, {"kind": "nursery"}],
            (
                "Not invited, and should be: Social worker, School (for A-1).",
                "Nobody is named as nursery.",
                "Those invited cannot make a quorum: it needs Care and 1 other agency.",
            ),
        ),
        (
            [PARENT, WORKER, SCHOOL, {"kind": "nursery", "name": "Ivy"}, {**PARENT, "name": "mo "}],
            ("Rows 1 and 5 have the same name: each gets every letter.",),
        ),
    ],
)
def test_who_is_missing_is_said_and_stops_nobody(
    office: Office, rows: list[dict[str, str]], warnings: tuple[str, ...]
) -> None:
    office.happened("invite", MONDAY, to="M-1", people=rows)

    assert office.last_step("M-1").effects.warnings == warnings


def test_of_a_child_whose_case_is_closed_nothing_is_asked(office: Office) -> None:
    office.happened("end", MONDAY, to="A-2")

    office.happened("invite", MONDAY, to="M-1", people=[PARENT, WORKER, SCHOOL])

    assert office.last_step("M-1").effects.warnings == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"speaks": "parent"},
            "`speaks` (Who speaks) names somebody who is here as Parent: a relative or a friend of"
            " the family cannot be asked to; name another",
        ),
        (
            {"speaks": "mo "},
            "`speaks` (Who speaks) names somebody who is here as Parent: a relative or a friend of"
            " the family cannot be asked to; name another",
        ),
        (
            {"sent_out": "worker/2"},
            "`sent_out` (Sent out) names somebody who is here as Social worker, who is not of the"
            " family; name the member of the family who is meant",
        ),
    ],
)
def test_family_is_told_from_others(office: Office, facts: dict[str, Any], sentence: str) -> None:
    office.happened("invite", MONDAY, to="M-1", people=[PARENT, WORKER])

    refused = office.refused("book", MONDAY, to="M-1", **facts)

    assert (refused.code, str(refused)) == ("wrong_participant", sentence)


def test_whoever_is_no_participant_can_be_named(office: Office) -> None:
    office.happened("invite", MONDAY, to="M-1", people=[PARENT, WORKER])

    office.happened("book", MONDAY, to="M-1", speaks="Example Interpreters", sent_out="Mo")

    assert office.fact("speaks", "M-1") == "Example Interpreters"


# -- who is named ----------------------------------------------------------------------------------

NAMING = """
    workflow: meeting
    participants: {in: people, kinds: {parent: {family: yes}, school: {agency: Education}}}
    facts:
      people: {type: rows, columns: [kind, name, email], personal: yes}
      kept_from: {type: text, many: yes, names_participant: yes}
      told_by: {type: text, names_participant: yes}
    open_case: {by: [worker], asks: [people], to: open}
    states:
      open:
        title: Open
        steps:
          keep: {by: [worker], may_ask: [kept_from, told_by], stay: yes}
    """


@pytest.fixture
def named() -> Office:
    office = Office(NAMING)
    people = [{"kind": "parent", "name": "Ann"}, {"kind": "parent", "name": "Ben"}]
    office.opened("Mon 2 Mar 2026", people=people)
    return office


def test_who_is_named_takes_part(named: Office) -> None:
    named.happened("keep", "Tue 3 Mar 2026", kept_from=["parent", "parent/2"], told_by="school")


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({"kept_from": ["parent/2", "parent/3"]}, ["did you mean `parent/2`?"]),
        ({"told_by": "Ann"}, ["; name one of: parent, parent/2, school"]),
        ({"told_by": "x", "kept_from": ["schol"]}, ["parent/2, school", "did you mean `school`?"]),
    ],
)
def test_who_does_not_take_part_cannot_be_named(
    named: Office, facts: dict[str, Any], sentences: list[str]
) -> None:
    refused = named.refused("keep", "Tue 3 Mar 2026", **facts)

    assert {each.code for each in refused.all()} == {"wrong_participant"}
    for each, sentence in zip(refused.all(), sentences, strict=True):
        assert str(each).endswith(sentence)
        assert "Ann" not in str(each)


@pytest.mark.parametrize("email", ["mary.example.org", "a@b", "a b@x.example", "<a@x.example>"])
def test_an_address_that_cannot_be_one_is_told(email: str) -> None:
    office = Office(NAMING)
    people = [{"kind": "parent", "name": "Ann", "email": email}]

    with pytest.raises(Refused, match="row 1 of `people` has an e-mail address that cannot be"):
        office.opened("Mon 2 Mar 2026", people=people)
