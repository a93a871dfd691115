"""The council's own sign-in, by OpenID Connect: where a browser is sent, and whom it then proves.

Knows no page, no person and no database. What proves a token is Authlib's work; it and what it asks
through are loaded only where an issuer was chosen. What the issuer publishes of itself is asked for
when it is first needed, and its keys once more when a token names one that we do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urlsplit

from workflow.errors import CasewardError, SettingsWrong
from workflow.settings import Settings
from workflow.store.stored_access import BegunSignIn

BACK = "/sign-in/council/back"
"""The page that the issuer sends people back to."""

SCOPE = "openid profile email"
PATIENCE = 5.0
"""Seconds that an answer may take: somebody waits for it before an empty page."""

SKEW = 120
"""Seconds by which our clock and the issuer's may differ."""

KEPT_FOR = 3600.0
"""Seconds for which what the issuer says of itself is kept."""

ASKED_AGAIN_AFTER = 60.0
"""Seconds before its keys are asked for anew because of a token that none of them signed."""


class DirectoryAway(CasewardError):
    """The issuer does not answer, or not in a way that can be understood."""

    code = "directory_away"

    def __init__(self) -> None:
        super().__init__("the council's sign-in cannot be reached; try again in a moment")


class NotProved(CasewardError):
    """What came back from the issuer proves nobody. `why` is ours and holds nothing of a person."""

    code = "not_proved"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__("what came back from the council's sign-in does not prove who you are")


