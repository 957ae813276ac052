"""Checking a receipt alone: no database, no settings, nothing of the bank's but its seal."""

from __future__ import annotations

from typing import Any

from kernel.ledger.merkle import Step, climb, leaf_hash, part_hash, seal_hash


class ReceiptWrong(Exception):
    """The receipt does not prove what it says."""


def check_receipt(receipt: dict[str, Any]) -> str:
    """Return the seal that a receipt leads to, in hexadecimal; compare it with one from elsewhere.

    Raises:
        ReceiptWrong: with the first thing that does not fit.

    """
    try:
        return _check(receipt)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise ReceiptWrong(f"This is no receipt: {wrong}.") from None


def _check(receipt: dict[str, Any]) -> str:
    transfer, proof = receipt["transfer"], receipt["proof"]
    if proof is None:
        raise ReceiptWrong("The business day was not sealed yet: there is nothing to check.")
    for name, part in receipt["parts"].items():
        computed = part_hash(part["content"], salt=bytes.fromhex(part["salt"])).hex()
        if computed != transfer["parts"][name]:
            raise ReceiptWrong(f"The {name} side is not the one that was sealed.")
    leaf = leaf_hash(transfer)
    if leaf.hex() != proof["leaf"]:
        raise ReceiptWrong("The transfer is not the one that was sealed.")
    steps = [Step(step["side"], bytes.fromhex(step["hash"])) for step in proof["path"]]
    day = proof["day"]
    root = climb(leaf, steps)
    if root.hex() != day["root"]:
        raise ReceiptWrong("The path does not lead to the root of the day.")
    if transfer["business_date"] != day["business_date"]:
        raise ReceiptWrong("The transfer belongs to another day.")
    seal = seal_hash(
        business_date=day["business_date"],
        position=day["position"],
        count=day["count"],
        root=root,
        previous=bytes.fromhex(day["previous"]),
    )
    if seal.hex() != day["seal"]:
        raise ReceiptWrong("The seal is not made of this root and the day before.")
    return seal.hex()
