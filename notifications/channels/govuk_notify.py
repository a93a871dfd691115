"""GOV.UK Notify: e-mail and text messages through templates kept there, letters as our own PDF.

The template of e-mails there has `((subject))` as its subject and `((body))` as its message, with
who writes below it; that of text messages has `((body))`. Notify carries no calendar entries and no
files: a link in the text says where they are. One client for one worker: it is not for several
threads at once.

Documented at docs.notifications.service.gov.uk/rest-api.html (read 2026-11).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import httpx2
import jwt

from notifications.channels.base import Reason, Refused, Sent, TryAgain, Unsure
from notifications.channels.delivery import Delivery, told
from notifications.message import address
from notifications.notice import Way
from notifications.outgoing import Outgoing
from workflow.clock import Clock

_UUID_LENGTH = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyService:
    """Our service at Notify.

    `key` is NAME-SERVICE-SECRET, as Notify shows it once. `patience` is how long an answer may
    take, in seconds. `proxy` is the way out of the building, where one is needed.
    """

    key: str = field(repr=False)
    email_template: str = ""
    text_template: str = ""
    postage: str = "second"
    base_url: str = "https://api.notifications.service.gov.uk"
    proxy: str | None = None
    patience: float = 30.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("Notify is spoken to over https only.")
        if len(self.key) < 2 * _UUID_LENGTH + 1:
            raise ValueError("That is no key of Notify: it is NAME-SERVICE-SECRET.")

    @property
    def service(self) -> str:
        """The service that the key belongs to."""
        return self.key[-2 * _UUID_LENGTH - 1 : -_UUID_LENGTH - 1]

    @property
    def secret(self) -> str:
        """What tokens are signed with."""
        return self.key[-_UUID_LENGTH:]


class NotifyChannel:
    """Sends through Notify. A message that it has already taken is not sent a second time."""

    def __init__(self, service: NotifyService, *, clock: Clock) -> None:
        self._service, self._clock = service, clock
        self._client: httpx2.Client | None = None

    @property
    def ways(self) -> frozenset[Way]:
        """Post, which needs no template there, and the ways that there is one for."""
        service = self._service
        templates = {Way.EMAIL: service.email_template, Way.TEXT: service.text_template}
        return frozenset({Way.POST, *(way for way, template in templates.items() if template)})

    @property
    def sender(self) -> None:
        """Notify writes for us, and asks nobody to a meeting."""

    def carries(self, message: Outgoing) -> bool:
        """E-mail without files and calendar entries, printed letters, text messages."""
        with_more = message.way is Way.EMAIL and (message.attachments or message.calendar)
        unprinted = message.way is Way.POST and not message.letter
        return message.way in self.ways and not (with_more or unprinted)

    def send(self, message: Outgoing) -> Sent:
        """Hand over one message; the reference is the id that Notify gave it."""
        if not self.carries(message):
            raise Refused(Reason.CANNOT_CARRY)
        kind, content = self._request(message)
        if earlier := self._taken_before(message):
            return earlier
        answer = self._call("POST", f"/v2/notifications/{kind}", content)
        reference = answer.get("id")
        if not isinstance(reference, str):
            raise Unsure
        return Sent(reference)

    def delivery(self, sent: Sent) -> Delivery:
        """What became of a message. May be asked again and again."""
        return told(self._call("GET", f"/v2/notifications/{sent.reference}"))

    def check(self) -> None:
        """Ask for a template with our key, or for our messages. Raises what `send` does."""
        template = self._service.email_template or self._service.text_template
        self._call("GET", f"/v2/template/{template}" if template else "/v2/notifications")

    def close(self) -> None:
        """Close the connections to Notify."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _request(self, message: Outgoing) -> tuple[str, dict[str, object]]:
        """The kind of notification at Notify, and what it is asked to send."""
        service = self._service
        base: dict[str, object] = {"reference": message.message_id}
        match message.way:
            case Way.EMAIL:
                body = message.markup or message.text
                said = {"subject": message.subject, "body": body}
                to = address(message.to).addr_spec
                template = {"template_id": service.email_template, "personalisation": said}
                return "email", base | template | {"email_address": to}
            case Way.TEXT:
                said = {"body": message.text}
                template = {"template_id": service.text_template, "personalisation": said}
                return "sms", base | template | {"phone_number": message.to}
            case Way.POST:
                pdf = base64.b64encode(message.letter).decode()
                return "letter", base | {"content": pdf, "postage": service.postage}
            case Way.WEBHOOK:
                raise Refused(Reason.CANNOT_CARRY)

    def _taken_before(self, message: Outgoing) -> Sent | None:
        """The same message, when Notify has it from an earlier try whose end we did not hear."""
        answer = self._call("GET", "/v2/notifications", params={"reference": message.message_id})
        match answer.get("notifications"):
            case [{"id": str(reference)}, *_]:
                return Sent(reference)
        return None

    def _call(
        self,
        method: str,
        path: str,
        content: Mapping[str, object] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Mapping[str, object]:
        try:
            answer = self._opened().request(
                method, path, json=content, params=params, headers=self._signed()
            )
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as exc:
            raise TryAgain("Notify cannot be reached.") from exc
        except httpx2.TransportError as exc:
            if method == "POST":
                raise Unsure from exc
            raise TryAgain("Notify does not answer.") from exc
        if answer.is_success:
            return _json(answer)
        raise self._failure(answer)

    def _opened(self) -> httpx2.Client:
        if self._client is None:
            self._client = httpx2.Client(
                base_url=self._service.base_url,
                timeout=self._service.patience,
                proxy=self._service.proxy,
                trust_env=False,  # what is not in the settings does not lead messages elsewhere
            )
        return self._client

    def _signed(self) -> dict[str, str]:
        """A token for one call: Notify takes it for 30 seconds."""
        claims = {"iss": self._service.service, "iat": int(self._clock().timestamp())}
        return {"Authorization": f"Bearer {jwt.encode(claims, self._service.secret, 'HS256')}"}

    def _failure(self, answer: httpx2.Response) -> TryAgain | Refused:
        """What an answer that is no success means for the message."""
        kind, what = _first_error(answer)
        if answer.status_code == 429 and kind == "TooManyRequestsError":
            return TryAgain("The day's limit at Notify is reached.", after=self._until_midnight())
        if answer.status_code == 429:
            return TryAgain("Notify takes no more this minute.", after=timedelta(minutes=1))
        if answer.status_code >= 500:
            return TryAgain("Notify is out of order.")
        if answer.status_code in (401, 403):
            return Refused(Reason.NOT_ALLOWED)
        if answer.status_code == 413:
            return Refused(Reason.TOO_LARGE)
        about_address = what.startswith(("email_address", "phone_number", "to "))
        return Refused(Reason.BAD_ADDRESS if about_address else Reason.CONTENT)

    def _until_midnight(self) -> timedelta:
        """To the next midnight UTC, when Notify counts from zero again."""
        now = self._clock().astimezone(UTC)
        return datetime.combine(now.date() + timedelta(days=1), time.min, UTC) - now


def _json(answer: httpx2.Response) -> Mapping[str, object]:
    try:
        content = answer.json()
    except ValueError:
        return {}  # a page of something on the way: who asked says what that means for them
    return content if isinstance(content, dict) else {}


def _first_error(answer: httpx2.Response) -> tuple[str, str]:
    """Kind and message of the first error. The message may quote an address: read, never kept."""
    match _json(answer).get("errors"):
        case [{"error": str(kind), "message": str(what)}, *_]:
            return kind, what
    return "", ""
