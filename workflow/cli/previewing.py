"""notice --case: what a notice would say to each of its audience, on the terminal or as files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from pathlib import Path
from typing import Any

from definitions import FOLDER
from notifications.invitation import kept
from notifications.letter import to_pdf
from workflow.app import App
from workflow.cli.installed import installed
from workflow.cli.output import message, print_json, say
from workflow.clock import Clock
from workflow.engine.catalogue import process_folder
from workflow.engine.drafted import Drafted
from workflow.engine.preview import Preview, previews
from workflow.errors import CasewardError, WrongUse
from workflow.store.stored_message import MessageState

MEND = {
    "no_words": "write subject.txt and body.txt in its folder, which `caseward notice` names",
    "": "mend the template, or record on the case what is missing; `caseward check` tells more",
}
"""How to mend why there are no words, by what the message says of itself; otherwise the last."""

NOBODY_ASKS = Address("Us", "us", "caseward.invalid")
"""Stands in a calendar entry for who sends it."""


class NotInWords(CasewardError):
    """At least one message of a preview cannot be put into words."""

    code = "cannot_render"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The words of the command line. `form` is empty where nothing was asked: text."""

    notice: str
    case: str
    to: str
    form: str
    draft: Path | None
    output: Path | None
    as_json: bool


def preview(clock: Clock, wanted: Wanted) -> None:
    """Show what would be said. Raises NotInWords, Refused, WrongUse."""
    form = wanted.form or "text"
    if form not in _FORMS:
        raise WrongUse(f"--as cannot be {form}: give one of {', '.join(_FORMS)}")
    if not wanted.notice:
        raise WrongUse("name the notice too; `caseward notice` lists those there are")
    with installed(clock) as app:
        found = _only(_previews(app, wanted), wanted)
    if wanted.as_json:
        print_json([_document(each) for each in found])
    else:
        _tell(found, form, wanted.output)
    _refuse_wordless(found)


def _previews(app: App, wanted: Wanted) -> tuple[Preview, ...]:
    catalogue = app.catalogue
    if wanted.draft is not None:
        folder = process_folder(wanted.draft)
        catalogue = Drafted(folder, FOLDER / "calendars", app.catalogue.letterhead)
    return previews(app.store, catalogue, wanted.case, wanted.notice, app.now())


def _only(found: Sequence[Preview], wanted: Wanted) -> list[Preview]:
    """Those who were asked for, by how the outbox calls them, or as what they are told."""
    if not found:
        mend = "its lines are told by `caseward notice NAME`, the people by `caseward case show`"
        raise WrongUse(f"{wanted.notice} would tell nobody for {wanted.case} as it is now; {mend}")
    asked = [each for each in found if not wanted.to or wanted.to in _names(each)]
    if not asked:
        known = ", ".join(dict.fromkeys(each.message.recipient for each in found))
        raise WrongUse(f"{wanted.notice} would not tell {wanted.to}; it would tell {known}")
    return asked


def _names(found: Preview) -> set[str]:
    whole = found.message.recipient
    place, _, kind = whole.partition("/")
    return {whole, place.partition(":")[2] or place, kind, str(found.message.content.get("as"))}


# -- what is shown ---------------------------------------------------------------------------------


def _tell(found: Sequence[Preview], form: str, output: Path | None) -> None:
    made = [(each, _FORMS[form](each)) for each in found]
    shown = [(each, content) for each, content in made if content]
    if output is None and form == "text":
        for each in found:
            _head(each)
            say(str(_FORMS[form](each) or ""))
        return
    if not shown and any(each.rendered for each in found):
        raise WrongUse(f"nothing of it goes as {form} to those who would be told")
    if output is None and form == "pdf":
        raise WrongUse("say with -o FILE where to write pdf")
    if output is None and len(shown) > 1:
        raise WrongUse(f"say with -o FILE where to write {form}, or with --to for whom to print it")
    taken: Counter[str] = Counter()
    for each, content in shown:
        if output is None:
            say(str(content))
            continue
        whose = "" if len(shown) == 1 else _whose(each)
        taken[whose] += 1
        _write(file_for(output, whose, taken[whose]), content)


def _head(found: Preview) -> None:
    told = found.message
    as_ = told.content.get("as")
    state = "" if told.state == MessageState.WAITING else f", {told.state.replace('_', ' ')}"
    why = f" ({told.why})" if told.why else ""
    by = f" by {told.said.way}" if told.said.address else ""
    say(f"-- to {told.recipient}{f' as {as_}' if as_ else ''}{by}{state}{why}", bold=True)


def _text(found: Preview) -> str:
    words = found.rendered
    if words is None:
        return ""
    more = {"Text message": words.text_message, "Calendar": words.calendar}
    parts = [f"Subject: {words.subject}", words.text.rstrip()]
    return "\n\n".join([*parts, *(f"[{n}] {text}" for n, text in more.items() if text)]) + "\n"


def _html(found: Preview) -> str:
    return found.rendered.html if found.rendered else ""


def _pdf(found: Preview) -> bytes:
    return to_pdf(found.rendered.letter) if found.rendered else b""


def _ics(found: Preview) -> str:
    told = found.message
    if not told.said.calendar:
        return ""
    attendee = Address(addr_spec=told.said.address)
    part = kept(
        told.said.calendar, organiser=NOBODY_ASKS, attendee=attendee, stamped_at=told.created_at
    )
    return part.content.decode()


_FORMS: Mapping[str, Callable[[Preview], str | bytes]] = {
    "text": _text,
    "html": _html,
    "pdf": _pdf,
    "ics": _ics,
}


# -- files -----------------------------------------------------------------------------------------


def _whose(found: Preview) -> str:
    """For whom it is, as a part of a file's name: `parent-2`."""
    recipient = found.message.recipient
    return re.sub(r"\W+", "-", recipient.partition("/")[2] or recipient)


def file_for(output: Path, whose: str, number: int) -> Path:
    """The file itself; of several each has its own: `letter-parent.pdf`, and a second one to the
    same recipient, for another task of theirs, `letter-parent-again-2.pdf`.
    """
    again = f"-again-{number}" if number > 1 else ""
    return output.with_name(f"{output.stem}-{whose}{again}{output.suffix}") if whose else output


def _write(file: Path, content: str | bytes) -> None:
    try:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError:
        raise WrongUse(f"{file} cannot be written; name a file in a folder of yours") from None
    message(f"Wrote {file}.")


# -- for programs, and what went wrong -------------------------------------------------------------


def _document(found: Preview) -> dict[str, Any]:
    told, words = found.message, found.rendered
    return {
        "recipient": told.recipient,
        "as": told.content.get("as"),
        "wording": told.content.get("wording", told.notice),
        "state": told.state,
        "why": told.why,
        "way": told.said.way if told.said.address else "",
        "subject": words.subject if words else "",
        "text": words.text if words else "",
        "html": words.html if words else "",
        "letter": words.letter if words else "",
        "text_message": words.text_message if words else "",
        "calendar": words.calendar if words else "",
    }


def _refuse_wordless(found: Sequence[Preview]) -> None:
    wordless = [each for each in found if each.message.state == MessageState.CANNOT_RENDER]
    if wordless:
        first = wordless[0].message
        folder = str(first.content.get("wording", first.notice))
        what = f"notices/{folder} has no words" if first.why == "no_words" else first.why
        mend = MEND.get(first.why, MEND[""])
        raise NotInWords(f"{first.recipient} cannot be told: {what.rstrip('.')}; {mend}")
