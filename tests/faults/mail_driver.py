"""Sends what waits, once, and kills itself as a power cut would when it comes to a named moment.

Run in a process of its own: the address of the database, the port of the mail server, the moment
in London, the moment of the dispatch, and how many messages it takes up together.
"""

from __future__ import annotations

import os
import signal

from days import at
from mail_server import MailServer
from notifications.channels.smtp import SmtpChannel
from workflow.scheduler.dispatch import Dispatcher, Moment
from workflow.scheduler.routes import all_over
from workflow.store.database import Store


def main(url: str, port: str, moment: str, last: str, batch: str) -> None:
    """Send until that moment of the dispatch has come."""

    def reached(now_at: Moment) -> None:
        if now_at == last:
            os.kill(os.getpid(), signal.SIGKILL)

    server = MailServer()
    server.port = int(port)
    store, channel = Store(url, "841"), SmtpChannel(server.settings())
    routes = all_over(channel)
    dispatcher = Dispatcher(store=store, routes=routes, reached=reached, batch=int(batch))
    dispatcher.dispatch(at(moment))
