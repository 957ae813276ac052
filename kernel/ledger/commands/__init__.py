"""What can be done to the ledger; callers write `commands.post_transfer`."""

from kernel.ledger.commands.accounts import (
    change_status,
    close_account,
    ensure_internal_accounts,
    open_account,
    set_floor,
)
from kernel.ledger.commands.business_day import close_business_day, roll_business_day
from kernel.ledger.commands.check_ledger import check_ledger
from kernel.ledger.commands.keep_answer import keep_answer
from kernel.ledger.commands.post_transfer import post_transfer
from kernel.ledger.commands.posting import Posting, begin_posting
from kernel.ledger.commands.purge_requests import purge_requests
from kernel.ledger.commands.record_refusal import record_refusal

__all__ = [
    "Posting",
    "begin_posting",
    "change_status",
    "check_ledger",
    "close_account",
    "close_business_day",
    "ensure_internal_accounts",
    "keep_answer",
    "open_account",
    "post_transfer",
    "purge_requests",
    "record_refusal",
    "roll_business_day",
    "set_floor",
]
