"""Messages about a case as its pages list them: by their titles, and to whom in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow.case.model import Case
from workflow.definition.model import Workflow
from workflow.engine.case_head import Seen
from workflow.engine.colleagues import colleagues
from workflow.engine.recipient_names import Known, recipient_name
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
    name_of = colleagues(reading)

    def look(ref: str) -> Known | None:
        if ref == case.ref:
            return Known(workflow, case)
        found = around.get(ref)
        return Known(found[0].workflow(found[1].workflow)) if found else None

    for posting in reading.postings_of(case.ref, limit=limit):
        message = posting.message
        notice = workflow.notices.get(message.notice)
        title = notice.title if notice else message.notice.replace("_", " ").capitalize()
        yield Letter(
            title=message.said.subject or title,
            to=recipient_name(message.recipient, case.ref, look, name_of),
            posting=posting,
        )
