"""Where money comes from or goes to when the other side is the bank itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """The bank's side of a deposit or a withdrawal.

    `kind` is what the ledger calls the movement, `purpose` names the bank's account (see
    kernel/ledger/internal.py). `is_history` marks an import of the past: the counter is always
    open then, a value date may lie as far back as history does, and nobody is told.
    """

    kind: str
    purpose: str
    is_history: bool = False


CASH_IN: Final = Origin(kind="deposit", purpose="cash")
CASH_OUT: Final = Origin(kind="withdrawal", purpose="cash")