@dataclass
class Directory:
    """The issuer that an installation chose. Any number of threads may share it.

    `now` is the time that tokens are judged by, `passed` counts seconds.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    back: str
    now: Callable[[], datetime]
    passed: Callable[[], float] = monotonic
    _about: Mapping[str, Any] | None = field(default=None, repr=False)
    _keys: Any = field(default=None, repr=False)
    _asked_at: float = field(default=float("-inf"), repr=False)
    _keys_at: float = field(default=float("-inf"), repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def way_there(self, state: str, begun: BegunSignIn) -> str:
        """Where the browser goes to sign in. Raises DirectoryAway."""
        url, _ = self._client().create_authorization_url(
            self._address("authorization_endpoint"),
            state=state,
            code_verifier=begun.verifier,
            nonce=begun.nonce,
        )
        return str(url)

    def proves(self, code: str, begun: BegunSignIn) -> Mapping[str, Any]:
        """What the issuer says of whoever brings that code. Raises DirectoryAway, NotProved."""
        token = self._token(code, begun)
        kept = token.get("id_token")
        if not isinstance(kept, str):
            raise NotProved("no_id_token")
        return self._claims(kept, str(token.get("access_token") or ""), begun.nonce)

    def way_out(self, after: str) -> str:
        """Where the browser can end what it has at the issuer too; empty where nothing offers it.

        `after` is the page that it then comes back to.
        """
        try:
            end = self._about_itself().get("end_session_endpoint")
        except DirectoryAway:
            return ""
        if not isinstance(end, str) or not _is_safe(end):
            return ""
        given = urlencode({"client_id": self.client_id, "post_logout_redirect_uri": after})
        return f"{end}{'&' if '?' in end else '?'}{given}"

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]  # it has no types

        return OAuth2Client(
            self.client_id,
            self.client_secret or None,
            redirect_uri=self.back,
            scope=SCOPE,
            code_challenge_method="S256",
            timeout=PATIENCE,
            follow_redirects=False,
            token_endpoint_auth_method=self._shown_by(),
        )

    def _shown_by(self) -> str:
        """How our secret is shown: as the standard has it, unless the issuer takes another way."""
        if not self.client_secret:
            return "none"
        ways = self._about_itself().get("token_endpoint_auth_methods_supported")
        takes_post = isinstance(ways, list) and "client_secret_basic" not in ways
        return "client_secret_post" if takes_post else "client_secret_basic"

    def _token(self, code: str, begun: BegunSignIn) -> Mapping[str, Any]:
        from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]  # it has no types
        from httpx2 import HTTPError

        address = self._address("token_endpoint")
        try:
            with self._client() as client:
                token = client.fetch_token(address, code=code, code_verifier=begun.verifier)
        except OAuthError as refused:
            raise NotProved("code_refused") from refused
        except (HTTPError, ValueError) as away:
            raise DirectoryAway from away
        if not isinstance(token, dict):
            raise DirectoryAway
        return token

    def _claims(self, id_token: str, access_token: str, nonce: str) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # it has no types
        from joserfc.errors import JoseError

        try:
            signed = self._decoded(id_token)
            must_be = {"essential": True}
            options = {
                "iss": {**must_be, "value": self.issuer},
                "aud": {**must_be, "value": self.client_id},
            }
            params = {"nonce": nonce, "client_id": self.client_id, "access_token": access_token}
            claims = CodeIDToken(signed.claims, signed.header, options, params)
            claims.validate(now=int(self.now().timestamp()), leeway=SKEW)
        except (JoseError, ValueError, TypeError) as wrong:
            raise NotProved(type(wrong).__name__) from wrong
        return dict(claims)

    def _decoded(self, id_token: str) -> Any:
        """The token, whose signature is good; keys are asked for anew where none of ours fits."""
        from joserfc import jwt
        from joserfc.errors import BadSignatureError, InvalidKeyIdError

        try:
            return jwt.decode(id_token, self._key_set(), ["RS256"])
        except (BadSignatureError, InvalidKeyIdError, ValueError):
            if self.passed() - self._keys_at < ASKED_AGAIN_AFTER:
                raise
            self._keys = None
            return jwt.decode(id_token, self._key_set(), ["RS256"])

    def _key_set(self) -> Any:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        address = self._address("jwks_uri")
        with self._lock:
            if self._keys is None:
                try:
                    self._keys = KeySet.import_key_set(self._asked(address))
                except (JoseError, ValueError, TypeError, KeyError) as garbled:
                    raise DirectoryAway from garbled
                self._keys_at = self.passed()
            return self._keys

    def _address(self, name: str) -> str:
        found = self._about_itself().get(name)
        if not isinstance(found, str) or not _is_safe(found):
            raise DirectoryAway
        return found

    def _about_itself(self) -> Mapping[str, Any]:
        """What the issuer publishes of itself, which has to bear its own name."""
        with self._lock:
            if self._about is None or self.passed() - self._asked_at > KEPT_FOR:
                well_known = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                about = self._asked(well_known)
                if about.get("issuer") != self.issuer:
                    raise DirectoryAway
                self._about, self._asked_at = about, self.passed()
            return self._about

    def _asked(self, address: str) -> Any:
        import httpx2

        try:
            answer = httpx2.get(address, timeout=PATIENCE, follow_redirects=False)
            answer.raise_for_status()
            document = answer.json()
        except (httpx2.HTTPError, ValueError) as away:
            raise DirectoryAway from away
        if not isinstance(document, dict):
            raise DirectoryAway
        return document


def directory_of(settings: Settings, now: Callable[[], datetime]) -> Directory | None:
    """The issuer that the settings name; None when they name none. Asks it nothing yet.

    Raises SettingsWrong when what speaks to it is not installed.
    """
    if not settings.oidc_issuer:
        return None
    try:
        from authlib.integrations.httpx_client import OAuth2Client  # noqa: F401  # is it there?
    except ImportError:
        mend = "CASEWARD_OIDC_ISSUER needs more than is here: pip install 'caseward[oidc]'."
        raise SettingsWrong(mend) from None
    return Directory(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        back=settings.base_url + BACK,
        now=now,
    )


def _is_safe(url: str) -> bool:
    """Whether what goes there is not for everybody on the way to read."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "::1", "localhost")
