"""person: who is known here, read from a file and shown, and how they come in."""

from __future__ import annotations

import sys
from dataclasses import asdict
from getpass import getpass
from pathlib import Path

from workflow.case.record import plain
from workflow.cli.installed import installed
from workflow.cli.looking import account
from workflow.cli.output import Line, counted, message, on_terminal, print_json, say, table
from workflow.clock import Clock
from workflow.deadlines.naming import day_name
from workflow.engine.accounts import set_password
from workflow.engine.completing import known_person
from workflow.engine.door import OPERATOR
from workflow.engine.people import read_people
from workflow.engine.person_changes import replaced
from workflow.engine.tokens import LASTS, give_token, revoke_token
from workflow.errors import WrongUse
from workflow.store.stored import Person


def replace_people(clock: Clock, file: Path) -> None:
    """Make the people of a file those who are known, and nobody else."""
    with installed(clock) as app, app.store.writing() as writing:
        known = app.catalogue.newest(writing, app.settings.policy).process.workflows.values()
        people = read_people(file, {role for workflow in known for role in workflow.roles})
        gone = replaced(writing, people, by=OPERATOR + account(), now=app.now())
    say(f"{counted(len(people), 'person is', 'people are')} known now.")
    if gone:
        message(f"No longer known, as they are not in the file: {', '.join(gone)}.")


def show_people(clock: Clock, *, as_json: bool) -> None:
    """Everybody, by the short name that histories use."""
    with installed(clock) as app, app.store.reading() as reading:
        people = reading.people()
    if as_json:
        print_json([plain(asdict(person)) for person in people])
    elif not people:
        message("Nobody is known yet: `caseward person import FILE.csv` reads people in.")
    else:
        table(("person", "name", "roles", "team", "manager", "away"), [_line(p) for p in people])


def set_password_of(clock: Clock, person: str) -> None:
    """Ask for a password twice on a terminal, or read a line of a pipe, and set it."""
    with installed(clock) as app:
        with app.store.reading() as reading:
            known_person(reading, person)
        password = _asked() if on_terminal() else sys.stdin.readline().rstrip("\n")
        app.store.transact(lambda writing: set_password(writing, person, password))
    say(f"The password of {person} is set. Whoever was signed in as {person} is signed out.")


def give_token_to(clock: Clock, person: str) -> None:
    """Print a new token for somebody, alone on stdout so that a pipe can take it."""
    with installed(clock) as app:
        now = app.now()
        token = app.store.transact(lambda writing: give_token(writing, person, now))
    say(token)
    message(f"It speaks for {person} until {day_name((now + LASTS).date())}. Keep it secret.")


def revoke_token_of(clock: Clock, person: str) -> None:
    """End the token of somebody."""
    with installed(clock) as app:
        app.store.transact(lambda writing: revoke_token(writing, person))
    message(f"No program speaks for {person} any more.")


def _asked() -> str:
    password = getpass("New password: ")
    if getpass("The same again: ") != password:
        raise WrongUse("the two passwords differ; nothing was changed")
    return password


def _line(person: Person) -> Line:
    roles = ", ".join(person.roles)
    return Line((person.person, person.name, roles, person.team, person.manager, _away(person)))


def _away(person: Person) -> str:
    days = (day_name(day) if day else "" for day in (person.away_from, person.away_to))
    return " to ".join(days) if person.away_from or person.away_to else ""
