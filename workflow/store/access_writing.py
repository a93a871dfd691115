"""What signing in and looking at cases write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from workflow.store.access_tables import (
    ACCOUNT,
    API_TOKEN,
    BEGUN_SIGN_IN,
    LOOK,
    PASSWORD_LINK,
    SEEN,
    SESSION,
)
from workflow.store.case_id import case_id_at
from workflow.store.locks import alone
from workflow.store.mailroom import Mailroom
from workflow.store.stored_access import Account, BegunSignIn, Look, Session
from workflow.store.tables import CASE


class AccessWriting(Mailroom):
    """Reading, the clock, the outbox, and who comes in, in one transaction."""

    def put_account(self, account: Account) -> None:
        """Make this how the person signs in."""
        alone(self._connection, self._authority, f"account {account.person}")
        self._delete(ACCOUNT, ACCOUNT.c.person == account.person)
        self._insert(
            ACCOUNT,
            person=account.person,
            password=account.password,
            failures=account.failures,
            locked_until=account.locked_until,
        )

    def begin_session(self, session: Session) -> None:
        """Somebody is signed in from now on."""
        self._insert(SESSION, **asdict(session))

    def touch_session(self, token: str, now: datetime) -> None:
        """The browser was heard of just now."""
        mine = (SESSION.c.authority == self._authority, SESSION.c.token == token)
        self._connection.execute(update(SESSION).where(*mine).values(seen_at=now))

    def end_session(self, token: str) -> None:
        """That browser is signed out."""
        self._delete(SESSION, SESSION.c.token == token)

    def end_sessions(self, person: str) -> None:
        """That person is signed out everywhere."""
        self._delete(SESSION, SESSION.c.person == person)

    def forget_sessions(self, before: datetime) -> None:
        """Those that were last heard of before then are over."""
        self._delete(SESSION, SESSION.c.seen_at < before)

    def begin_sign_in(self, begun: BegunSignIn, now: datetime) -> None:
        """Somebody is sent elsewhere to sign in. Those whose time is over are forgotten."""
        self._delete(BEGUN_SIGN_IN, BEGUN_SIGN_IN.c.until < now)
        self._insert(BEGUN_SIGN_IN, **asdict(begun))

    def take_begun_sign_in(self, state: str) -> BegunSignIn | None:
        """The sign-in that was begun with that hash, which cannot be taken up again."""
        mine = (BEGUN_SIGN_IN.c.authority == self._authority, BEGUN_SIGN_IN.c.state == state)
        taken = delete(BEGUN_SIGN_IN).where(*mine).returning(BEGUN_SIGN_IN)
        row = self._connection.execute(taken).mappings().first()
        return BegunSignIn(**{k: v for k, v in row.items() if k != "authority"}) if row else None

    def put_api_token(self, person: str, token: str, until: datetime) -> None:
        """The only token by which programs speak for that person."""
        alone(self._connection, self._authority, f"api token {person}")
        self.drop_api_token(person)
        self._insert(API_TOKEN, person=person, token=token, until=until)

    def drop_api_token(self, person: str) -> None:
        """No program speaks for that person any more."""
        self._delete(API_TOKEN, API_TOKEN.c.person == person)

    def put_password_link(self, person: str, token: str, until: datetime) -> None:
        """The only link by which that person may set a password."""
        self.drop_password_links(person)
        self._insert(PASSWORD_LINK, token=token, person=person, until=until)

    def drop_password_links(self, person: str) -> None:
        """No link sets the password of that person any more."""
        self._delete(PASSWORD_LINK, PASSWORD_LINK.c.person == person)

    def add_looks(self, refs: Collection[str], look: Look) -> None:
        """Keep that somebody looked at each of these cases, which has to be there to be seen."""
        mine = (CASE.c.authority == self._authority, CASE.c.ref.in_(sorted({*refs})))
        ids = self._connection.execute(select(CASE.c.case_id).where(*mine)).scalars().all()
        told = {"authority": self._authority, **asdict(look)}
        rows = [{**told, "look_id": case_id_at(look.at), "case_id": case_id} for case_id in ids]
        if rows:
            self._connection.execute(insert(LOOK), rows)

    def put_seen(self, person: str, last: Mapping[str, int]) -> None:
        """Keep that the person has seen these cases up to these rows; never fewer than before."""
        alone(self._connection, self._authority, f"seen {person}")
        for case_id, seq in self._connection.execute(_to_see(self._authority, person, last)):
            mine = (SEEN.c.person == person, SEEN.c.case_id == case_id)
            self._delete(SEEN, and_(*mine))
            self._insert(SEEN, person=person, case_id=case_id, seq=seq)

    def _insert(self, table: Table, **columns: object) -> None:
        self._connection.execute(insert(table).values(authority=self._authority, **columns))

    def _delete(self, table: Table, which: ColumnElement[bool]) -> None:
        self._connection.execute(delete(table).where(table.c.authority == self._authority, which))


def _to_see(authority: str, person: str, last: Mapping[str, int]) -> Select[Any]:
    """The ids of those of these cases of which more is seen now, and up to which row."""
    told = case(last, value=CASE.c.ref)
    # What is yet to come cannot have been seen.
    seq = case((told < CASE.c.head_seq, told), else_=CASE.c.head_seq)
    before = and_(
        SEEN.c.authority == CASE.c.authority,
        SEEN.c.person == person,
        SEEN.c.case_id == CASE.c.case_id,
    )
    return (
        select(CASE.c.case_id, seq)
        .select_from(CASE.outerjoin(SEEN, before))
        .where(
            CASE.c.authority == authority, CASE.c.ref.in_(last), seq > func.coalesce(SEEN.c.seq, 0)
        )
    )
