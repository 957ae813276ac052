"""Receipts: a transfer as it was sealed, and the steps that prove it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.ledger.leaves import Leaf, read_leaf
from kernel.ledger.merkle import BLOCK, Step, climb, path
from kernel.ledger.models import Holder, Seal, SealBlock, Transfer
from kernel.ledger.queries.transfers import TransferNotFound

FORMAT = "bank-receipt-1"
_LEAF_BYTES = 48


def get_receipt(*, transfer_id: UUID, person_id: UUID) -> dict[str, Any]:
    """Return the receipt of a transfer for somebody who holds one of its accounts.

    `proof` is null until the transfer's business day is sealed. Of the parts (debit, credit, actor)
    those are shown that concern the person; the others stand in the leaf as salted hashes.

    Raises:
        TransferNotFound: there is none, or the person holds neither account.

    """
    transfer = Transfer.objects.filter(id=transfer_id).first()
    if transfer is None:
        raise TransferNotFound
    sides = {"debit": transfer.debit_account_id, "credit": transfer.credit_account_id}
    held = set(
        Holder.objects.filter(person_id=person_id, account_id__in=sides.values()).values_list(
            "account_id", flat=True
        )
    )
    if not held:
        raise TransferNotFound
    seal = Seal.objects.filter(business_date=transfer.business_date).first()
    leaf = read_leaf(transfer_id=transfer_id, salt=b"" if seal is None else bytes(seal.salt))
    assert leaf is not None
    shown = {name for name, account_id in sides.items() if account_id in held}
    if transfer.actor_id == person_id:
        shown.add("actor")
    return {
        "format": FORMAT,
        "transfer": _without_parts(leaf) if seal is None else leaf.content,
        "parts": {
            name: {
                "content": leaf.parts[name],
                "salt": None if seal is None else leaf.salts[name].hex(),
            }
            for name in sorted(shown)
        },
        "proof": None if seal is None else _proof(seal, leaf),
    }


def _without_parts(leaf: Leaf) -> dict[str, Any]:
    # Before the day has its salt, the hash of a part would give its balance away to a guess.
    return {name: value for name, value in leaf.content.items() if name != "parts"}


def _proof(seal: Seal, leaf: Leaf) -> dict[str, Any]:
    blocks = SealBlock.objects.filter(business_date=seal.business_date)
    block = blocks.filter(first_id__lte=leaf.transfer_id).order_by("-first_id").first()
    assert block is not None
    raw = bytes(block.leaves)
    starts = range(0, len(raw), _LEAF_BYTES)
    index = next(
        number
        for number, start in enumerate(starts)
        if raw[start : start + 16] == leaf.transfer_id.bytes
    )
    hashes = [raw[start + 16 : start + _LEAF_BYTES] for start in starts]
    roots = [bytes(one) for one in blocks.order_by("position").values_list("root", flat=True)]
    # A block is a whole branch of the day's tree, so the two paths are one.
    steps: list[Step] = [*path(hashes, index), *path(roots, block.position)]
    return {
        "leaf": hashes[index].hex(),
        "index": block.position * BLOCK + index,
        "path": [{"side": step.side, "hash": step.hash.hex()} for step in steps],
        "root": climb(hashes[index], steps).hex(),
        "day": _seal(seal),
    }


def list_seals(*, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return the seals of closed business days, the newest first, before a position."""
    seals = Seal.objects.order_by("-position")
    if before is not None:
        seals = seals.filter(position__lt=before)
    return [_seal(seal) for seal in seals[:limit]]


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "business_date": seal.business_date.isoformat(),
        "position": seal.position,
        "count": seal.transfer_count,
        "root": bytes(seal.root).hex(),
        "previous": bytes(seal.previous).hex(),
        "seal": bytes(seal.seal).hex(),
    }
