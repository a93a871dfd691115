"""What a form does about a task without doing it: it was seen, taken, or handed over."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import FormData

from workflow.case.model import Command, Refused
from workflow.case.task_deed import ACKNOWLEDGE, HAND_OVER
from workflow.web.site import Site
from workflow.web.visiting import SignedIn

SEEN, TAKE, HAND = "seen", "take", "hand"
"""The buttons; what is handed over goes to who is named beside it."""

TOLD = "told"
"""What is done where an e-mail says to whom it is handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button: what it does about which task of which case. `person`: to whom it hands it over."""

    go: str
    case: str
    task: str
    person: str = ""

    @classmethod
    def in_list(cls, form: FormData) -> Pressed:
        """The one of a list that was pressed: one form holds the buttons of all its lines."""
        value = str(form.get("do", ""))[:1000]
        said = dict(parse_qsl(value, keep_blank_values=True))
        case, task = said.get("case", "")[:200], said.get("task", "")[:200]
        person = str(form.get(field_for(case, task), "")).strip()[:200]
        return cls(go=said.get("go", ""), case=case, task=task, person=person)


def button_for(go: str, field: str) -> str:
    """What a button of a list sends, in the line of that field."""
    return f"go={go}&{field}"


def field_for(case: str, task: str) -> str:
    """In which field of a list stands who gets the task."""
    return urlencode({"case": case, "task": task})


def deed(site: Site, visit: SignedIn, form: FormData, pressed: Pressed) -> Command:
    """The command that a button gives.

    Sent twice, as by a second click, it is one command; another button of the same page is another.
    """
    me, hands = visit.person.person, pressed.go in (TAKE, HAND)
    person = pressed.person if pressed.go == HAND else me
    return Command(
        case=pressed.case,
        event=HAND_OVER if hands else ACKNOWLEDGE,
        recorded_at=site.app.now(),
        actor=me,
        facts={"task": pressed.task, "person": person} if hands else {"task": pressed.task},
        command_id=_command_id(str(form.get("command_id", ""))[:200], me, pressed),
    )


def _command_id(token: str, who: str, pressed: Pressed) -> str:
    """One for what this form asks for; none when the form carries no token of a page."""
    what = (token, who, pressed.go, pressed.case, pressed.task, pressed.person)
    return sha256("\0".join(what).encode()).hexdigest() if token else ""


def do(site: Site, command: Command, go: str) -> str:
    """Do it. Returns by which of `DONE` it is said. Raises Refused."""
    told = site.app.run(command).sent.written
    return TOLD if told and go == HAND else go


_WHO = {
    "missing_fact": "Say who gets the task: choose somebody from the list.",
    "unknown_person": "Nobody here has that short name: choose somebody from the list.",
    "wrong_role": "They do not have the role that this task is for: choose somebody from the list.",
}
"""What is said to whoever hands a task over, by the code of the refusal."""


DONE = {
    SEEN: "It is kept that you have read it.",
    TAKE: "The task is yours.",
    HAND: "The task is handed over. It is in their list now, and its reminders go to them: nothing"
    " else tells them. Whoever has the case still sees it too.",
    TOLD: "The task is handed over, and an e-mail tells them. It is in their list now, and its"
    " reminders go to them. Whoever has the case still sees it too.",
}
"""What is said of a task once something was done about it, by the button."""


def why_not_done(refused: Refused) -> str:
    """Why nothing was done about a task, in the words of a page."""
    return _WHO.get(refused.code) or in_a_sentence(refused)


def in_a_sentence(refused: Refused) -> str:
    """Why something was not done, as a sentence of its own."""
    text = str(refused)
    return f"{text[0].upper()}{text[1:].rstrip('.')}."
