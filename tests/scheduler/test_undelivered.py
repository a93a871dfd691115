"""A message that reached nobody is brought to its case, where it is a task of somebody, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cases import CASE
from databases import Databases
from mail_server import MailServer, running
from notifications.channels.smtp import SmtpChannel
from scheduler.building import Desk, a_desk
from scheduler.posting import a_message
from workflow.engine.outbox import send_again
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.routes import all_over
from workflow.store.stored_message import MessageState, Said

NOON, LATER = "Mon 2 Mar 2026 12:00", "Mon 2 Mar 2026 13:00"
TELLS = """
    when_undelivered: record_undelivered
    notices: {invitation: Invitation to a meeting}
    facts:
      undelivered_to: {type: text}
      undelivered_notice: {type: text}
      undelivered_why: {type: text}
      people: {type: rows, columns: [kind, name, email]}
    participants: {in: people, kinds: {school: {title: School, agency: Education}}}
    open_case: {by: [worker], may_ask: [people], to: open}
    anywhere:
      record_undelivered:
        by: [worker]
        asks: [undelivered_to, undelivered_notice, undelivered_why]
        stay: yes
    tasks:
      see_to_undelivered: {role: worker, opens_on: record_undelivered, done_by: see_to_it}
    states:
      open:
        title: Open
        steps:
          see_to_it: {by: [worker], stay: yes}
          end: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """


@pytest.fixture
def desk(databases: Databases, tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, databases.fresh(), TELLS) as desk:
        desk.opened("Mon 2 Mar 2026", due_by=None)
        yield desk


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with running(MailServer()) as mail:
        mail.answers["gone@example.org"] = "550 No such user here"
        yield mail


def waits(desk: Desk, **more: object) -> None:
    """An invitation to the school of the case."""
    with desk.store.writing() as writing:
        case = writing.case(CASE)
        assert case is not None
        whom = f"participant:{CASE}/school/1"
        given = {"notice": "invitation", "case_id": case.case_id, "recipient": whom} | more
        writing.add_messages([replace(a_message("gone"), **given)])  # type: ignore[arg-type]  # as the test wants it


def rings(desk: Desk, mail: MailServer, moment: str = NOON) -> int:
    outbox = Dispatcher(store=desk.store, routes=all_over(SmtpChannel(mail.settings())))
    return desk.ticks(moment, outbox=outbox).undelivered


def tasks(desk: Desk) -> list[str]:
    return [task.name for task in desk.case().tasks]


def test_an_invitation_that_bounced_is_a_task_that_says_whom_to_ring(
    desk: Desk, mail: MailServer
) -> None:
    waits(desk)

    assert [rings(desk, mail), rings(desk, mail, LATER)] == [1, 0]
    row = desk.history()[-1]
    assert (row.name, row.actor) == ("record_undelivered", "caseward")
    assert row.facts == {
        "undelivered_to": f"School (school/1 of {CASE})",
        "undelivered_notice": "Invitation to a meeting",
        "undelivered_why": "the address does not take messages",
    }
    assert tasks(desk) == ["see_to_undelivered"]
    assert desk.not_fine() == []


def test_one_that_fails_again_after_it_was_let_go_is_brought_again(
    desk: Desk, mail: MailServer
) -> None:
    waits(desk)
    rings(desk, mail)
    with desk.store.writing() as writing:
        [posting] = writing.postings(MessageState.FAILED)
        send_again(writing, posting.id)

    assert rings(desk, mail, LATER) == 1
    assert [row.name for row in desk.history()].count("record_undelivered") == 2


def test_what_had_no_address_from_the_beginning_is_brought_too(
    desk: Desk, mail: MailServer
) -> None:
    waits(desk, state=MessageState.NO_ADDRESS, why="no_email", said=Said(way="email"))

    assert rings(desk, mail) == 1
    assert desk.history()[-1].facts["undelivered_why"] == "there is no address for it"


def test_what_found_nobody_is_brought_with_whom_it_looked_for(desk: Desk, mail: MailServer) -> None:
    nobody = {"recipient": "nobody:parents", "content": {"missed": "Parent"}, "said": Said()}
    waits(desk, state=MessageState.NO_ADDRESS, why="nobody_found", **nobody)

    assert rings(desk, mail) == 1
    assert desk.history()[-1].facts == {
        "undelivered_to": "Parent",
        "undelivered_notice": "Invitation to a meeting",
        "undelivered_why": "nobody was found whom it is for",
    }
    assert tasks(desk) == ["see_to_undelivered"]


def test_a_reminder_of_a_task_is_not_brought_or_it_would_bring_another(
    desk: Desk, mail: MailServer
) -> None:
    waits(desk, state=MessageState.NO_ADDRESS, task="hold#1", rung="1", recipient="role:worker")

    assert rings(desk, mail) == 0


def test_a_case_that_is_closed_is_left_alone_and_the_message_needs_somebody_still(
    desk: Desk, mail: MailServer
) -> None:
    desk.does("end", "Mon 2 Mar 2026")
    waits(desk)

    assert rings(desk, mail) == 0
    assert len(desk.messages(MessageState.FAILED)) == 1
