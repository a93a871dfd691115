"""Messages about a case as its pages list them: by their titles, and to whom in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.case.model import Case
from workflow.definition.model import Workflow
from workflow.engine.case_head import Seen
from workflow.engine.keeping_back import PARTICIPANT
from workflow.engine.participant_names import participant_name, participant_names
from workflow.store.reading import Reading
from workflow.store.stored_message import Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message about a case, and how it goes. `to` says who gets it."""

    title: str
    to: str = field(repr=False)
    posting: Posting = field(repr=False)


def letters_of(
    reading: Reading, workflow: Workflow, case: Case, around: Seen, *, limit: int
) -> Iterator[Letter]:
    """The last messages about a case, the last first.

    A participant is named where it is one of this case; of a case around it only what they are
    there as, and nobody's name.
    """
    names = participant_names(workflow, case)
    for posting in reading.postings_of(case.ref, limit=limit):
        message = posting.message
        notice = workflow.notices.get(message.notice)
        title = notice.title if notice else message.notice.replace("_", " ").capitalize()
        yield Letter(
            title=message.said.subject or title,
            to=_to(message.recipient, case.ref, names, around),
            posting=posting,
        )


def _to(recipient: str, here: str, names: Mapping[str, str], around: Seen) -> str:
    if not recipient.startswith(PARTICIPANT):
        return recipient.partition(":")[2] or recipient
    ref, _, who = recipient.removeprefix(PARTICIPANT).partition("/")
    if ref == here:
        return names.get(who, who)
    return participant_name(around[ref][0], who, {}) if ref in around else who
