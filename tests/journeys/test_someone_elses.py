"""What belongs to somebody else does not exist: the same 404 as for an id made up just now."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from config.demo.people import CUSTOMERS, PASSWORD
from tests.journeys.api import Operation, operations
from tests.journeys.client import Person
from tests.journeys.customer import Customer, content, new_key
from tests.journeys.waiting import wait_until

JsonBody = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """How to ask for an operation, and what stands in the places where an id can stand.

    `owned` maps a place to what is owned: an account, a transfer, a transaction. `free` are places
    whose id is not anybody's own. `query` is what the operation cannot be asked without.
    """

    body: JsonBody = field(default_factory=dict)
    query: JsonBody = field(default_factory=dict)
    owned: dict[str, str] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    is_public: bool = False
    # What a public operation answers to an empty request.
    public_status: int = 200
    # What the owner is answered, where it is not that it was done.
    owner_status: int = 0
    # Customers are refused before anything is looked up.
    is_staff: bool = False


APPROVAL = Row(free=frozenset({"path service", "path request_id"}))
NEXT_MONTH = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
LAST_MONTH = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
LAST_WEEK = (datetime.now(UTC).date() - timedelta(days=7)).isoformat()
YESTERDAY = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
WEBHOOK = {"url": "https://hooks.example.org/bank", "events": ["transfer.posted"]}
# What the refusal is called where it is not called as the thing.
CODES = {"past_account": "account_not_found"}
CASH = Row(body={"amount": "1.00"}, owned={"body account": "account"})
# Every operation of the schema has a row here; `test_every_operation_has_its_row` says if not.
ROWS = {
    # Which requests whom concern is a rule of each policy: kernel/approvals has the tests.
    "approve_request": APPROVAL,
    "get_approval": APPROVAL,
    "list_approvals": Row(free=frozenset({"path service"})),
    "reject_request": APPROVAL,
    "withdraw_request": APPROVAL,
    "accept_invitation": Row(is_public=True, public_status=400),
    "deactivate_person": Row(free=frozenset({"path person_id"}), is_staff=True),
    "get_person": Row(free=frozenset({"path person_id"}), is_staff=True),
    "invite_person": Row(free=frozenset({"body person_id"}), is_staff=True),
    # One's own; with `person` it is for staff (test_auth_staff.py).
    "list_activity": Row(free=frozenset({"query person"})),
    "list_invitations": Row(is_staff=True),
    "list_people": Row(is_staff=True),
    "open_invitation": Row(is_public=True, public_status=400),
    # Somebody else's question is a 404: test_auth_step_up.py, where there is one.
    "prove_step_up": Row(free=frozenset({"path step_up_id"})),
    "reactivate_person": Row(free=frozenset({"path person_id"}), is_staff=True),
    # By cookie; without the CSRF token it is refused.
    "refresh_token": Row(is_public=True, public_status=403),
    "resend_invitation": Row(free=frozenset({"path invitation_id"}), is_staff=True),
    "reset_factors": Row(free=frozenset({"path person_id"}), is_staff=True),
    "revoke_invitation": Row(free=frozenset({"path invitation_id"}), is_staff=True),
    "set_roles": Row(free=frozenset({"path person_id"}), is_staff=True),
    "start_step_up": Row(),
    "close_account": Row(owned={"path account_id": "account"}),
    # accounts: what staff do.
    "add_account_type": Row(free=frozenset({"body limit_transfer"}), is_staff=True),
    "approve_account": Row(free=frozenset({"path account_id"}), is_staff=True),
    "assign_branch_staff": Row(free=frozenset({"path branch_id", "path person_id"}), is_staff=True),
    "change_account_type": Row(
        free=frozenset({"body limit_transfer", "path account_type_id"}), is_staff=True
    ),
    "change_customer": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "create_branch": Row(is_staff=True),
    "decide_customer": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "decide_document": Row(free=frozenset({"path customer_id", "path document_id"}), is_staff=True),
    "get_customer_status": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "get_import": Row(free=frozenset({"path import_id"}), is_staff=True),
    "import_customers": Row(is_staff=True),
    "list_account_type_edits": Row(free=frozenset({"path account_type_id"}), is_staff=True),
    "list_branch_edits": Row(free=frozenset({"path branch_id"}), is_staff=True),
    "list_branch_staff": Row(free=frozenset({"path branch_id"}), is_staff=True),
    "list_checks": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "list_customers": Row(free=frozenset({"query account_number"}), is_staff=True),
    "list_imports": Row(is_staff=True),
    "record_check": Row(free=frozenset({"body document", "path customer_id"}), is_staff=True),
    "reject_account": Row(free=frozenset({"path account_id"}), is_staff=True),
    "release_branch_staff": Row(
        free=frozenset({"path branch_id", "path person_id"}), is_staff=True
    ),
    "restore_account": Row(free=frozenset({"path closing_id"}), is_staff=True),
    "reveal_customer": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "set_overdraft": Row(free=frozenset({"path account_id"}), is_staff=True),
    "undo_decision": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "update_branch": Row(free=frozenset({"path branch_id"}), is_staff=True),
    # accounts: one's own.
    "list_account_edits": Row(owned={"path account_id": "account"}),
    "list_account_holders": Row(owned={"path account_id": "account"}),
    "update_account": Row(body={"nickname": "Mine"}, owned={"path account_id": "account"}),
    "freeze_account": Row(
        body={"scope": "debits", "reason": "For the test."}, owned={"path account_id": "account"}
    ),
    "get_customer": Row(owned={"path customer_id": "customer"}),
    "list_addresses": Row(owned={"path customer_id": "customer"}),
    "list_documents": Row(owned={"path customer_id": "customer"}),
    "list_customer_edits": Row(owned={"path customer_id": "customer"}),
    "download_customer_data": Row(owned={"path customer_id": "customer"}),
    "preview_erasure": Row(owned={"path customer_id": "customer"}),
    # What the owner is refused too, as things stand: services/accounts has their matrix.
    "set_account_holder": Row(free=frozenset({"body customer", "path account_id"})),
    "remove_account_holder": Row(free=frozenset({"path account_id", "path person_id"})),
    "reactivate_account": Row(free=frozenset({"path account_id"})),
    "unfreeze_account": Row(free=frozenset({"body freeze", "path account_id"})),
    "accept_holder_invitation": Row(free=frozenset({"path invitation_id"})),
    "end_holder_invitation": Row(free=frozenset({"path invitation_id"})),
    "get_closed_account": Row(free=frozenset({"path closing_id"})),
    "move_address": Row(free=frozenset({"path customer_id"})),
    "end_address": Row(free=frozenset({"path address_id", "path customer_id"})),
    "upload_document": Row(free=frozenset({"path customer_id"})),
    "get_document_content": Row(free=frozenset({"path customer_id", "path document_id"})),
    "erase_customer": Row(free=frozenset({"path customer_id"})),
    "list_closed_accounts": Row(free=frozenset({"query customer"})),
    "list_holder_invitations": Row(),
    "change_my_contact": Row(),
    "download_my_data": Row(),
    "get_account_type": Row(free=frozenset({"path account_type_id"})),
    "list_account_type_versions": Row(free=frozenset({"path account_type_id"})),
    "get_branch": Row(free=frozenset({"path branch_id"}), is_public=True, public_status=404),
    # transactions: one's own.
    "list_fees": Row(),
    "list_limits": Row(),
    "list_payees": Row(),
    "list_seals": Row(),
    "list_batches": Row(),
    "list_standing_orders": Row(),
    "list_upcoming_payments": Row(),
    "post_batch": Row(),
    # Anybody may become a payee.
    "add_payee": Row(free=frozenset({"body account"})),
    "check_payee_name": Row(free=frozenset({"body account"})),
    "change_limit": Row(body={"amount": "400000.00"}, owned={"path limit_id": "limit"}),
    "get_batch": Row(owned={"path batch_id": "batch"}),
    "list_batch_items": Row(owned={"path batch_id": "batch"}),
    "get_receipt": Row(owned={"path transfer_id": "transfer"}),
    "list_holds": Row(owned={"query account": "account"}),
    "order_payment": Row(
        body={"amount": "1.00", "frequency": "monthly", "first_date": NEXT_MONTH},
        owned={"body from_account": "account"},
        free=frozenset({"body payee", "body to_account"}),
    ),
    "get_standing_order": Row(owned={"path order_id": "standing_order"}),
    "list_standing_order_executions": Row(owned={"path order_id": "standing_order"}),
    "change_standing_order": Row(body={"note": "Rent"}, owned={"path order_id": "standing_order"}),
    "skip_standing_order": Row(
        body={"date": NEXT_MONTH}, owned={"path order_id": "standing_order"}
    ),
    "pause_standing_order": Row(owned={"path order_id": "standing_order"}),
    "cancel_standing_order": Row(owned={"path order_id": "standing_order"}),
    # What needs more than this test makes: services/transactions has them.
    "resume_standing_order": Row(free=frozenset({"path order_id"})),
    "get_hold": Row(free=frozenset({"path hold_id"})),
    "get_payee": Row(free=frozenset({"path payee_id"})),
    "rename_payee": Row(free=frozenset({"path payee_id"})),
    "delete_payee": Row(free=frozenset({"path payee_id"})),
    # transactions: statements of business days that are over, which an account of today has none.
    "make_statement": Row(
        body={"month": f"{LAST_MONTH:%Y-%m}"}, owned={"body account": "past_account"}
    ),
    "list_statements": Row(owned={"query account": "account"}),
    "get_statement": Row(owned={"path statement_id": "statement"}),
    "download_statement": Row(query={"format": "json"}, owned={"path statement_id": "statement"}),
    "retry_statement_file": Row(
        body={"format": "csv"}, owned={"path statement_id": "statement"}, owner_status=409
    ),
    # Whoever has a file may ask whether it is the bank's.
    "verify_statement": Row(),
    "explain_balance": Row(owned={"path account_id": "account"}),
    # One's own; with `person` it is for staff (services/transactions has them).
    "list_declined": Row(free=frozenset({"query person"})),
    # transactions: programs that are told.
    "create_webhook": Row(body=WEBHOOK),
    "list_webhooks": Row(),
    "get_webhook": Row(owned={"path webhook_id": "webhook"}),
    "change_webhook": Row(body={"description": "Till"}, owned={"path webhook_id": "webhook"}),
    "rotate_webhook_secret": Row(owned={"path webhook_id": "webhook"}),
    "list_webhook_deliveries": Row(owned={"path webhook_id": "webhook"}),
    "delete_webhook": Row(owned={"path webhook_id": "webhook"}),
    # Where there is a delivery: services/transactions has it.
    "redeliver_webhook": Row(free=frozenset({"path delivery_id", "path webhook_id"})),
    # auth: what people are told.
    "list_notifications": Row(),
    "read_notification": Row(owned={"path notice_id": "notice"}),
    "read_all_notifications": Row(),
    "get_notification_preferences": Row(),
    "set_notification_preferences": Row(),
    # interest: of one's own accounts.
    "get_interest": Row(owned={"query account": "account"}),
    "explain_interest": Row(
        query={"from": LAST_WEEK, "to": YESTERDAY}, owned={"query account": "account"}
    ),
    # The code of a product, which everybody may know.
    "project_interest": Row(
        free=frozenset({"query account_type"}), is_public=True, public_status=400
    ),
    # interest: what staff do.
    "propose_interest_rate": Row(free=frozenset({"body account_type"}), is_staff=True),
    "list_interest_runs": Row(is_staff=True),
    "start_interest_run": Row(is_staff=True),
    "get_interest_run": Row(free=frozenset({"path run_id"}), is_staff=True),
    "pause_interest_run": Row(free=frozenset({"path run_id"}), is_staff=True),
    "resume_interest_run": Row(free=frozenset({"path run_id"}), is_staff=True),
    "sign_off_interest_run": Row(free=frozenset({"path run_id"}), is_staff=True),
    "try_interest_run": Row(free=frozenset({"path run_id"}), is_staff=True),
    # interest: fixed deposits. What needs more than this test makes: services/interest has it.
    "list_fixed_deposits": Row(owned={"query account": "account"}),
    "settle_interest": Row(free=frozenset({"body account"})),
    "place_fixed_deposit": Row(
        free=frozenset({"body account", "body from_account", "body pay_to"})
    ),
    "get_fixed_deposit": Row(free=frozenset({"path deposit_id"})),
    "instruct_fixed_deposit": Row(free=frozenset({"body pay_to", "path deposit_id"})),
    "preview_deposit_closing": Row(free=frozenset({"path deposit_id"})),
    "close_fixed_deposit": Row(free=frozenset({"body pay_to", "path deposit_id"})),
    # transactions: reports, for staff.
    "list_reports": Row(is_staff=True),
    "read_report": Row(free=frozenset({"path name"}), is_staff=True),
    "list_report_schedules": Row(is_staff=True),
    "schedule_report": Row(is_staff=True),
    "get_report_schedule": Row(free=frozenset({"path schedule_id"}), is_staff=True),
    "change_report_schedule": Row(free=frozenset({"path schedule_id"}), is_staff=True),
    "delete_report_schedule": Row(free=frozenset({"path schedule_id"}), is_staff=True),
    # transactions: what staff do.
    "place_hold": Row(free=frozenset({"body account", "body to_account"}), is_staff=True),
    "capture_hold": Row(free=frozenset({"path hold_id"}), is_staff=True),
    "void_hold": Row(free=frozenset({"path hold_id"}), is_staff=True),
    "reverse_transfer": Row(free=frozenset({"path transfer_id"}), is_staff=True),
    "create_category": Row(body={"name": "Hobbies"}),
    "deposit_money": CASH,
    "get_account": Row(owned={"path account_id": "account"}),
    "get_balance": Row(owned={"path account_id": "account"}),
    "get_me": Row(),
    "get_my_customer": Row(),
    "get_transaction": Row(owned={"path transaction_id": "transaction"}),
    "get_transfer": Row(owned={"path transfer_id": "transfer"}),
    "list_account_types": Row(),
    "list_accounts": Row(free=frozenset({"query branch", "query customer"})),
    # Branches and announcements are no secret: the reader says which concern them.
    "list_announcements": Row(free=frozenset({"query branch"})),
    "list_branches": Row(is_public=True),
    "list_categories": Row(),
    # The code of a product, which everybody may know.
    "list_interest_rates": Row(free=frozenset({"query account_type"}), is_public=True),
    "list_transactions": Row(owned={"query account": "account"}),
    "mint_token": Row(),
    "open_account": Row(
        body={"account_type": str(uuid.uuid4())},
        free=frozenset({"body account_type", "body branch", "body customer"}),
    ),
    "register_customer": Row(body={"given_name": "A", "family_name": "B"}),
    # Anybody may be paid. The money must be one's own.
    "transfer_money": Row(
        body={"amount": "1.00"},
        owned={"body from_account": "account"},
        free=frozenset({"body payee", "body to_account"}),
    ),
    # support: one's own.
    "raise_ticket": Row(
        body={"kind": "inquiry", "subject": "A question", "body": "How do I …?"},
        owned={"body account": "account", "body transaction": "transaction"},
    ),
    "get_ticket": Row(owned={"path ticket_id": "ticket"}),
    "list_messages": Row(owned={"path ticket_id": "ticket"}),
    "send_message": Row(body={"body": "And …?"}, owned={"path ticket_id": "ticket"}),
    "list_drafts": Row(owned={"path ticket_id": "ticket"}),
    # A list keeps to what is one's own, whatever it is narrowed to.
    "list_tickets": Row(
        free=frozenset(
            {
                "query account",
                "query assignee",
                "query person",
                "query queue",
                "query transaction",
            }
        )
    ),
    # What needs more than this test makes: services/support has them.
    "add_attachment": Row(free=frozenset({"path ticket_id"})),
    "get_attachment_content": Row(free=frozenset({"path attachment_id", "path ticket_id"})),
    "save_draft": Row(free=frozenset({"path kind", "path ticket_id"})),
    "discard_draft": Row(free=frozenset({"path kind", "path ticket_id"})),
    "rate_ticket": Row(free=frozenset({"path ticket_id"})),
    "reopen_ticket": Row(free=frozenset({"path ticket_id"})),
    "get_announcement": Row(free=frozenset({"path announcement_id"})),
    "accept_announcement": Row(free=frozenset({"path announcement_id"})),
    "dismiss_announcement": Row(free=frozenset({"path announcement_id"})),
    # support: what staff do.
    "add_note": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "apply_macro": Row(free=frozenset({"body macro", "path ticket_id"}), is_staff=True),
    "ask_measure": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "change_announcement": Row(free=frozenset({"path announcement_id"}), is_staff=True),
    "change_canned_reply": Row(free=frozenset({"body queue", "path reply_id"}), is_staff=True),
    "change_macro": Row(
        free=frozenset({"body canned_reply", "body queue", "path macro_id"}), is_staff=True
    ),
    "change_queue": Row(free=frozenset({"path queue_id"}), is_staff=True),
    "change_ticket": Row(free=frozenset({"body queue", "path ticket_id"}), is_staff=True),
    "create_canned_reply": Row(free=frozenset({"body queue"}), is_staff=True),
    "create_macro": Row(free=frozenset({"body canned_reply", "body queue"}), is_staff=True),
    "create_queue": Row(is_staff=True),
    "end_absence": Row(free=frozenset({"path person_id"}), is_staff=True),
    "end_announcement": Row(free=frozenset({"path announcement_id"}), is_staff=True),
    "end_presence": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "get_canned_reply_text": Row(free=frozenset({"path reply_id", "query ticket"}), is_staff=True),
    "give_ticket": Row(free=frozenset({"body assignee", "path ticket_id"}), is_staff=True),
    "link_tickets": Row(free=frozenset({"body ticket", "path ticket_id"}), is_staff=True),
    "list_agents": Row(is_staff=True),
    "list_announcement_edits": Row(free=frozenset({"path announcement_id"}), is_staff=True),
    "list_canned_replies": Row(free=frozenset({"query queue"}), is_staff=True),
    "list_linked_tickets": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "list_macros": Row(is_staff=True),
    "list_measures": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "list_notes": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "list_present": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "list_queues": Row(is_staff=True),
    "list_service_levels": Row(is_staff=True),
    "list_ticket_events": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "merge_ticket": Row(free=frozenset({"body into", "path ticket_id"}), is_staff=True),
    "publish_announcement": Row(is_staff=True),
    "publish_service_level": Row(is_staff=True),
    "release_ticket": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "set_absence": Row(free=frozenset({"body stand_in", "path person_id"}), is_staff=True),
    "set_agent": Row(free=frozenset({"path person_id"}), is_staff=True),
    "show_presence": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "take_next_ticket": Row(free=frozenset({"path queue_id"}), is_staff=True),
    "take_ticket": Row(free=frozenset({"path ticket_id"}), is_staff=True),
    "unlink_tickets": Row(free=frozenset({"path other_id", "path ticket_id"}), is_staff=True),
    "withdraw_money": CASH,
}
PLAN = {"name": "Plan", "amount": "9.00", "currency": "EUR", "frequency": "monthly"}
GOAL = {"name": "Later", "currency": "EUR", "share": "10"}
RECORD = {"type": "expense", "amount": "1.00", "currency": "EUR", "date": YESTERDAY}
# planning: one's own, and that of somebody who shares it. What is deleted, or needs more than this
# test makes, services/planning has.
ROWS |= {
    "change_budget": Row(body={"rolls_over": True}, owned={"path budget_id": "budget"}),
    "change_expense": Row(
        body={"name": "Rent"},
        owned={"path plan_id": "expense"},
        free=frozenset({"body category"}),
    ),
    "change_income": Row(
        body={"name": "Salary"},
        owned={"path plan_id": "income"},
        free=frozenset({"body category"}),
    ),
    "change_planning_settings": Row(),
    "change_record": Row(
        body={"text": "Lunch"},
        owned={"path record_id": "record"},
        free=frozenset({"body category"}),
    ),
    "change_savings_goal": Row(
        body={"name": "Sooner"}, owned={"path goal_id": "goal"}, free=frozenset({"body pot"})
    ),
    "create_budget": Row(free=frozenset({"body category"})),
    "create_category_rule": Row(free=frozenset({"body category"})),
    "create_expense": Row(free=frozenset({"body category"})),
    "create_income": Row(free=frozenset({"body category"})),
    "create_record": Row(free=frozenset({"body category"})),
    "create_savings_goal": Row(free=frozenset({"body pot"})),
    "delete_budget": Row(free=frozenset({"path budget_id"})),
    "delete_category_rule": Row(free=frozenset({"path rule_id"})),
    "delete_expense": Row(free=frozenset({"path plan_id"})),
    "delete_income": Row(free=frozenset({"path plan_id"})),
    "delete_record": Row(free=frozenset({"path record_id"})),
    "delete_savings_goal": Row(free=frozenset({"path goal_id"})),
    "get_allowance": Row(free=frozenset({"query owner"})),
    "get_budget": Row(owned={"path budget_id": "budget"}),
    "get_expense": Row(owned={"path plan_id": "expense"}),
    "get_income": Row(owned={"path plan_id": "income"}),
    "get_insights": Row(free=frozenset({"query owner"})),
    "get_planning_settings": Row(),
    "get_record": Row(owned={"path record_id": "record"}, free=frozenset({"query owner"})),
    "get_savings_goal": Row(owned={"path goal_id": "goal"}),
    "import_exchange_rates": Row(is_staff=True),
    "list_budgets": Row(free=frozenset({"query owner"})),
    "list_category_rules": Row(),
    "list_exchange_rates": Row(),
    "list_expenses": Row(free=frozenset({"query owner"})),
    "list_incomes": Row(free=frozenset({"query owner"})),
    "list_planning_shares": Row(),
    "list_record_changes": Row(owned={"path record_id": "record"}),
    # Of an account that is somebody else's there are no records: an empty list.
    "list_records": Row(free=frozenset({"query account", "query owner"})),
    "list_savings_goals": Row(free=frozenset({"query owner"})),
    "preview_category_rule": Row(free=frozenset({"body category"})),
    "propose_expenses": Row(),
    "propose_incomes": Row(),
    "restore_record": Row(owned={"path record_id": "record"}),
    "revoke_planning_share": Row(free=frozenset({"path share_id"})),
    "share_planning": Row(free=frozenset({"body person"})),
}
STAFF = [name for name, row in ROWS.items() if row.is_staff]
PLACE = re.compile(r"\{\w+\}")
OWNED = [(name, place, kind) for name, row in ROWS.items() for place, kind in row.owned.items()]


def filled(path: str) -> str:
    """Return a path with made-up ids in its places."""
    return PLACE.sub(str(uuid.uuid4()), path.replace("{service}", "auth"))


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """Two customers; `theirs` are the ids of what the owner has and the other has not.

    What needs a past is Ada's, whose account of the demo has one.
    """

    owner: Customer
    other: Customer
    ada: Person
    theirs: dict[str, str]

    def owner_of(self, thing: str) -> Person:
        """Return whose a thing is."""
        return self.ada if thing in {"past_account", "statement"} else self.owner.person

    def attempt(
        self, operation: Operation, *, row: Row, place: str, value: str, as_person: Person
    ) -> httpx.Response:
        """Ask for the operation as somebody, with `value` in that place."""
        where, name = place.split(" ")
        path = operation.path.replace(f"{{{name}}}", value) if where == "path" else operation.path
        body = dict(row.body)
        if operation.id in {"transfer_money", "order_payment"}:
            body["to_account"] = self.other.account["id"]
        if where == "body":
            body[name] = value
        return as_person.request(
            operation.method,
            path,
            json=body or None,
            params={**row.query, **({name: value} if where == "query" else {})} or None,
            key=new_key(),
        )


@pytest.fixture(scope="module")
def schema(bank) -> dict[str, Operation]:
    return operations(bank)


def ordered(owner: Customer, *, to: Customer) -> str:
    """Order a payment for each month and return the order's id."""
    body = {
        "from_account": owner.account["id"],
        "to_account": to.account["id"],
        "amount": "1.00",
        "frequency": "monthly",
        "first_date": NEXT_MONTH,
    }
    answer = owner.person.post("/standing-orders", json=body, key=new_key())
    found: str = content(answer, status=201)["id"]
    return found


