"""Signing in by the council's own directory: begun here, proved there, taken up here again.

What the directory proves is a name or an address. Who that is here, and whether they may come in,
is said by the list of people; nobody is added to it by signing in.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from workflow.case.model import Refused
from workflow.engine.accounts import hashed, let_in, new_token
from workflow.engine.person_changes import changed
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_access import BegunSignIn
from workflow.store.writing import Writing

BEGUN_LASTS = timedelta(minutes=10)
"""How long somebody may take over there, a second factor and a lost telephone included."""

UNASKED = ("preferred_username", "email")
"""The claims that name a person where nobody said which one does: the first that is there."""

DIRECTORY = "directory"
"""Who changed the roles of somebody, where the directory says them."""


def begin(store: Store, browser: str, goes_to: str, now: datetime) -> tuple[str, BegunSignIn]:
    """What goes over there with whoever holds that token, and what is kept of it here."""
    state = new_token()
    begun = BegunSignIn(
        state=hashed(state),
        browser=hashed(browser),
        nonce=new_token(),
        verifier=new_token() + new_token(),
        goes_to=goes_to,
        until=now + BEGUN_LASTS,
    )
    store.transact(lambda writing: writing.begin_sign_in(begun, now))
    return state, begun


def take_up(store: Store, state: str, browser: str, now: datetime) -> BegunSignIn:
    """What was kept of a sign-in that comes back, once. Raises Refused `sign_in_over`."""
    begun = store.transact(lambda writing: writing.take_begun_sign_in(hashed(state)))
    ours = begun is not None and hmac.compare_digest(begun.browser, hashed(browser))
    if begun is None or not ours or now > begun.until:
        sentence = "this sign-in was begun too long ago, or in another browser; begin it anew"
        raise Refused("sign_in_over", sentence)
    return begun


def let_in_by_claims(
    store: Store,
    claims: Mapping[str, Any],
    *,
    person_claim: str,
    roles: Iterable[str] | None,
    now: datetime,
    browser: str,
) -> str:
    """What the browser of the person whom the directory proved is to hold from now on.

    `roles` are what the directory says of them, None where roles are administered here.
    Raises Refused: `not_known_here`, `claim_missing`.
    """

    def work(writing: Writing) -> str:
        person = _person(writing, claims, person_claim)
        if roles is not None:
            _give(writing, person, tuple(sorted({*roles})), now)
        return let_in(writing, person.person, now, browser)

    return store.transact(work)


def roles_in(claims: Mapping[str, Any], claim: str, known: Iterable[str]) -> list[str] | None:
    """The roles of ours that a claim says somebody has; None where no claim says roles.

    One that is left out says nothing, least of all that they have none. Raises `claim_missing`.
    """
    if not claim:
        return None
    said = claims.get(claim)
    if isinstance(said, str):
        said = said.replace(",", " ").split()
    if not isinstance(said, list):
        sentence = f"the council's sign-in did not say your roles (`{claim}`)"
        raise Refused("claim_missing", sentence)
    return sorted({*known} & {each for each in said if isinstance(each, str)})


def _person(reading: Reading, claims: Mapping[str, Any], claim: str) -> Person:
    names = (claim,) if claim else UNASKED
    said = next((value for name in names if (value := claims.get(name))), None)
    if not isinstance(said, str):
        sentence = f"the council's sign-in did not say who you are (`{names[0]}`)"
        raise Refused("claim_missing", sentence)
    found = [each for each in reading.people() if _is(each, said, claims)]
    if len(found) != 1:
        sentence = "the council's sign-in knows you, and caseward does not yet"
        raise Refused("not_known_here", sentence)
    return found[0]


def _is(person: Person, said: str, claims: Mapping[str, Any]) -> bool:
    """Whether that is what the directory calls this person: their short name, or their address.

    An address that the directory says it has not verified proves nobody: anybody may claim it.
    """
    said = said.casefold()
    by_address = "@" in said and claims.get("email_verified") is not False
    return said == person.person.casefold() or (by_address and said == person.email.casefold())


def _give(writing: Writing, person: Person, roles: tuple[str, ...], now: datetime) -> None:
    if roles != tuple(sorted(person.roles)):
        changed(writing, person, replace(person, roles=roles), by=DIRECTORY, now=now)
