"""What can be done to the ledger; callers write `commands.post_transfer`."""

from kernel.ledger.commands.accounts import (
    NewAccount,
    change_status,
    close_account,
    ensure_internal_accounts,
    open_account,
    open_accounts,
    reopen_account,
    restrict_unused_accounts,
    retitle_account,
    set_access,
    set_floor,
    set_minimum,
)
from kernel.ledger.commands.blocks import allow_closing, block_closing, block_closing_of
from kernel.ledger.commands.business_day import close_business_day, roll_business_day
from kernel.ledger.commands.check_ledger import check_ledger
from kernel.ledger.commands.erase_texts import erase_texts
from kernel.ledger.commands.holds import capture_hold, expire_holds, place_hold, void_hold
from kernel.ledger.commands.keep_answer import keep_answer
from kernel.ledger.commands.post_transfer import post_transfer
from kernel.ledger.commands.post_transfers import (
    Charge,
    Order,
    Plan,
    begin_plan,
    decide,
    plan_transfers,
    post_transfers,
)
from kernel.ledger.commands.posting import Posting, begin_posting
from kernel.ledger.commands.purge_refusals import purge_refusals
from kernel.ledger.commands.purge_requests import purge_requests
from kernel.ledger.commands.record_refusal import record_refusal
from kernel.ledger.commands.reverse_transfer import prepare_reversal, reverse_transfer
from kernel.ledger.commands.set_terms import set_terms
from kernel.ledger.commands.verify_ledger import verify_ledger

__all__ = [
    "Charge",
    "NewAccount",
    "Order",
    "Plan",
    "Posting",
    "allow_closing",
    "begin_plan",
    "begin_posting",
    "block_closing",
    "block_closing_of",
    "capture_hold",
    "change_status",
    "check_ledger",
    "close_account",
    "close_business_day",
    "decide",
    "ensure_internal_accounts",
    "erase_texts",
    "expire_holds",
    "keep_answer",
    "open_account",
    "open_accounts",
    "place_hold",
    "plan_transfers",
    "post_transfer",
    "post_transfers",
    "prepare_reversal",
    "purge_refusals",
    "purge_requests",
    "record_refusal",
    "reopen_account",
    "restrict_unused_accounts",
    "retitle_account",
    "reverse_transfer",
    "roll_business_day",
    "set_access",
    "set_floor",
    "set_minimum",
    "set_terms",
    "verify_ledger",
    "void_hold",
]