def told(person: Person) -> str:
    """Return the id of something that a person was told; the worker needs a moment."""

    def look() -> str:
        notices = content(person.get("/notifications"))["results"]
        return str(notices[0]["id"]) if notices else ""

    return wait_until(look, what="a notice")


def asked(person: Person) -> str:
    """Raise a ticket and return its id."""
    body = {"kind": "inquiry", "subject": "A question", "body": "How do I …?"}
    return str(content(person.post("/tickets", json=body), status=201)["id"])


def hooked(person: Person) -> str:
    """Make a webhook and return its id."""
    return str(content(person.post("/webhooks", json=WEBHOOK), status=201)["id"])


def stated(person: Person) -> tuple[str, str]:
    """Return an account with a past, and a statement of its last month."""
    account = content(person.get("/accounts"))["results"][0]["id"]
    body = {"account": account, "month": f"{LAST_MONTH:%Y-%m}"}
    statement = person.post("/statements", json=body)
    assert statement.is_success, statement.text
    return account, statement.json()["id"]


def planned(owner: Customer) -> dict[str, str]:
    """Return the ids of one of each that somebody plans."""
    food = content(owner.person.get("/categories"))["results"][0]["id"]
    bodies = {
        "income": ("/incomes", PLAN | {"first_date": YESTERDAY}),
        "expense": ("/expenses", PLAN | {"first_date": YESTERDAY}),
        "goal": ("/savings-goals", GOAL),
        "record": ("/records", RECORD),
        "budget": ("/budgets", {"category": food, "amount": "9.00", "currency": "EUR"}),
    }
    return {
        name: content(owner.person.post(path, json=body, key=new_key()), status=201)["id"]
        for name, (path, body) in bodies.items()
    }


