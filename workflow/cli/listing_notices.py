"""notice: the notices there are, to whom each goes, in which words, and which words are missing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from definitions import FOLDER
from workflow.cli.output import LATE, Line, counted, message, print_json, table
from workflow.definition.form import suggest
from workflow.definition.reader import read_process
from workflow.engine.catalogue import notices_in, process_folder, wording_of
from workflow.engine.notice_list import Listed, notices_listed
from workflow.errors import WrongUse
from workflow.settings import Settings


def list_notices(name: str, draft: Path | None, *, as_json: bool) -> None:
    """List the lines of every notice, or of one. Raises WrongUse: there is none of that name."""
    settings = Settings.read()
    folder = process_folder(draft or settings.definitions or FOLDER)
    process = read_process(folder, "" if draft else settings.policy)
    every = notices_listed(process, wording_of(notices_in(folder)))
    found = [each for each in every if name in ("", each.notice)]
    if not found:
        names = sorted({each.notice for each in every})
        mend = suggest(name, names) or "without a name they are listed"
        raise WrongUse(f"there is no notice `{name}`; {mend}" if name else "there are no notices")
    if as_json:
        print_json([asdict(each) for each in found])
        return
    table(("notice", "title", "sent by", "to", "words", "parts"), [_line(each) for each in found])
    if without := [each for each in found if each.missing]:
        message(f"{counted(len(without), 'line has', 'lines have')} no words yet.")


def _line(listed: Listed) -> Line:
    missing = ", ".join(f"no {part}" for part in listed.missing)
    parts = missing or ", ".join(listed.parts)
    sent_by = ", ".join(listed.workflows) if len(listed.workflows) < 4 else "several"
    what = (listed.notice, listed.title, sent_by, listed.audience, listed.wording, parts)
    return Line(what, LATE if missing else "")
