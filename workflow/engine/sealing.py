"""What is kept so that a stolen file of the database does not give it away.

The key comes of the secret key of the installation, one for each purpose: what was sealed for one
opens for no other. A part of it must be opened whole, so who seals much seals it in parts.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflow.errors import Fault


class NotSealedHere(Fault):
    """It was sealed with another key, or changed since."""

    code = "not_sealed_here"


class Sealing:
    """Seals and opens for one purpose. `bool()` of it: whether there is a key to do so."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._fernet = fernet(secret, purpose) if secret else None

    def __bool__(self) -> bool:
        return self._fernet is not None

    def sealed(self, content: bytes) -> bytes:
        """The content, sealed. Raises ValueError without a key."""
        return self._with_key().encrypt(content)

    def opened(self, sealed: bytes) -> bytes:
        """What was sealed. Raises NotSealedHere, and ValueError without a key."""
        try:
            return self._with_key().decrypt(sealed)
        except InvalidToken:
            raise NotSealedHere(
                "What is kept sealed cannot be opened: CASEWARD_SECRET_KEY is another one than when"
                " it was written, or it was changed outside this program."
            ) from None

    def _with_key(self) -> Fernet:
        if self._fernet is None:
            raise ValueError("without a secret key nothing can be sealed or opened")
        return self._fernet


def fernet(secret: str, purpose: str) -> Fernet:
    """What seals for that purpose alone, so that nothing else made of the same secret opens it."""
    derived = HKDF(SHA256(), 32, salt=None, info=f"caseward {purpose} 1".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
