"""A council's own sign-in on the loopback: discovery, authorisation, tokens, keys, and its faults.

It shares no code with what is tested: PKCE, the proof of the client and the tokens are made here by
the letter of the standards. Whoever comes is signed in as `claims` says, unasked.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from workflow.clock import Clock

CLIENT, SECRET = "caseward-of-northwick", "a secret: with a colon, and spaces"


@dataclass(frozen=True)
class Key:
    """A key that tokens are signed with."""

    name: str
    private: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def published(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        parts = {"n": numbers.n, "e": numbers.e}
        encoded = {
            name: _encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))
            for name, value in parts.items()
        }
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.name, **encoded}


@dataclass
class Issuer:
    """What it says of whoever comes, and what is wrong with it.

    `spoils` are claims that take the place of the right ones (None: it is left out); `signs_with`
    is the key of tokens, in place of the one that is published.
    """

    clock: Clock
    claims: dict[str, Any]
    address: str = ""
    spoils: dict[str, Any] = field(default_factory=dict)
    signs_with: Key | None = None
    algorithm: str = "RS256"
    key: Key = field(default_factory=lambda: Key("one"))
    is_down: bool = False
    garbles: bool = False
    refuses_people: bool = False
    has_way_out: bool = True
    name_in_discovery: str = ""
    key_requests: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def about(self) -> dict[str, Any]:
        found = {
            "issuer": self.name_in_discovery or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return found | ({"end_session_endpoint": f"{self.address}/end"} if self.has_way_out else {})

    def sends_back(self, asked: dict[str, str]) -> str:
        """Where the browser goes, signed in."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        back = {"state": asked["state"]}
        if self.refuses_people:
            return f"{asked['redirect_uri']}?{urlencode(back | {'error': 'access_denied'})}"
        code = token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode(back | {'code': code})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Tokens for a code, once, for the client that can prove itself and its verifier."""
        basic = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        name, _, secret = basic.partition(":")
        if (unquote(name), unquote(secret)) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        proof = _encoded(sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or form.get("redirect_uri") != asked["redirect_uri"]
            or proof != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        tokens = {"access_token": token_urlsafe(8), "token_type": "Bearer", "expires_in": 60}
        return 200, {**tokens, "id_token": self._id_token(asked["nonce"])}

    def _id_token(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        right = {
            "iss": self.address,
            "sub": "a-number-of-theirs",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        claims = {**right, **self.claims, **self.spoils}
        said = {name: value for name, value in claims.items() if value is not None}
        key = self.signs_with or self.key
        if self.algorithm == "HS256":
            return jwt.encode(said, "x" * 32, "HS256", headers={"kid": key.name})
        return jwt.encode(said, key.private, "RS256", headers={"kid": key.name})


@contextmanager
def issuing(issuer: Issuer) -> Iterator[Issuer]:
    """The issuer on a free port until the block is left."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            match parts.path:
                case "/.well-known/openid-configuration":
                    self._say(200, issuer.about())
                case "/authorize":
                    self._send_to(issuer.sends_back(asked))
                case "/keys":
                    issuer.key_requests += 1
                    self._say(200, {"keys": [issuer.key.published()]})
                case "/end":
                    self._send_to(asked["post_logout_redirect_uri"])
                case _:
                    self._say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*issuer.token(form, self.headers.get("Authorization", "")))

        def _send_to(self, address: str) -> None:
            self.send_response(302)
            self.send_header("Location", address)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _say(self, status: int, content: dict[str, Any]) -> None:
            if issuer.is_down:
                self.close_connection = True
                return
            body = b"<p>hello</p>" if issuer.garbles else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
