"""What ladders send: it can be filled, is private, and says what it must."""

from __future__ import annotations

import re
from functools import cache

import pytest

from days import day
from definitions import FOLDER
from notice_contexts import AT_TIME, OFFERED, TO_STAFF
from notifications.notice import Rendered
from notifications.privacy import personal_leaks, unknown_names
from notifications.rendering import Templates
from real_process import release
from told import ANN, COUNCIL


@cache
def wording() -> Templates:
    return Templates.read(FOLDER / "child_protection" / "notices")


def say(notice: str, **changed: object) -> Rendered:
    return wording().render(
        notice,
        OFFERED[notice] | changed,
        recipient=ANN,
        council=COUNCIL,
        written_on=day("Tue 24 Mar 2026"),
    )


def personal_names() -> frozenset[str]:
    """The names of all facts of the process that are about a person."""
    workflows = release().process.workflows.values()
    facts = [fact for workflow in workflows for fact in workflow.facts.values()]
    return frozenset(fact.name for fact in facts if fact.personal)


def test_every_notice_belongs_to_one_that_the_process_declares() -> None:
    workflows = release().process.workflows.values()
    declared = {name for workflow in workflows for name in workflow.notices}

    assert {notice.split("/")[0] for notice in wording().notices} <= declared


@pytest.mark.parametrize("notice", sorted(OFFERED))
def test_a_notice_reads_only_what_it_is_given(notice: str) -> None:
    unknown = unknown_names(wording(), notice, OFFERED[notice].keys())

    assert [str(one) for one in unknown] == []


@pytest.mark.parametrize("notice", sorted(OFFERED))
def test_a_notice_can_be_filled_and_leaves_nothing_of_the_template(notice: str) -> None:
    told = say(notice)

    for text in (told.subject, told.text, told.html, told.letter, told.text_message):
        assert not re.search(r"\{[{%#]|[%#]\}|None|True|False", text)
    assert len(told.subject) <= 110


@pytest.mark.parametrize("notice", sorted(OFFERED))
def test_no_personal_name_is_where_anybody_may_see_it(notice: str) -> None:
    assert personal_leaks(wording(), notice, personal=personal_names(), secure=False) == ()


def test_what_is_due_says_how_long_there_is() -> None:
    assert say("due_soon", days_late=0).subject.startswith("Due today: ")
    assert say("due_soon", days_left=3, days_late=0).subject.startswith(
        "Due Monday 23 March 2026: "
    )
    assert say("due_soon", days_late=2).subject.startswith("Was due Monday 23 March 2026: ")
    assert "This was due on Monday 23 March 2026" in say("due_soon", days_late=2).text
    assert (
        "This is due in 3 working days, on Monday 23 March 2026."
        in say("due_soon", days_left=3, days_late=0).text
    )
    assert (
        "today, Monday 23 March 2026, at 4pm."
        in say("due_soon", **{**AT_TIME, "days_late": 0}).text
    )


def test_what_is_overdue_says_by_how_long_and_hours_are_no_days() -> None:
    assert say("overdue", days_late=3).subject.startswith("Overdue by 3 working days: ")
    assert say("overdue", **AT_TIME).subject.startswith("Overdue: ")
    assert "was due on Monday 23 March 2026 at 4pm" in say("overdue", **AT_TIME).text


@pytest.mark.parametrize("notice", TO_STAFF)
def test_staff_are_told_before_the_day_on_it_and_after_it_and_by_the_hour(notice: str) -> None:
    before = say(notice, days_left=3, days_late=0)
    on_it = say(notice, days_left=0, days_late=0)
    after = say(notice, days_left=0, days_late=2)
    by_the_hour = say(notice, **AT_TIME)

    for told in (before, on_it, after, by_the_hour):
        assert "CP-2026-0017" in told.subject
        assert "23 March 2026" in " ".join(told.text.split())
        assert "  " not in told.text.replace("\n  ", " ")
        assert not re.search(r"\s[.,]|\.\.|,,", told.text)


def test_a_conference_without_a_day_is_told_from_one_that_is_booked_too_late() -> None:
    assert say("conference_not_booked_in_time").subject.startswith("Conference booked too late")
    unbooked = say("conference_not_booked_in_time", planned_for=None, days_left=1)

    assert unbooked.subject.startswith("Conference not booked")
    assert "There is 1 working day left." in unbooked.text
    assert "No day is booked for it." in say("conference_overdue", planned_for=None).text


def test_without_a_web_address_no_link_is_spoken_of() -> None:
    for notice in ("due_soon", "overdue", "conference_overdue", "digest"):
        assert "here:" not in say(notice, link="").text


def test_the_digest_says_what_whose_since_when_and_by_how_much() -> None:
    told = say("digest")

    assert told.subject.startswith("2 things overdue or due soon")
    for words in ("CP-2026-0017", "Priya Example", "2 March 2026", "1 working day"):
        assert words in " ".join(told.text.split())
        assert words in told.html
    assert "Lead social worker" in told.html  # nobody holds that one yet