@pytest.fixture(scope="module")
def neighbours(customer, new_person) -> Neighbours:
    owner = customer(funds="50.00", given_name="Olga", family_name="Owner")
    savings = owner.open_account(product="savings")
    transfer = owner.transfer("20.00", to=savings["id"])
    other = customer(funds="50.00", given_name="Otto", family_name="Other")
    item = {"from_account": owner.account["id"], "to_account": savings["id"], "amount": "1.00"}
    batch = owner.person.post("/transfer-batches", json={"transfers": [item]}, key=new_key())
    limits = content(owner.person.get("/limits"))["results"]
    ada = new_person(email=CUSTOMERS[0].email, password=PASSWORD).sign_in()
    past_account, statement = stated(ada)
    return Neighbours(
        owner=owner,
        other=other,
        ada=ada,
        theirs={
            "account": owner.account["id"],
            "customer": content(owner.person.get("/customers/me"))["id"],
            "transfer": transfer["id"],
            "transaction": owner.transactions()[0]["id"],
            "batch": content(batch, status=201)["id"],
            "limit": next(limit["id"] for limit in limits if limit["kind"] == "month"),
            "standing_order": ordered(owner, to=other),
            **planned(owner),
            "notice": told(owner.person),
            "webhook": hooked(owner.person),
            "ticket": asked(owner.person),
            "past_account": past_account,
            "statement": statement,
        },
    )


