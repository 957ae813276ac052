"""Telling programs: where a message may go, how it is signed, how it is posted."""

from services.transactions.webhooks.addresses import (
    AddressRefused,
    Target,
    check_target,
    read_target,
)
from services.transactions.webhooks.posting import Outcome, post
from services.transactions.webhooks.signatures import sign, verify

__all__ = [
    "AddressRefused",
    "Outcome",
    "Target",
    "check_target",
    "post",
    "read_target",
    "sign",
    "verify",
]
