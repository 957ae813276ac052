"""Merkle trees as RFC 6962 defines them, and what this bank hashes with them.

Plain functions of bytes: a receipt is checked with this file alone. The first byte of everything
that is hashed says what it is, so that nothing can pass for something else.

    part  SHA-256(2, salt, JSON)          a side of a transfer, hidden from whom it does not concern
    leaf  SHA-256(0, JSON)                a transfer; its JSON names its parts by their hash
    node  SHA-256(1, left, right)
    seal  SHA-256(3, JSON)                a day: its root, its count and the seal of the day before

JSON is canonical: keys in order, no spaces, ASCII.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

BLOCK: Final = 256
EMPTY: Final = hashlib.sha256(b"").digest()
GENESIS: Final = bytes(32)
_LEAF, _NODE, _PART, _SEAL = b"\x00", b"\x01", b"\x02", b"\x03"


class Step(NamedTuple):
    """One step from a leaf to the root: the neighbour's hash and the side on which it stands."""

    side: str
    hash: bytes


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return content as the bytes that are hashed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def part_hash(content: Mapping[str, Any], *, salt: bytes) -> bytes:
    """Return the hash that stands for a part of a transfer."""
    return hashlib.sha256(_PART + salt + canonical(content)).digest()


def part_salt(*, day_salt: bytes, transfer_id: bytes, name: str) -> bytes:
    """Return the salt of one part: the day's is never given away."""
    return hashlib.sha256(day_salt + transfer_id + name.encode()).digest()


def leaf_hash(content: Mapping[str, Any]) -> bytes:
    """Return the hash of a transfer."""
    return hashlib.sha256(_LEAF + canonical(content)).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbours."""
    return hashlib.sha256(_NODE + left + right).digest()


def seal_hash(
    *, business_date: str, position: int, count: int, root: bytes, previous: bytes
) -> bytes:
    """Return the seal of a day."""
    content = {
        "business_date": business_date,
        "count": count,
        "position": position,
        "previous": previous.hex(),
        "root": root.hex(),
    }
    return hashlib.sha256(_SEAL + canonical(content)).digest()


class Tree:
    """A root over hashes that come one by one: as many are kept as the tree is high."""

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        """Start with some."""
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []
        for one in hashes:
            self.add(one)

    def add(self, one: bytes) -> None:
        """Take the next hash."""
        size = 1
        while self._peaks and self._peaks[-1][0] == size:
            one = node_hash(self._peaks.pop()[1], one)
            size *= 2
        self._peaks.append((size, one))
        self.count += 1

    def root(self) -> bytes:
        """Return the root over what came so far."""
        if not self._peaks:
            return EMPTY
        *left, (_, root) = self._peaks
        for _, peak in reversed(left):
            root = node_hash(peak, root)
        return root


def path(hashes: Sequence[bytes], index: int) -> list[Step]:
    """Return the steps from one of the hashes to the root over them all."""
    if len(hashes) <= 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        return [*path(hashes[:split], index), Step("right", Tree(hashes[split:]).root())]
    return [*path(hashes[split:], index - split), Step("left", Tree(hashes[:split]).root())]


def climb(start: bytes, steps: Iterable[Step]) -> bytes:
    """Return the root that the steps lead to."""
    for side, neighbour in steps:
        if side not in {"left", "right"}:
            raise ValueError(f"{side!r} is no side")
        start = node_hash(neighbour, start) if side == "left" else node_hash(start, neighbour)
    return start