def test_every_operation_has_its_row_with_every_place_where_an_id_can_stand(schema):
    assert set(ROWS) == set(schema)
    for name, operation in schema.items():
        row = ROWS[name]
        assert operation.places == row.free | row.owned.keys(), name
        assert operation.is_public == row.is_public, name


@pytest.mark.parametrize(("name", "place", "thing"), OWNED)
def test_the_owner_is_not_told_404_by(name, place, thing, schema, neighbours):
    if name in {"close_account", "freeze_account"}:
        owned = neighbours.owner.open_account()["id"]
    elif thing == "standing_order":
        owned = ordered(neighbours.owner, to=neighbours.other)
    elif thing == "webhook":
        owned = hooked(neighbours.owner.person)
    else:
        owned = neighbours.theirs[thing]
    answer = neighbours.attempt(
        schema[name],
        row=ROWS[name],
        place=place,
        value=owned,
        as_person=neighbours.owner_of(thing),
    )
    expected = ROWS[name].owner_status
    assert answer.status_code == expected if expected else answer.is_success, answer.text


@pytest.mark.parametrize(("name", "place", "thing"), OWNED)
def test_somebody_else_is_told_what_a_made_up_id_is_told_by(name, place, thing, schema, neighbours):
    before = neighbours.owner.snapshot()
    answers = []
    for value in (neighbours.theirs[thing], str(uuid.uuid4())):
        answer = neighbours.attempt(
            schema[name],
            row=ROWS[name],
            place=place,
            value=value,
            as_person=neighbours.other.person,
        )
        problem = content(answer, status=404)
        assert problem.pop("request_id") == answer.headers["X-Request-ID"]
        answers.append((problem, answer.headers["Content-Type"]))
    assert answers[0] == answers[1]
    assert answers[0][0]["code"] == CODES.get(thing, f"{thing}_not_found")
    assert neighbours.owner.snapshot() == before


