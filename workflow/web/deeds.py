"""What a form does about a task without doing it: it was seen, taken, or handed over."""

from __future__ import annotations

from hashlib import sha256

from starlette.datastructures import FormData

from workflow.case.model import Command, Refused
from workflow.case.task_deed import ACKNOWLEDGE, HAND_OVER
from workflow.web.site import Site
from workflow.web.visiting import SignedIn


def deed(site: Site, visit: SignedIn, form: FormData, *, case: str, task: str) -> Command:
    """The command of a form whose button is `seen`, `take` or `hand`: then to its `person`.

    Sent twice, as by a second click, it is one command; another button of the same page is another.
    """
    go, me = str(form.get("go", "")), visit.person.person
    person = str(form.get("person", "")).strip()[:200] if go == "hand" else me
    hands = go in ("hand", "take")
    return Command(
        case=case,
        event=HAND_OVER if hands else ACKNOWLEDGE,
        recorded_at=site.app.now(),
        actor=me,
        facts={"task": task, "person": person} if hands else {"task": task},
        command_id=_command_id(str(form.get("command_id", ""))[:200], me, case, task, go, person),
    )


def _command_id(token: str, *what: str) -> str:
    """One for what this form asks for; none when the form carries no token of a page."""
    return sha256("\0".join((token, *what)).encode()).hexdigest() if token else ""


def in_a_sentence(refused: Refused) -> str:
    """Why something was not done, as a sentence of its own."""
    text = str(refused)
    return f"{text[0].upper()}{text[1:].rstrip('.')}."
