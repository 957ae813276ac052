"""Where money comes from or goes to when the other side is the bank itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """Where cash is paid in or out: by the customer alone, or by a teller at a branch.

    `channel` is one of `CashMovement.Channel`. A teller serves any account but their own.
    """

    channel: str = "self_service"
    branch: str = ""
    teller_id: UUID | None = None

    @property
    def is_staffed(self) -> bool:
        """Return whether somebody of the bank stands behind it."""
        return self.teller_id is not None


SELF_SERVICE: Final = Counter()
# Money that comes from elsewhere is taken from where it comes from; all else is the cash desk.
PURPOSE_OF_CHANNEL: Final = {"transfer_in": "clearing", "card_top_up": "clearing"}
STAFF_CHANNELS: Final = frozenset({"teller", "transfer_in"})
