"""The ledger's tables.

One `Transfer` row is one movement: a debit account, a credit account and one positive amount, so
debits equal credits by construction. `Entry` is one customer's side of it, keyed by (account,
sequence): a statement or a past balance is one range of one index, whatever the history's length.

    Day ──< Transfer >── Account ──< Entry
                │            ├──< Holder     who may see it and move from it
              Note           ├──< Block      why it must stay open
                             ├──< Checkpoint sum of an internal account up to a closed day
                             └──< DayBalance balance by value date, for closed days

Amounts are whole minor units. The rules live in `commands`; what must never be broken is also a
constraint here, because the database has the last word.
"""

from kernel.ledger.models.accounts import Account, Block, Holder
from kernel.ledger.models.days import Checkpoint, Day, DayBalance
from kernel.ledger.models.holds import Hold
from kernel.ledger.models.movements import Entry, Note, Transfer
from kernel.ledger.models.requests import Refusal, Request

__all__ = [
    "Account",
    "Block",
    "Checkpoint",
    "Day",
    "DayBalance",
    "Entry",
    "Hold",
    "Holder",
    "Note",
    "Refusal",
    "Request",
    "Transfer",
]
