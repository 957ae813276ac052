"""Hash chains: each link's hash covers its content and the link before it.

    hash = SHA-256(previous hash, content)        the first previous hash: SHA-256(the chain's name)

Whoever keeps a log in a chain stores position, previous hash and hash with each row, and registers
the log here, so that `manage.py verify_audit` proves it. The head row says where the chain ends,
which also shows that nothing was cut off. Somebody with all rights on the database could build a
whole new chain; the heads that `verify_audit` prints, kept elsewhere, show that too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from kernel import sql
from kernel.audit.models import Head

_HEAD: Final = "SELECT position, hash FROM audit_chain WHERE chain = %s"
# On MySQL this takes the row's lock for writing at once; INSERT IGNORE would share it, and two
# first links at once would meet in a deadlock.
_BEGIN: Final = {
    "mysql": "INSERT INTO audit_chain (chain, position, hash) VALUES (%s, %s, %s) "
    "ON DUPLICATE KEY UPDATE position = position",
}
_BEGIN_ELSEWHERE: Final = (
    "INSERT INTO audit_chain (chain, position, hash) VALUES (%s, %s, %s) "
    "ON CONFLICT (chain) DO NOTHING"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """What a row of a log stores beside its content."""

    position: int
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """Where a chain ends, or ended once."""

    position: int
    hash: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """A row of a log as it stands in the database; `row` names it for people."""

    row: str
    content: bytes
    link: Link


@dataclass(frozen=True, kw_only=True, slots=True)
class Log:
    """A kind of log: which chains it has and how to read one, in the order of positions.

    `read` streams: a chain may be longer than the memory.
    """

    name: str
    chains: Callable[[], Iterable[str]]
    read: Callable[[str], Iterator[Linked]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What came of proving a chain: how far it is proven, and how long it should be.

    `broken` names the first bad row, or is empty.
    """

    chain: str
    proven: End
    height: int
    broken: str = ""


def append(*, chain: str, content: bytes) -> Link:
    """Return the next link of a chain; the chain's head is locked until the transaction ends.

    Call it last in a command, inside its transaction: the next writer of this chain waits.
    """
    return append_many(chain=chain, contents=[content])[0]


def append_many(*, chain: str, contents: Iterable[bytes]) -> list[Link]:
    """Return the next links of a chain, for contents in order, under one lock."""
    assert connection.in_atomic_block, "a link without its row would break the chain"
    head = _lock(chain)
    position, latest = head.position, head.hash
    links = []
    for content in contents:
        position += 1
        link = Link(position=position, previous_hash=latest, hash=hash_of(latest, content))
        latest = link.hash
        links.append(link)
    if links:
        Head.objects.filter(chain=chain).update(position=position, hash=latest)
    return links


def hash_of(previous: bytes, content: bytes) -> bytes:
    """Return the hash of a link."""
    return hashlib.sha256(previous + content).digest()


def origin(chain: str) -> bytes:
    """Return what stands before the first link: no chain can pass for another one."""
    return hashlib.sha256(b"chain:" + chain.encode()).digest()


def register(log: Log) -> None:
    """Let `verify_audit` prove a log; called in an app's `ready()`."""
    _logs[log.name] = log


def list_logs() -> list[Log]:
    """Return every registered log."""
    return list(_logs.values())


def verify(*, chain: str, rows: Iterable[Linked], earlier: End | None = None) -> Verdict:
    """Prove a chain from its first row to its head, in constant memory.

    The head is read before the rows and after them, because the chain may grow meanwhile: it must
    reach the first and not go beyond the second. `earlier` is a head that was kept elsewhere: the
    chain must still go through it, which a chain that was built anew does not.
    """
    goal = _head(chain)
    marks = [mark for mark in (goal, earlier) if mark is not None and mark.position]
    reached = End(position=0, hash=origin(chain))
    broken = ""
    for row in rows:
        broken = _wrong_with(row, after=reached) or _wrong_with_marks(row.link, marks)
        if broken:
            break
        reached = End(position=row.link.position, hash=row.link.hash)
    end = _head(chain)
    broken = broken or _wrong_with_end(reached, marks=marks, end=end)
    return Verdict(chain=chain, proven=reached, height=end.position, broken=broken)


def verify_all(*, earlier: Mapping[str, End] | None = None) -> Iterator[Verdict]:
    """Prove every chain of every log, one after the other; `earlier` are heads kept elsewhere."""
    kept = dict(earlier or {})
    for log in list_logs():
        for chain in sorted(log.chains()):
            yield verify(chain=chain, rows=log.read(chain), earlier=kept.pop(chain, None))
    for chain, mark in sorted(kept.items()):
        broken = f"the whole chain is missing: a kept head names row {mark.position}"
        nothing = End(position=0, hash=origin(chain))
        yield Verdict(chain=chain, proven=nothing, height=mark.position, broken=broken)


def _wrong_with(row: Linked, *, after: End) -> str:
    position = after.position + 1
    if row.link.position > position:
        return f"row {position} is missing (before {row.row})"
    if row.link.position < position:
        return f"row {row.link.position} was slipped in ({row.row})"
    if row.link.previous_hash != after.hash:
        return f"row {position} does not follow from the one before it ({row.row})"
    if row.link.hash != hash_of(after.hash, row.content):
        return f"row {position} was altered ({row.row})"
    return ""


def _wrong_with_marks(link: Link, marks: Iterable[End]) -> str:
    for mark in marks:
        if mark.position == link.position and mark.hash != link.hash:
            return f"row {mark.position} is not the one that a head names"
    return ""


def _wrong_with_end(reached: End, *, marks: Iterable[End], end: End) -> str:
    furthest = max((mark.position for mark in marks), default=0)
    if reached.position < furthest:
        return f"row {reached.position + 1} is missing: a head names row {furthest}"
    if reached.position > end.position:
        return f"row {end.position + 1} was slipped in: the head names row {end.position}"
    return ""


def _lock(chain: str) -> End:
    head = _locked(chain)
    if head is None:
        begin = _BEGIN.get(connection.vendor, _BEGIN_ELSEWHERE)
        sql.execute(begin, [chain, 0, origin(chain)])
        head = _locked(chain)
        assert head is not None
    return head


def _locked(chain: str) -> End | None:
    return _read(chain, lock=sql.for_update())


def _head(chain: str) -> End:
    # A chain without a head has no rows yet; if it has some, they are beyond its end.
    return _read(chain) or End(position=0, hash=b"")


def _read(chain: str, *, lock: str = "") -> End | None:
    found = sql.row(_HEAD + lock, [chain])
    return None if found is None else End(position=int(found[0]), hash=bytes(found[1]))


_logs: dict[str, Log] = {}
