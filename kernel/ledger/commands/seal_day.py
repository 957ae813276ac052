"""Seal a business day that is over: a Merkle root over its transfers, chained to the day before."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import islice

import structlog
from django.db import connection

from kernel.ledger.leaves import Leaf, read_leaves
from kernel.ledger.merkle import BLOCK, GENESIS, Tree, seal_hash
from kernel.ledger.metrics import sealed_day
from kernel.ledger.models import Day, Seal, SealBlock

log = structlog.get_logger(__name__)


def seal_day(day: Day, *, now: datetime) -> None:
    """Seal a balanced day whose row is locked; days are sealed in their order, each once.

    The whole day is read once, a chunk at a time. The seal is logged: whoever keeps the logs can
    prove later that nobody rewrote the chain.
    """
    assert connection.in_atomic_block
    last = Seal.objects.order_by("-position").first()
    assert last is None or last.business_date < day.business_date
    previous = GENESIS if last is None else bytes(last.seal)
    position = 1 if last is None else last.position + 1
    salt = secrets.token_bytes(32)
    tree, count = Tree(), 0
    leaves = read_leaves(business_date=day.business_date, salt=salt)
    for number, block in enumerate(_blocks(leaves)):
        root = Tree(leaf.hash for leaf in block).root()
        SealBlock.objects.create(
            business_date=day.business_date,
            position=number,
            first_id=block[0].transfer_id,
            leaves=b"".join(leaf.transfer_id.bytes + leaf.hash for leaf in block),
            root=root,
        )
        tree.add(root)
        count += len(block)
    seal = seal_hash(
        business_date=day.business_date.isoformat(),
        position=position,
        count=count,
        root=tree.root(),
        previous=previous,
    )
    Seal.objects.create(
        business_date=day.business_date,
        position=position,
        transfer_count=count,
        salt=salt,
        root=tree.root(),
        previous=previous,
        seal=seal,
        sealed_at=now,
    )
    Day.objects.filter(pk=day.pk).update(seal=seal)
    sealed_day.set(datetime.combine(day.business_date, time(), tzinfo=UTC).timestamp())
    log.info("ledger.sealed", day=day.business_date.isoformat(), transfers=count, seal=seal.hex())


def _blocks(leaves: Iterable[Leaf]) -> Iterator[list[Leaf]]:
    stream = iter(leaves)
    while block := list(islice(stream, BLOCK)):
        yield block
