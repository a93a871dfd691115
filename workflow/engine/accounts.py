"""Signing in: passwords, sessions that can be ended, lock-out, and a link to set a new password.

What a browser holds is random and is stored as a hash only, so that whoever reads the tables cannot
sign in by them. Every refusal says the same, whether the person is known or not.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from notifications.notice import Council
from workflow.case.model import Refused
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_access import Account, Session
from workflow.store.stored_message import Message, MessageState, Said
from workflow.store.writing import Writing

SHORTEST = 12
"""Characters of a password: three words make one that lasts."""

LONGEST = 200
FAILURES, LOCKED_FOR = 5, timedelta(minutes=15)
IDLE, WHOLE = timedelta(hours=1), timedelta(hours=12)
"""A session ends when nothing was heard of it for so long, and after a working day in any case."""

HEARD = timedelta(minutes=1)
"""That a browser was heard of is written down no more often."""

LINK_LASTS, FIRST_LINK_LASTS = timedelta(hours=1), timedelta(days=3)
"""How long a link to set a password is good: one that was asked for, and one to begin with."""

PASSWORD_LINK = "password_link"
_HASHER = PasswordHasher()


def set_password(writing: Writing, person: str, password: str) -> None:
    """Make this the password of a person, who is signed out everywhere and locked no longer.

    Raises Refused: `unknown_person`, `weak_password`.
    """
    if writing.person(person) is None:
        raise Refused("unknown_person", f"there is no person `{person}`; import people first")
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 5:
        sentence = f"a password has {SHORTEST} characters or more; three words are easy to keep"
        raise Refused("weak_password", sentence)
    writing.put_account(Account(person=person, password=_HASHER.hash(password)))
    writing.drop_password_links(person)
    writing.end_sessions(person)


def sign_in(store: Store, person: str, password: str, now: datetime, browser: str = "") -> str:
    """What the browser of that person is to hold from now on. `browser`: which one, in words.

    Raises Refused `not_signed_in`.
    """
    token = store.transact(lambda writing: _signed_in(writing, person, password, now, browser))
    if token is None:  # raised out here, because the failure has to be kept
        sentence = (
            "the name or the password is not right, or the account is locked for"
            f" {LOCKED_FOR.seconds // 60} minutes after {FAILURES} wrong tries"
        )
        raise Refused("not_signed_in", sentence)
    return token


def _signed_in(
    writing: Writing, person: str, password: str, now: datetime, browser: str
) -> str | None:
    account = writing.account(person) or Account(person=person)
    fits = _fits(account.password or _nobodys(), password)
    known = writing.person(person) is not None and bool(account.password)
    locked = account.locked_until is not None and now < account.locked_until
    if not known or locked:
        return None
    if not fits:
        failures = account.failures + 1
        until = now + LOCKED_FOR if failures % FAILURES == 0 else None
        kept = account.password
        writing.put_account(
            Account(person=person, password=kept, failures=failures, locked_until=until)
        )
        return None
    writing.put_account(Account(person=person, password=account.password))
    return let_in(writing, person, now, browser)


def let_in(writing: Writing, person: str, now: datetime, browser: str) -> str:
    """What the browser of somebody who proved who they are is to hold from now on."""
    writing.forget_sessions(now - WHOLE)
    writing.forget_documents(now)
    token = new_token()
    session = Session(
        token=hashed(token), person=person, begun_at=now, seen_at=now, browser=browser
    )
    writing.begin_session(session)
    return token


def visitor(reading: Reading, token: str, now: datetime) -> tuple[Person, Session] | None:
    """Who is signed in with what a browser holds; None when nobody is any more."""
    session = reading.session(hashed(token))
    if session is None or not _lasts(session, now):
        return None
    person = reading.person(session.person)
    return (person, session) if person else None


def sessions_of(reading: Reading, person: str, now: datetime) -> list[Session]:
    """Where somebody is signed in now, the browser that was last heard of first."""
    return [session for session in reading.sessions(person) if _lasts(session, now)]


def end_session_of(writing: Writing, person: str, name: str) -> bool:
    """End that session of somebody, which a page names by `name_of`; False when there is none."""
    found = [each for each in writing.sessions(person) if name_of(each) == name]
    for session in found:
        writing.end_session(session.token)
    return bool(found)


def name_of(session: Session) -> str:
    """By what a page tells the sessions of one person apart."""
    return session.token[:16]


def _lasts(session: Session, now: datetime) -> bool:
    return now - session.seen_at <= IDLE and now - session.begun_at <= WHOLE


def heard(store: Store, session: Session, now: datetime) -> None:
    """Note that the browser is still there, if that was not noted just before."""
    if now - session.seen_at > HEARD:
        store.transact(lambda writing: writing.touch_session(session.token, now))


def sign_out(store: Store, token: str) -> None:
    """The browser that holds this is signed out."""
    store.transact(lambda writing: writing.end_session(hashed(token)))


def mail_password_link(
    store: Store, person: str, now: datetime, *, base_url: str, council: Council
) -> None:
    """Send a person with an address a link by which to set a password; anybody else nothing."""

    def mail(writing: Writing) -> None:
        found = writing.person(person)
        if found is not None and found.email:
            put_password_letter(writing, found, now, base_url=base_url, council=council)

    store.transact(mail)


def put_password_letter(
    writing: Writing,
    person: Person,
    now: datetime,
    *,
    base_url: str,
    council: Council,
    first: bool = False,
) -> None:
    """Mail somebody a link by which to set a password, `first`: the first one that they have."""
    token = new_token()
    until = now + (FIRST_LINK_LASTS if first else LINK_LASTS)
    writing.put_password_link(person.person, hashed(token), until)
    link = f"{base_url}/password/{token}"
    writing.add_messages([_letter(person, link, council, now, first=first)])


def person_of_link(reading: Reading, token: str, now: datetime) -> str:
    """Whose password the link sets. Raises Refused `link_over`."""
    found = reading.password_link(hashed(token))
    if found is None or now > found[1]:
        raise Refused("link_over", "this link has been used, or is over; ask for a new one")
    return found[0]


def set_password_by_link(store: Store, token: str, password: str, now: datetime) -> None:
    """Set the password of whom the link is for; it is then used. Raises Refused."""

    def by_link(writing: Writing) -> None:
        set_password(writing, person_of_link(writing, token, now), password)

    store.transact(by_link)


def new_token() -> str:
    """Something that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of it. It is random, so that a plain hash is enough."""
    return sha256(token.encode()).hexdigest()


def _fits(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """Checked for a person who is not known, so that it takes as long."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _letter(person: Person, link: str, council: Council, now: datetime, *, first: bool) -> Message:
    asked = (
        "Somebody, most likely you, asked for a new password for your account.\n\n"
        f"Open this within {LINK_LASTS.seconds // 60} minutes to set one:\n\n{link}\n\n"
        "If it was not you, do nothing: your password stays as it is.\n\n"
    )
    begins = (
        f"You can work in caseward now. Your short name there is {person.person}.\n\n"
        f"Open this within {FIRST_LINK_LASTS.days} days to set your password:\n\n{link}\n\n"
    )
    text = f"{begins if first else asked}{council.name}\n"
    subject = "Set your password" if first else "Set a new password"
    said = Said(way="email", address=person.email, subject=subject, text=text)
    return Message(
        key=f"{PASSWORD_LINK} {person.person} {now.isoformat()}",
        recipient=person.person,
        notice=PASSWORD_LINK,
        state=MessageState.WAITING,
        at=now,
        created_at=now,
        said=said,
    )
