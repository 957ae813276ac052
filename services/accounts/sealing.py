"""A person's own key: what it seals, nobody reads once the key is destroyed.

Every customer has a data key. It stands beside the record, wrapped by the bank's keys
(`kernel/crypto.py`), so that changing the bank's keys wraps 32 bytes again instead of sealing every
field anew, and so that erasing a person destroys one value. Each sealed value is bound to where it
stands: it cannot be opened in another column or another row.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from kernel import crypto

_TEXT_MARK: Final = "sealed:"


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One person's data key, open in memory."""

    key: bytes = field(repr=False)

    def seal(self, content: str, *, context: str) -> bytes:
        """Return a text sealed for one place; the same text never looks the same twice."""
        return crypto.seal(content, context=context, key=self.key)

    def unseal(self, sealed: bytes, *, context: str) -> str:
        """Return the text that was sealed for this place.

        Raises:
            CannotUnseal: it was altered, or sealed for another place or person.

        """
        return crypto.unseal(bytes(sealed), context=context, key=self.key)

    def seal_bytes(self, content: bytes, *, context: str) -> bytes:
        """Return bytes sealed for one place."""
        return self.seal(base64.b64encode(content).decode(), context=context)

    def unseal_bytes(self, sealed: bytes, *, context: str) -> bytes:
        """Return the bytes that `seal_bytes` sealed.

        Raises:
            CannotUnseal: they were altered, or sealed for another place or person.

        """
        return base64.b64decode(self.unseal(sealed, context=context))

    def seal_text(self, content: str, *, context: str) -> str:
        """Return a text sealed as text, for a column that holds text."""
        return _TEXT_MARK + base64.b64encode(self.seal(content, context=context)).decode()

    def unseal_text(self, sealed: str, *, context: str) -> str:
        """Return what `seal_text` sealed.

        Raises:
            CannotUnseal: it was altered, or sealed for another place or person.

        """
        raw = base64.b64decode(sealed.removeprefix(_TEXT_MARK))
        return self.unseal(raw, context=context)


def is_sealed_text(value: object) -> bool:
    """Return whether a value was made by `seal_text`."""
    return isinstance(value, str) and value.startswith(_TEXT_MARK)


def make_key(*, person_id: UUID) -> tuple[PersonKey, bytes]:
    """Return a new key for a person, open and wrapped."""
    key = crypto.new_data_key()
    return PersonKey(key), crypto.wrap_key(key, context=_context(person_id))


def open_key(wrapped: bytes, *, person_id: UUID) -> PersonKey:
    """Return a person's key from its wrapped form."""
    return PersonKey(crypto.unwrap_key(bytes(wrapped), context=_context(person_id)))


def is_wrapped_by_newest(wrapped: bytes) -> bool:
    """Return whether a key is wrapped by the bank's newest key."""
    return crypto.key_id_of(bytes(wrapped)) == crypto.sealing_key_id()


def rewrap_key(wrapped: bytes, *, person_id: UUID) -> bytes:
    """Return the same key wrapped by the bank's newest key."""
    context = _context(person_id)
    return crypto.wrap_key(crypto.unwrap_key(bytes(wrapped), context=context), context=context)


def _context(person_id: UUID) -> str:
    return f"accounts_customer.data_key:{person_id}"
