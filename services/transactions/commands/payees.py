"""Save, rename and forget payees; remember who was paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict, Refused
from kernel.ledger import queries as ledger
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.records import PostingAccount
from kernel.money import format_amount
from kernel.step_up.proofs import Proof, use_proof
from services.transactions import names
from services.transactions.commands.payer import (
    KnownPayee,
    LockedPayer,
    lock_payer,
    save_paid,
)
from services.transactions.models import Payee
from services.transactions.queries.payees import find_paid, get_payee, is_new
from services.transactions.thresholds import amount_of


class PayeeExists(Conflict):
    """You have this payee already."""


class PayeeIsOwn(Refused):
    """Your own accounts need no payee."""


class PayeeCoolingOff(Refused):
    """The payee is new, and the payment is above what a new payee may get."""


def check_name(*, account: str, name: str) -> str:
    """Return how a name compares with that of an account's holder: match, close_match, no_match.

    Raises:
        AccountNotFound: there is no such account.

    """
    found = ledger.find_account(account)
    if found is None:
        raise AccountNotFound(field="account")
    return names.compare_names(asked=name, known=found.title)


@transaction.atomic(durable=True)
def add_payee(
    *,
    person_id: UUID,
    account: str,
    name: str,
    nickname: str = "",
    proof: Proof | None = None,
    now: datetime,
) -> Payee:
    """Save an account (number or IBAN) as a payee; the name is compared and the result kept.

    Raises:
        AccountNotFound: there is no such account.
        PayeeIsOwn: the person holds it.
        PayeeExists: it is saved already.
        StepUpRequired, StepUpMismatch, StepUpUsed, StepUpExpired: why it is not proven.

    """
    lock_payer(person_id)
    found = ledger.find_account(account)
    if found is None:
        raise AccountNotFound(field="account")
    holders = ledger.list_holders(account_ids=[found.id])[found.id]
    if any(holder == person_id for holder, _ in holders):
        raise PayeeIsOwn(field="account")
    payee = find_paid(person_id=person_id, account_id=found.id)
    if payee is not None and payee.added_at is not None and payee.deleted_at is None:
        raise PayeeExists(field="account")
    use_proof(
        proof=proof,
        person_id=person_id,
        operation="add_payee",
        facts={"name": name, "account": found.number},
        now=now,
    )
    payee = payee or Payee(person_id=person_id, account_id=found.id)
    payee.number, payee.currency = found.number, found.currency
    payee.name, payee.nickname = name, nickname
    payee.name_check = names.compare_names(asked=name, known=found.title)
    payee.added_at, payee.deleted_at = now, None
    payee.save()
    return payee


@transaction.atomic(durable=True)
def rename_payee(*, person_id: UUID, payee_id: UUID, nickname: str) -> Payee:
    """Give a payee another nickname; its name and account stay what was confirmed.

    Raises:
        PayeeNotFound: there is none, or it is somebody else's.

    """
    lock_payer(person_id)
    payee = get_payee(person_id=person_id, payee_id=payee_id)
    payee.nickname = nickname
    payee.save(update_fields=["nickname"])
    return payee


@transaction.atomic(durable=True)
def delete_payee(*, person_id: UUID, payee_id: UUID, now: datetime) -> None:
    """Take a payee off the list. What was paid stays known.

    Raises:
        PayeeNotFound: there is none, or it is somebody else's.

    """
    lock_payer(person_id)
    payee = get_payee(person_id=person_id, payee_id=payee_id)
    payee.deleted_at = now
    payee.save(update_fields=["deleted_at"])


def remember_payment(
    payer: LockedPayer, *, to: PostingAccount, amount_minor: int, now: datetime
) -> tuple[KnownPayee, bool]:
    """Note that a person paid an account; return what is known of it and whether it was new.

    Raises:
        PayeeCoolingOff: it would be more than a new payee may get in all.

    """
    payee = payer.payee or KnownPayee(account_id=to.id)
    was_new = is_new(payee, now=now)
    if was_new:
        _refuse_too_much(payee, currency=to.currency, amount_minor=amount_minor)
        payee.cooling_minor += amount_minor
    save_paid(payee, person_id=payer.person_id, number=to.number, currency=to.currency, now=now)
    return payee, was_new


def _refuse_too_much(payee: KnownPayee, *, currency: str, amount_minor: int) -> None:
    limit_minor = amount_of("PAYEE_COOLING_LIMIT", currency=currency)
    left_minor = max(limit_minor - payee.cooling_minor, 0)
    if amount_minor > left_minor:
        left = format_amount(left_minor, currency=currency)
        raise PayeeCoolingOff(
            f"{left} {currency} can be paid to this payee for now.",
            field="amount",
            extra={"cooling_off": {"remaining": left, "currency": currency}},
        )
