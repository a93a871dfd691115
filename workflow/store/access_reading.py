"""What is read of accounts, sessions and looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from workflow.store.access_tables import ACCOUNT, API_TOKEN, LOOK, PASSWORD_LINK, SESSION
from workflow.store.clock_reading import ClockReading
from workflow.store.clock_tables import MESSAGE
from workflow.store.postings import posting_of
from workflow.store.stored import Posting
from workflow.store.stored_access import Account, Look, Session
from workflow.store.tables import CASE


class AccessReading(ClockReading):
    """Who may come in and who looked, of one authority, as it is in this transaction."""

    def account(self, person: str) -> Account | None:
        """How that person signs in, if it was ever settled."""
        row = self._ask(_ACCOUNT, person=person).mappings().first()
        return Account(**row) if row else None

    def session(self, token: str) -> Session | None:
        """The session that a browser proves with this hash."""
        row = self._ask(_SESSION, token=token).mappings().first()
        return Session(**row) if row else None

    def api_token(self, token: str) -> tuple[str, datetime] | None:
        """For whom a program speaks that proves this hash, and until when it may."""
        row = self._ask(_API_TOKEN, token=token).first()
        return (row.person, row.until) if row else None

    def password_link(self, token: str) -> tuple[str, datetime] | None:
        """For whom the link is, and until when it is good."""
        row = self._ask(_PASSWORD_LINK, token=token).first()
        return (row.person, row.until) if row else None

    def looks(self, ref: str, *, limit: int = 200) -> list[Look]:
        """Who looked at a case, the last first."""
        return [Look(**row) for row in self._ask(_LOOKS, ref=ref, limit=limit).mappings()]

    def postings_of(self, ref: str, *, limit: int = 20) -> list[Posting]:
        """The last messages about a case, the last first."""
        rows = self._ask(_POSTINGS, ref=ref, limit=limit).mappings()
        return [posting_of(row) for row in rows]

    def looked(self, ref: str, person: str, what: str, since: datetime) -> bool:
        """Whether that person has had such a look at the case since then."""
        given = {"ref": ref, "person": person, "what": what, "since": since}
        return self._ask(_LOOKED, **given).first() is not None


def _mine(table: Any) -> Any:
    return table.c.authority == bindparam("authority")


_ACCOUNT = select(
    ACCOUNT.c.person, ACCOUNT.c.password, ACCOUNT.c.failures, ACCOUNT.c.locked_until
).where(_mine(ACCOUNT), ACCOUNT.c.person == bindparam("person"))
_SESSION = select(SESSION.c.token, SESSION.c.person, SESSION.c.begun_at, SESSION.c.seen_at).where(
    _mine(SESSION), SESSION.c.token == bindparam("token")
)
_API_TOKEN = select(API_TOKEN.c.person, API_TOKEN.c.until).where(
    _mine(API_TOKEN), API_TOKEN.c.token == bindparam("token")
)
_PASSWORD_LINK = select(PASSWORD_LINK.c.person, PASSWORD_LINK.c.until).where(
    _mine(PASSWORD_LINK), PASSWORD_LINK.c.token == bindparam("token")
)
_POSTINGS = (
    select(MESSAGE)
    .join(CASE, (CASE.c.authority == MESSAGE.c.authority) & (CASE.c.case_id == MESSAGE.c.case_id))
    .where(_mine(MESSAGE), _mine(CASE), CASE.c.ref == bindparam("ref"))
    .order_by(MESSAGE.c.message_id.desc())
    .limit(bindparam("limit"))
)
_OF_CASE = (
    select(LOOK.c.person, LOOK.c.at, LOOK.c.what, LOOK.c.reason)
    .join(CASE, (CASE.c.authority == LOOK.c.authority) & (CASE.c.case_id == LOOK.c.case_id))
    .where(_mine(LOOK), _mine(CASE), CASE.c.ref == bindparam("ref"))
)
_LOOKS = _OF_CASE.order_by(LOOK.c.look_id.desc()).limit(bindparam("limit"))
_LOOKED = _OF_CASE.where(
    LOOK.c.person == bindparam("person"),
    LOOK.c.what == bindparam("what"),
    LOOK.c.at >= bindparam("since"),
).limit(1)
