"""Tokens by which programs of a person speak for them: one each, for a year, stored as a hash."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflow.engine.accounts import hashed, new_token
from workflow.engine.completing import known_person
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.writing import Writing

LASTS = timedelta(days=365)

BEGINS = "caseward_"
"""What a token begins with, so that whoever finds one in a file knows what it opens."""


def give_token(writing: Writing, person: str, now: datetime) -> str:
    """A new token for that person; one that they had is over. Raises Refused `unknown_person`."""
    known_person(writing, person)
    token = BEGINS + new_token()
    writing.put_api_token(person, hashed(token), now + LASTS)
    return token


def revoke_token(writing: Writing, person: str) -> None:
    """No program speaks for that person any more, who need not be known here any longer."""
    writing.drop_api_token(person)


def speaks_for(reading: Reading, token: str, now: datetime) -> Person | None:
    """For whom a program with that token speaks; None when for nobody, or no longer."""
    found = reading.api_token(hashed(token))
    if found is None or now >= found[1]:
        return None
    return reading.person(found[0])
