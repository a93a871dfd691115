"""What is read of accounts, sessions, changes of people, and looks."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, select

from workflow.case.access import Held
from workflow.store.access_tables import (
    ACCOUNT,
    API_TOKEN,
    LOOK,
    PASSWORD_LINK,
    PERSON_CHANGE,
    SESSION,
)
from workflow.store.clock_tables import MESSAGE
from workflow.store.postings import posting_of
from workflow.store.stored import HELD_AS, RESTRICTED
from workflow.store.stored_access import Account, ChangeKind, Look, PersonChange, Session
from workflow.store.stored_message import Posting
from workflow.store.tables import CASE, INDEXED_FACT
from workflow.store.webhook_reading import WebhookReading


class AccessReading(WebhookReading):
    """Who may come in and who looked, of one authority, as it is in this transaction."""

    def account(self, person: str) -> Account | None:
        """How that person signs in, if it was ever settled."""
        row = self._ask(_ACCOUNT, person=person).mappings().first()
        return Account(**row) if row else None

    def session(self, token: str) -> Session | None:
        """The session that a browser proves with this hash."""
        row = self._ask(_SESSION, token=token).mappings().first()
        return Session(**row) if row else None

    def sessions(self, person: str) -> list[Session]:
        """Where that person is signed in, the browser that was last heard of first."""
        return [Session(**row) for row in self._ask(_SESSIONS, person=person).mappings()]

    def person_changes(self, person: str = "", *, limit: int = 200) -> list[PersonChange]:
        """What was changed of that person, or of anybody, the last first."""
        query = _CHANGES.where(PERSON_CHANGE.c.person == person) if person else _CHANGES
        return [_change_of(row) for row in self._ask(query, limit=limit).mappings()]

    def last_import(self) -> PersonChange | None:
        """When everybody was last replaced by the people of a file, if that was ever done."""
        query = _CHANGES.where(PERSON_CHANGE.c.kind == ChangeKind.IMPORTED.value)
        row = self._ask(query, limit=1).mappings().first()
        return _change_of(row) if row else None

    def held_by(self, ref: str) -> Held:
        """Whether few may see the case, and who has a role on it or on one that it deals with."""
        rows = self._ask(_HELD, ref=ref).all()
        return Held(
            restricted=any(row.name == RESTRICTED for row in rows),
            by=frozenset(row.value for row in rows if row.name != RESTRICTED),
        )

    def open_cases_of(self, person: str, *, limit: int) -> list[str]:
        """References of open cases on which the person has a role."""
        return list(self._ask(_OPEN_CASES_OF, person=person, limit=limit).scalars())

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

    def looked_at(self, refs: Collection[str], person: str, what: str, since: datetime) -> set[str]:
        """At which of these cases that person has had such a look since then."""
        given = {"refs": sorted({*refs}), "person": person, "what": what, "since": since}
        return set(self._ask(_LOOKED_AT, **given).scalars()) if refs else set()


def _change_of(row: RowMapping) -> PersonChange:
    fields = {name: (was, now_is) for name, (was, now_is) in json.loads(row["fields"]).items()}
    return PersonChange(**{**row, "fields": fields})


def _mine(table: Any) -> Any:
    return table.c.authority == bindparam("authority")


_ACCOUNT = select(
    ACCOUNT.c.person, ACCOUNT.c.password, ACCOUNT.c.failures, ACCOUNT.c.locked_until
).where(_mine(ACCOUNT), ACCOUNT.c.person == bindparam("person"))
_OF_SESSION = select(*(c for c in SESSION.c if c.name != "authority")).where(_mine(SESSION))
_SESSION = _OF_SESSION.where(SESSION.c.token == bindparam("token"))
_SESSIONS = _OF_SESSION.where(SESSION.c.person == bindparam("person")).order_by(
    SESSION.c.seen_at.desc(), SESSION.c.token
)
_CHANGES = (
    select(*(c for c in PERSON_CHANGE.c if c.name != "authority"))
    .where(_mine(PERSON_CHANGE))
    .order_by(PERSON_CHANGE.c.number.desc())
    .limit(bindparam("limit"))
)
_OPEN_CASES_OF = (
    select(CASE.c.ref)
    .join(
        INDEXED_FACT,
        (INDEXED_FACT.c.authority == CASE.c.authority) & (INDEXED_FACT.c.case_id == CASE.c.case_id),
    )
    .where(
        _mine(INDEXED_FACT),
        _mine(CASE),
        INDEXED_FACT.c.name.startswith(HELD_AS),
        INDEXED_FACT.c.value == bindparam("person"),
        CASE.c.closed.is_(False),
    )
    .distinct()
    .order_by(CASE.c.ref)
    .limit(bindparam("limit"))
)
_HELD = (
    select(INDEXED_FACT.c.name, INDEXED_FACT.c.value)
    .join(
        CASE,
        (INDEXED_FACT.c.authority == CASE.c.authority) & (INDEXED_FACT.c.case_id == CASE.c.case_id),
    )
    .where(
        _mine(CASE),
        CASE.c.ref == bindparam("ref"),
        INDEXED_FACT.c.name.startswith(HELD_AS) | (INDEXED_FACT.c.name == RESTRICTED),
    )
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
_SUCH_LOOK = (
    LOOK.c.person == bindparam("person"),
    LOOK.c.what == bindparam("what"),
    LOOK.c.at >= bindparam("since"),
)
_LOOKED = _OF_CASE.where(*_SUCH_LOOK).limit(1)
_LOOKED_AT = (
    select(CASE.c.ref)
    .join(LOOK, (LOOK.c.authority == CASE.c.authority) & (LOOK.c.case_id == CASE.c.case_id))
    .where(_mine(CASE), CASE.c.ref.in_(bindparam("refs", expanding=True)), *_SUCH_LOOK)
    .distinct()
)
