"""An outbox over a database of its own, and a mail server that it is sent to.

post.holds(a_message("asha"))
post.sends("Mon 2 Mar 2026 09:00")
assert post.states() == ["sent"]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from days import at
from mail_server import MailServer
from notifications.channels.smtp import SmtpChannel
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.routes import all_over
from workflow.store.database import Store
from workflow.store.stored_message import Message, MessageState, Posting, Said

NOON = "Mon 2 Mar 2026 12:00"

_numbers = count(1)


def a_message(to: str = "asha", *, only_once: bool = False, **more: Any) -> Message:
    """A reminder of a morning, later than those before; or one that must not come twice."""
    number = next(_numbers)
    said = Said(
        way="email",
        address=f"{to}@example.org",
        wording="0123456789abcdef",
        subject=f"Subject {number}",
        text="A text.",
        only_once=only_once,
    )
    instant = at("Mon 2 Mar 2026 09:00") + timedelta(seconds=number)
    plain: dict[str, Any] = {"at": instant, "created_at": at(NOON), "said": said}
    key, state = f"message {number}", MessageState.WAITING
    return Message(key=key, recipient=to, notice="overdue", state=state, **(plain | more))


@dataclass
class Post:
    """What waits to be sent from one database, and the server that it goes to."""

    store: Store
    server: MailServer

    def holds(self, *messages: Message) -> None:
        with self.store.writing() as writing:
            writing.add_messages(messages)

    def dispatcher(self, **settings: Any) -> Dispatcher:
        """One that sends to the server as these settings say."""
        routes = all_over(SmtpChannel(self.server.settings(**settings)))
        return Dispatcher(store=self.store, routes=routes)

    def sends(self, moment: str = NOON, **settings: Any) -> int:
        """One round at that moment; how many were handed over."""
        return self.dispatcher(**settings).dispatch(at(moment))

    def postings(self) -> list[Posting]:
        with self.store.reading() as reading:
            return reading.postings()

    def states(self) -> list[str]:
        return [posting.message.state for posting in self.postings()]

    def ids_received(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.server.mails]