@pytest.mark.parametrize("name", STAFF)
def test_what_staff_do_is_refused_to_customers_whatever_they_name(name, schema, neighbours):
    operation = schema[name]
    path = filled(operation.path)
    answer = neighbours.other.person.request(operation.method, path, json={}, key=new_key())
    assert content(answer, status=403)["code"] == "permission_denied"


def test_somebody_elses_money_is_in_no_list(neighbours):
    theirs = {
        account["id"] for account in content(neighbours.owner.person.get("/accounts"))["results"]
    }
    seen = neighbours.other.snapshot()
    for part in seen:
        assert neighbours.other.account["id"].encode() in part
        for account in theirs:
            assert account.encode() not in part
        assert neighbours.theirs["transfer"].encode() not in part


@pytest.mark.parametrize("name", list(ROWS))
def test_without_a_token_only_what_is_public_is_answered_by(name, schema, neighbours, bank):
    row, operation = ROWS[name], schema[name]
    path = operation.path
    for place, kind in row.owned.items():
        path = path.replace(f"{{{place.split(' ')[1]}}}", neighbours.theirs[kind])
    address = f"{bank.base_url}{filled(path)}"
    made_up = {"Authorization": "Bearer not.a.token", "X-Session-Token": "made-up"}
    for proof in ({}, made_up):
        headers = {"Idempotency-Key": new_key(), "Accept": "application/json", **proof}
        answer = httpx.request(
            operation.method, address, json=row.body or None, headers=headers, timeout=30.0
        )
        if row.is_public:
            assert answer.status_code == row.public_status, answer.text
        else:
            assert content(answer, status=401)["code"] == "not_authenticated"
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"]
