"""What a step sends: to whom, in which words, by which way; and who is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from days import day
from engine.letter_desks import DeskOf
from engine.sending import PARENT, SCHOOL
from workflow.engine.letterhead import Letterhead
from workflow.engine.outbox import release
from workflow.errors import WrongUse

OPENED, INVITED = "Mon 2 Mar 2026", "Tue 3 Mar 2026"
AT_HOME = {"at_home/subject.txt": "S", "at_home/body.txt": "B"}
SECURE = Letterhead(base_url="https://caseward.example", secure_mail=True)


def test_each_recipient_belongs_to_the_first_line_that_fits(desk_of: DeskOf) -> None:
    desk = desk_of(
        """
to:
  - {participants: parent, wording: parents}
  - {participants: everybody}
""",
        {"parents/subject.txt": "You are asked", "parents/body.txt": "You are asked"},
    )
    desk.opened(OPENED, people=[PARENT, SCHOOL, {**PARENT, "name": "Sam", "email": "s@x.example"}])

    desk.does("invite", INVITED)

    assert desk.told() == [
        ("participant:M-1/parent", "waiting"),
        ("participant:M-1/parent/2", "waiting"),
        ("participant:M-1/school", "waiting"),
    ]
    assert desk.to("/parent").said.subject == "You are asked"
    assert desk.to("/school").said.subject == "M-1"
    assert "Dear Northwick School" in desk.to("/school").said.text
    assert desk.to("/school").key == "M-1/2/invitation/participant:M-1/school"
    assert (desk.to("/parent").said.family, desk.to("/school").said.family) == (True, False)


def test_an_office_told_in_facts_is_no_home_and_a_name_is_one(desk_of: DeskOf) -> None:
    office, home = "{agency: venue, email: venue}", "{name: kind, email: venue}"
    desk = desk_of(f"to: [{{address: {office}}}, {{address: {home}, wording: at_home}}]", AT_HOME)
    desk.opened(OPENED, venue="desk@office.example", kind="first")

    desk.does("invite", INVITED)

    assert desk.to("M-1/venue").said.family is False
    assert desk.to("M-1/kind").said.family is True


def test_the_people_behind_roles_are_told_here_and_in_tied_cases_nobody_twice(
    desk_of: DeskOf,
) -> None:
    desk = desk_of("to: [{roles: planner}, {roles: worker, of: looks_at}]")
    desk.opened(OPENED, {}, {})
    desk.does("assign", OPENED, to="H-2", role="worker", person="ben")

    desk.does("invite", INVITED)

    assert desk.told() == [("asha", "waiting"), ("ben", "waiting")]


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        ("to: {participants: parent, when: \"kind == 'review'\"}", []),
        ("to: {participants: parent, named_in: restricted_from}", ["parent"]),
        ("to: {participants: parent, not_in: restricted_from}", ["parent/2"]),
        ("to: {participants: agencies}", ["school"]),
        ("to: {participants: family}", ["parent", "parent/2"]),
        ('to: {participants: parent, of: looks_at, when: "age >= 12"}', ["parent/2"]),
    ],
)
def test_a_line_is_for_some_of_the_participants(
    desk_of: DeskOf, notice: str, told: list[str]
) -> None:
    desk = desk_of(notice)
    one, other = {**PARENT, "case": "H-1"}, {**PARENT, "name": "Sam", "email": "", "case": "H-2"}
    desk.opened(OPENED, {"age": 3}, {"age": 14}, people=[one, other, SCHOOL], kind="first")

    desk.does("invite", INVITED, restricted_from=["Robin invented "])

    assert [name.removeprefix("participant:M-1/") for name, _ in desk.told()] == told


def test_words_read_the_case_those_tied_to_it_and_its_people(desk_of: DeskOf) -> None:
    body = """
{{ kind.label }}{% if kind == 'first' %}!{% endif %} at {{ venue }}, {{ planned_for | day }}
{% for home in looks_at %}{{ home.reference }}: {{ home.family_name }}, {{ home.decision.label }}.
{{ home.holders.worker.name }} on {{ home.holders.worker.phone }}.
{% endfor %}
{% for person in participants %}{{ person.ref }} {{ person.title }} {{ person.full_name }};
{% endfor %}
{% if is_first %}First.{% endif %} Chair: {{ chair.name }}. By {{ due.write_up | short_day }}.
{% if holders.planner is none %}Nobody plans.{% endif %} {{ state_title }}{{ link }}
{{ recipient.participant }} is {{ recipient.title }}
"""
    notice = """
