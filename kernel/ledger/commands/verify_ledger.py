"""Recompute every seal from the rows and name the first one that is not what was sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel import sql
from kernel.ledger.leaves import Leaf, read_leaves
from kernel.ledger.merkle import GENESIS, Tree, seal_hash
from kernel.ledger.metrics import verified_transfers, verify_findings, verify_last_success
from kernel.ledger.models import Day, Seal, SealBlock

_LEAF_BYTES = 48


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """The first row that is not what was sealed: `what` is altered, missing or inserted."""

    what: str
    row: str
    business_date: date
    detail: str = ""

    def __str__(self) -> str:
        """Return it as a sentence."""
        reason = f" ({self.detail})" if self.detail else ""
        return f"{self.row} of {self.business_date} is {self.what}{reason}."


@dataclass(kw_only=True, slots=True)
class Verdict:
    """What a verification read, the last seal, and what it found first, if anything."""

    days: int = 0
    transfers: int = 0
    head: bytes = GENESIS
    head_date: date | None = None
    finding: Finding | None = None


def verify_ledger(
    *,
    now: datetime,
    expected: Mapping[date, bytes] | None = None,
    progress: Callable[[Seal], None] = lambda _seal: None,
) -> Verdict:
    """Recompute the chain of seals from the first day on, in constant memory.

    `expected` holds seals that were kept elsewhere (a log, a receipt): only they can show that the
    end of the chain was cut off or that the whole chain was made anew.
    """
    verdict = Verdict()
    wanted = dict(expected or {})
    for seal in Seal.objects.order_by("position").iterator():
        verdict.finding = _day(seal, verdict=verdict, expected=wanted.pop(seal.business_date, None))
        if verdict.finding:
            break
        verdict.days += 1
        verdict.transfers += seal.transfer_count
        verdict.head, verdict.head_date = bytes(seal.seal), seal.business_date
        progress(seal)
    verdict.finding = verdict.finding or _beyond(wanted)
    verify_findings.set(1 if verdict.finding else 0)
    verified_transfers.set(verdict.transfers)
    if verdict.finding is None:
        verify_last_success.set(now.timestamp())
    return verdict


def _day(seal: Seal, *, verdict: Verdict, expected: bytes | None) -> Finding | None:
    return _chain(seal, verdict=verdict) or _rows(seal) or _kept_elsewhere(seal, expected=expected)


def _chain(seal: Seal, *, verdict: Verdict) -> Finding | None:
    day = seal.business_date
    if seal.position != verdict.days + 1 or bytes(seal.previous) != verdict.head:
        return Finding(what="missing", row="The seal before that", business_date=day)
    computed = seal_hash(
        business_date=day.isoformat(),
        position=seal.position,
        count=seal.transfer_count,
        root=bytes(seal.root),
        previous=bytes(seal.previous),
    )
    if computed != bytes(seal.seal):
        return Finding(what="altered", row="The seal", business_date=day)
    return None


def _rows(seal: Seal) -> Finding | None:
    day, tree, count = seal.business_date, Tree(), 0
    transfers = read_leaves(business_date=day, salt=bytes(seal.salt))
    for number, (block, leaves) in enumerate(_blocks(day)):
        if block.position != number:
            return Finding(what="missing", row=f"Block {number} of the seal", business_date=day)
        if Tree(one for _, one in leaves).root() != bytes(block.root):
            return _in_block(day, number, leaves)
        for transfer_id, sealed in leaves:
            if finding := _row(next(transfers, None), transfer_id, sealed, day=day):
                return finding
        tree.add(bytes(block.root))
        count += len(leaves)
    if (extra := next(transfers, None)) is not None and count == seal.transfer_count:
        return _inserted(extra, day)
    if (tree.root(), count) != (bytes(seal.root), seal.transfer_count):
        return Finding(
            what="altered", row="A block of the seal", business_date=day, detail="root or count"
        )
    return None


def _blocks(day: date) -> Iterator[tuple[SealBlock, list[tuple[UUID, bytes]]]]:
    number = -1
    while True:
        later = SealBlock.objects.filter(business_date=day, position__gt=number)
        block = later.order_by("position").first()
        if block is None:
            return
        number, raw = block.position, bytes(block.leaves)
        yield (
            block,
            [
                (UUID(bytes=raw[start : start + 16]), raw[start + 16 : start + _LEAF_BYTES])
                for start in range(0, len(raw), _LEAF_BYTES)
            ],
        )


def _row(found: Leaf | None, transfer_id: UUID, sealed: bytes, *, day: date) -> Finding | None:
    if found is None or found.transfer_id > transfer_id:
        return Finding(what="missing", row=f"Transfer {transfer_id}", business_date=day)
    if found.transfer_id < transfer_id:
        return _inserted(found, day)
    if found.hash != sealed:
        return Finding(what="altered", row=f"Transfer {transfer_id}", business_date=day)
    return None


def _inserted(found: Leaf, day: date) -> Finding:
    return Finding(what="inserted", row=f"Transfer {found.transfer_id}", business_date=day)


def _in_block(day: date, number: int, leaves: list[tuple[UUID, bytes]]) -> Finding:
    detail = f"transfers {leaves[0][0]} to {leaves[-1][0]}" if leaves else ""
    return Finding(
        what="altered", row=f"Block {number} of the seal", business_date=day, detail=detail
    )


def _kept_elsewhere(seal: Seal, *, expected: bytes | None) -> Finding | None:
    if expected in (None, bytes(seal.seal)):
        return None
    return Finding(
        what="altered",
        row="The seal",
        business_date=seal.business_date,
        detail="it is not the one that was kept elsewhere",
    )


def _beyond(wanted: Mapping[date, bytes]) -> Finding | None:
    """Look for what the chain does not reach: days, transfers and kept seals without a seal."""
    for day in sorted(wanted):
        return Finding(what="missing", row="The seal", business_date=day)
    sealed = Seal.objects.values("business_date")
    balanced = Day.objects.filter(status=Day.Status.BALANCED).exclude(business_date__in=sealed)
    if (first := balanced.order_by("business_date").first()) is not None:
        return Finding(what="missing", row="The seal", business_date=first.business_date)
    stray = sql.row(
        "SELECT business_date, id FROM ledger_transfer WHERE business_date IN "
        "(SELECT x.business_date FROM (SELECT DISTINCT business_date FROM ledger_transfer) x "
        "LEFT JOIN ledger_day d ON d.business_date = x.business_date "
        "WHERE d.business_date IS NULL) "
        "ORDER BY business_date, id LIMIT 1"
    )
    if stray is None:
        return None
    identifier = UUID(bytes=bytes(stray[1])) if not isinstance(stray[1], UUID) else stray[1]
    return Finding(
        what="inserted",
        row=f"Transfer {identifier}",
        business_date=sql.to_date(stray[0]),
        detail="there was no such business day",
    )
