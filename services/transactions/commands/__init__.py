"""What the transactions service does. One file per use case."""

from services.transactions.commands.change_order import (
    Changes,
    cancel_order,
    change_order,
    pause_order,
    resume_order,
    skip_order_once,
)
from services.transactions.commands.deposit_money import deposit_money
from services.transactions.commands.execute_orders import execute_due_orders
from services.transactions.commands.fees import charge_monthly_fees
from services.transactions.commands.hold_money import capture_hold, place_hold, void_hold
from services.transactions.commands.issue_monthly import issue_monthly_statements
from services.transactions.commands.limits import change_limit
from services.transactions.commands.look_at_account import look_at_account
from services.transactions.commands.make_statement import make_statement
from services.transactions.commands.order_payment import Wanted, order_payment
from services.transactions.commands.payees import (
    add_payee,
    check_name,
    delete_payee,
    rename_payee,
)
from services.transactions.commands.post_batch import post_batch, try_batch
from services.transactions.commands.reports import (
    change_report_schedule,
    delete_report_schedule,
    look_at_report,
    run_report_schedules,
    schedule_report,
)
from services.transactions.commands.reverse_transfer import ask_if_large, reverse_transfer
from services.transactions.commands.statement_files import (
    ask_for_file,
    make_due_files,
    read_file,
    retry_file,
)
from services.transactions.commands.tell_webhooks import (
    purge_deliveries,
    send_deliveries,
    write_deliveries,
)
from services.transactions.commands.transfer_money import transfer_money
from services.transactions.commands.webhooks import (
    change_webhook,
    create_webhook,
    delete_webhook,
    redeliver,
    reseal_secrets,
    rotate_webhook_secret,
)
from services.transactions.commands.withdraw_money import withdraw_money

__all__ = [
    "Changes",
    "Wanted",
    "add_payee",
    "ask_for_file",
    "ask_if_large",
    "cancel_order",
    "capture_hold",
    "change_limit",
    "change_order",
    "change_report_schedule",
    "change_webhook",
    "charge_monthly_fees",
    "check_name",
    "create_webhook",
    "delete_payee",
    "delete_report_schedule",
    "delete_webhook",
    "deposit_money",
    "execute_due_orders",
    "issue_monthly_statements",
    "look_at_account",
    "look_at_report",
    "make_due_files",
    "make_statement",
    "order_payment",
    "pause_order",
    "place_hold",
    "post_batch",
    "purge_deliveries",
    "read_file",
    "redeliver",
    "rename_payee",
    "reseal_secrets",
    "resume_order",
    "retry_file",
    "reverse_transfer",
    "rotate_webhook_secret",
    "run_report_schedules",
    "schedule_report",
    "send_deliveries",
    "skip_order_once",
    "transfer_money",
    "try_batch",
    "void_hold",
    "withdraw_money",
    "write_deliveries",
]
