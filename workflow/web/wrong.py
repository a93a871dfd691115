"""What stands in the way of a form, in the words of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.case.edge import NO_SUCH_DAY, NO_SUCH_MOMENT
from workflow.case.model import Refused
from workflow.engine.step_form import StepForm

_USED = (
    "This form has been recorded already, with other answers. To record it a second time, with what"
    " stands here, go on."
)
_LATE = (
    "This step is not open any more. It was on the day it happened, so it can be recorded late, in"
    " its place."
)


_TYPED = (
    (NO_SUCH_DAY, "must be a day that exists, such as 2, 3 and 2026"),
    (NO_SUCH_MOMENT, "must be a day that exists and a time, such as 14:30 or 2.30pm"),
)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What stands in the way, and beside which fields. `stale`: the case has changed. `used`: with
    other answers this very form has been recorded.
    """

    sentence: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False
    used: bool = False


def wrong_of(refused: Refused, form: StepForm) -> Wrong:
    """A refusal in the words of the page: its names of facts are labels here."""
    columns = (column for each in form.fields for column in each.columns)
    own = {each.name: each.label for each in form.fields}
    labels = {each.name: each.label for each in columns} | own | {form.event: form.title}
    named = [name for name in re.findall(r"`(\w+)`", str(refused)) if name in own]
    said = str(refused)
    for programs, people in _TYPED:
        said = said.replace(programs, people)
    sentence = re.sub(r"`(\w+)`( \([^)]*\))?", lambda m: f"“{labels.get(m[1], m[1])}”", said)
    sentence = sentence[0].upper() + sentence[1:].rstrip(".") + "."
    if refused.code == "missing_fact":
        beside = {name: f"{labels[name]}: this is needed" for name in named}
        return Wrong(sentence="" if beside else sentence, beside=beside)
    if refused.code == "wrong_fact" and named:
        return Wrong(beside={named[0]: sentence})
    if refused.code in ("wrong_day", "day_missing"):
        return Wrong(beside={"occurred_on": sentence})
    if refused.code == "event_closed_since":
        return Wrong(sentence=_LATE)
    if refused.code == "command_id_used":
        return Wrong(sentence=_USED, used=True)
    return Wrong(
        sentence=sentence,
        beside={named[0]: sentence} if named else {},
        stale=refused.code == "stale_revision",
    )
