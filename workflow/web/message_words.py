"""What pages call the states of messages, why one is in it, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.engine.undelivered import WORDS

TITLES: Mapping[str, str] = {
    "held": "To be looked at before they go",
    "failed": "Failed",
    "uncertain": "May have been sent or not",
    "cannot_render": "Without words",
    "no_address": "Without an address",
    "waiting": "Waiting to go",
    "gathered": "Gathered for the next digest",
    "sending": "On their way",
    "sent": "Sent",
    "withdrawn": "Withdrawn",
    "done_with": "Done with",
}
"""What each state is called, those first that need somebody."""

TO_DO: Mapping[str, str] = {
    "held": "Read it, then let it go or withdraw it.",
    "failed": "Mend the address and send it again, or tell them in another way and withdraw it.",
    "uncertain": "Find out whether it arrived; then say that it was sent, or send it again.",
    "cannot_render": "Have the wording mended and send it again, or tell them in another way.",
    "no_address": "Record an address on the case and send it again, or tell them in another way and"
    " withdraw it.",
}
"""What is to be done about a message in a state that needs somebody."""

_LEFT_OUT = {
    "left_out": "on the list of those whom nothing is told by itself",
    "not_kept_to": "not named in the list to which this letter is kept: look whether that is right",
    "silence": "nothing goes to the family by itself any more",
    "recorded_late": "recorded late: look at it before it goes",
    "address_in_words": "an address stands in it that is not theirs: read it before it goes",
    "replaced": "another says what is right now",
    "row_gone": "the step that sent it no longer counts",
    "not_told": "it does not go to them any more",
}
REASONS: Mapping[str, str] = WORDS | _LEFT_OUT
