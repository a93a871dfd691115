"""Who writes, and where links in messages lead: what an installation says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from notifications.notice import Council
from workflow.engine.reply_links import ReplyTo, signed

COUNCIL = Council(name="The council")
"""Who writes where nobody said."""

SWITCHBOARD = "our switchboard"
"""What a letter tells people to ring where nobody said which number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """`base_url` has no slash at its end; empty: messages have no links. `secure_mail`: e-mail may
    carry what is personal. `secret` signs links by which people answer; empty: there are none.
    """

    council: Council = COUNCIL
    base_url: str = ""
    secure_mail: bool = False
    secret: str = field(default="", repr=False)

    def link(self, ref: str) -> str:
        """The address of a case's page; empty when there are no pages."""
        return f"{self.base_url}/cases/{ref}" if self.base_url else ""

    def reply_link(self, reply: ReplyTo) -> str:
        """The address at which a message is answered; empty when there is none."""
        if not self.base_url or not self.secret:
            return ""
        return f"{self.base_url}/reply/{signed(self.secret, reply)}"