secure: yes
reads: {is_first: "kind == 'first'"}
to: {participants: parent}
"""
    desk = desk_of(notice, {"body.txt": body}, SECURE)
    home = {"family_name": "Invented", "decision": "help"}
    when = "2026-03-17T10:00:00+00:00"
    desk.opened(
        OPENED,
        home,
        kind="first",
        chair="Sam Chair",
        people=[PARENT],
        planned_for=when,
        venue="Room 4",
    )
    desk.does("assign", OPENED, to="H-1", role="worker", person="asha")

    desk.does("invite", INVITED)

    text = " ".join(desk.to("/parent").said.text.split())
    assert "First meeting! at Room 4, Tuesday 17 March 2026" in text
    assert "H-1: Invented, Help is given. asha (invented) on 01632 960123." in text
    assert "parent Parent Robin Invented;" in text
    assert "First. Chair: Sam Chair. By 24 March 2026." in text
    assert "Nobody plans. Being planned parent is Parent" in text


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{{ kind }}", "by its label"),
        ("{{ kin }}", "`kin` is not among the names"),
        ("{{ people }}", "`people` is not"),
        ("{% for home in looks_at %}{{ home.lives_at }}{% endfor %}", "lives_at"),
        ("{{ holders.wroker.name }}", "wroker"),
        ("{{ venue }}", "nothing to print"),
    ],
)
def test_what_words_may_not_say_is_told_and_the_step_stands(
    desk_of: DeskOf, body: str, why: str
) -> None:
    desk = desk_of("to: {participants: parent}", {"body.txt": body}, SECURE)
    desk.opened(OPENED, {"lives_at": "1 High Street"}, people=[PARENT], kind="first")

    desk.does("invite", INVITED)

    (message,) = desk.messages()
    assert message.state == "cannot_render"
    assert why in message.why


def test_an_agency_may_be_told_an_address_by_name(desk_of: DeskOf) -> None:
    desk = desk_of(
        "to: {participants: agencies, tells: lives_at}\nsecure: yes",
        {"body.txt": "{% for home in looks_at %}{{ home.lives_at }}{% endfor %}"},
        SECURE,
    )
    desk.opened(OPENED, {"lives_at": "1 High Street"}, people=[SCHOOL])

    desk.does("invite", INVITED)

    assert "1 High Street" in desk.to("/school").said.text


@pytest.mark.parametrize(
    ("notice", "row", "way", "address"),
    [
        ("", {}, "email", "robin@home.example"),
        ("", {"preferred": "post"}, "post", "Robin Invented\n1 High Street\nNorthwick"),
        ("", {"never": ["email"]}, "post", "Robin Invented\n1 High Street\nNorthwick"),
        (", ways: [post]", {}, "post", "Robin Invented\n1 High Street\nNorthwick"),
        ("", {"preferred": "text", "mobile": "07700 900123"}, "text", "07700 900123"),
    ],
)
def test_it_goes_by_a_way_that_is_preferred_and_safe(
    desk_of: DeskOf, notice: str, row: dict[str, object], way: str, address: str
) -> None:
    desk = desk_of(f"to: {{participants: parent{notice}}}", {"text.txt": "We have written to you."})
    desk.opened(OPENED, people=[{**PARENT, **row}])

    desk.does("invite", INVITED)

    said = desk.to("/parent").said
    assert (said.way, said.address) == (way, address)
    assert (said.text == "We have written to you.") == (way == "text")
    assert bool(said.letter) == (way == "post")


@pytest.mark.parametrize("never", ["email, post", "emial"])
def test_without_a_safe_way_somebody_has_to_see_to_it(desk_of: DeskOf, never: str) -> None:
    desk = desk_of("to: {participants: parent}")
    desk.opened(OPENED, people=[{**PARENT, "never": never}])

    desk.does("invite", INVITED)

    assert desk.told() == [("participant:M-1/parent", "no_safe_way")]


@pytest.mark.parametrize(("secure_mail", "way"), [(False, "post"), (True, "email")])
def test_what_is_personal_goes_by_post_where_mail_is_not_secure(
    desk_of: DeskOf, secure_mail: bool, way: str
) -> None:
    desk = desk_of(
        "secure: yes\nto: {participants: parent}",
        {"body.txt": "{% for home in looks_at %}{{ home.family_name }}{% endfor %}"},
        Letterhead(secure_mail=secure_mail),
    )
    desk.opened(OPENED, {"family_name": "Invented"}, people=[PARENT])

    desk.does("invite", INVITED)

    assert desk.to("/parent").said.way == way


def test_who_is_left_out_gets_nothing_and_that_is_on_the_record(desk_of: DeskOf) -> None:
    desk = desk_of("to: {participants: everybody}")
    desk.opened(OPENED, {"not_to_be_told": [" robin INVENTED"]}, people=[PARENT, SCHOOL])

    desk.does("invite", INVITED)

    assert desk.told() == [
        ("participant:M-1/parent", "left_out"),
        ("participant:M-1/school", "waiting"),
    ]
    assert desk.to("/parent").state == "withdrawn"
    assert desk.to("/parent").said.text == ""


def test_a_family_that_is_to_be_left_in_peace_is_told_nothing(desk_of: DeskOf) -> None:
    desk = desk_of("to: {participants: everybody}")
    desk.opened(OPENED, people=[PARENT, SCHOOL])
    desk.does("record_grief", OPENED, to="H-1", grieves=True)

    desk.does("invite", INVITED)

    assert desk.told() == [
        ("participant:M-1/parent", "silence"),
        ("participant:M-1/school", "waiting"),
    ]


def test_what_must_be_looked_at_first_is_held(desk_of: DeskOf) -> None:
    desk = desk_of("shown_first: yes\ngoes: once\nto: {participants: parent}")
    desk.opened(OPENED, people=[PARENT])

    desk.does("invite", INVITED)

    assert desk.told() == [("participant:M-1/parent", "held")]
    assert desk.to("/parent").said.only_once


def test_a_step_given_twice_sends_once(desk_of: DeskOf) -> None:
    desk = desk_of("to: {participants: parent}")
    desk.opened(OPENED, people=[PARENT])
    command = desk.command("invite", INVITED, command_id="form-1")

    desk.run(command)
    desk.run(command)

    assert len(desk.messages()) == 1


UNTIL_MOVED = "again_when: [planned_for, venue]\nto: {participants: everybody}"
GUEST = {"kind": "guest", "name": "Gail Invented", "email": "gail@x.example"}


def test_one_more_person_is_invited_and_nobody_else_again(desk_of: DeskOf) -> None:
    desk = desk_of(UNTIL_MOVED)
    desk.opened(OPENED, people=[PARENT, SCHOOL], planned_for="2026-03-17T10:00:00+00:00")
    desk.does("invite", INVITED)

    desk.does("invite", "Wed 4 Mar 2026", people=[PARENT, GUEST, SCHOOL])

    rows = [(m.recipient.rpartition("M-1/")[2], m.content["row"]) for m in desk.messages()]
    assert sorted(rows) == [("guest", 3), ("parent", 2), ("school", 2)]


@pytest.mark.parametrize(
    "changed",
    [
        {"venue": "Room 4"},
        {"planned_for": "2026-04-01T10:00:00+01:00"},
        {"people": [{**PARENT, "email": "new@home.example"}]},
    ],
)
def test_all_are_invited_again_to_another_meeting_and_who_has_another_address(
    desk_of: DeskOf, changed: dict[str, Any]
) -> None:
    desk = desk_of(UNTIL_MOVED)
    desk.opened(OPENED, people=[PARENT], planned_for="2026-03-17T10:00:00+00:00")
    desk.does("invite", INVITED)

    desk.does("invite", "Wed 4 Mar 2026", **changed)

    assert [m.content["row"] for m in desk.messages()] == [2, 3]


def test_what_never_went_to_somebody_is_sent_again(desk_of: DeskOf) -> None:
    desk = desk_of(UNTIL_MOVED)
    desk.opened(OPENED, people=[PARENT])
    desk.does("invite", INVITED)
    with desk.store.writing() as writing:
        writing.withdraw([posting.id for posting in desk.postings()], "a_person")

    desk.does("invite", "Wed 4 Mar 2026")

    assert [state for _, state in desk.told()] == ["a_person", "waiting"]


def test_whoever_is_left_out_now_is_not_sent_what_waits_for_them_in_tied_cases(
    desk_of: DeskOf,
) -> None:
    desk = desk_of("to: {participants: everybody}")
    desk.opened(OPENED, people=[PARENT, SCHOOL])
    desk.does("invite", INVITED)

    desk.does("leave_out", INVITED, to="H-1", not_to_be_told=["robin@home.example"])

    assert desk.told() == [
        ("participant:M-1/parent", "left_out"),
        ("participant:M-1/school", "waiting"),
    ]


def test_what_waits_for_a_family_is_withdrawn_when_it_is_to_be_left_in_peace(
    desk_of: DeskOf,
) -> None:
    desk = desk_of("shown_first: yes\nto: {participants: everybody}")
    desk.opened(OPENED, people=[PARENT, SCHOOL])
    desk.does("invite", INVITED)

    desk.does("record_grief", INVITED, to="H-1", grieves=True)

    assert desk.told() == [
        ("participant:M-1/parent", "silence"),
        ("participant:M-1/school", "held"),
    ]


def test_held_letters_go_once_somebody_lets_them(desk_of: DeskOf) -> None:
    desk = desk_of("shown_first: yes\nto: {participants: everybody}")
    desk.opened(OPENED, people=[PARENT, SCHOOL])
    desk.does("invite", INVITED)
    first, _ = desk.postings()

    with desk.store.writing() as writing:
        assert release(writing, first.id) == 1
        assert release(writing, "M-1") == 1
        with pytest.raises(WrongUse, match="nothing of M-1 is held"):
            release(writing, "M-1")

    assert {state for _, state in desk.told()} == {"waiting"}


MEETING_NOTICE = """
meeting: {starts: planned_for, lasts: 2 hours, at: venue}
to: {participants: everybody}
"""


def test_a_meeting_goes_into_calendars_and_another_time_moves_it_there(desk_of: DeskOf) -> None:
    desk = desk_of(MEETING_NOTICE, {"calendar.txt": "A meeting\nRing us with questions."})
    desk.opened(OPENED, people=[PARENT, SCHOOL], planned_for="2026-03-17T10:00:00+00:00")
    desk.does("invite", INVITED, venue="Room 4")
    first = json.loads(desk.to("/parent").said.calendar)
    desk.does("invite", "Wed 4 Mar 2026", planned_for="2026-04-01T10:00:00+01:00")
    second = json.loads(desk.to("/parent").said.calendar)

    assert first == {
        "uid": first["uid"],
        "sequence": 0,
        "method": "REQUEST",
        "starts_at": "2026-03-17T10:00:00+00:00",
        "ends_at": "2026-03-17T12:00:00+00:00",
        "summary": "A meeting",
        "description": "Ring us with questions.",
        "location": "Room 4",
        "link": "",
    }
    assert (second["uid"], second["sequence"]) == (first["uid"], 1)
    assert second["starts_at"] == "2026-04-01T09:00:00+00:00"
    assert json.loads(desk.to("/school").said.calendar)["uid"] != first["uid"]


def test_a_meeting_without_a_time_has_no_entry(desk_of: DeskOf) -> None:
    desk = desk_of(MEETING_NOTICE, {"calendar.txt": "A meeting"})
    desk.opened(OPENED, people=[PARENT])

    desk.does("invite", INVITED)

    assert desk.to("/parent").said.calendar == ""


def test_a_role_with_nobody_behind_it_is_no_silent_gap(desk_of: DeskOf) -> None:
    desk = desk_of("to: {roles: planner}")
    desk.opened(OPENED)
    with desk.store.writing() as writing:
        people = writing.people()
        writing.replace_people([replace(p, manager="", away_from=day(OPENED)) for p in people])

    desk.does("invite", INVITED)

    assert desk.told() == [("role:planner", "nobody")]
    assert desk.to("planner").state == "no_address"
