"""What needs a fresh factor, and which facts the factor is bound to.

The person approves the sentence, the proof holds the digest of the facts, and the command compares
it with the facts that it acts on. So everything that must not be swapped is a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kernel.errors import Invalid

MAX_FACT_LENGTH: Final = 200


class OperationUnknown(Invalid):
    """No operation of this name is approved with a fresh factor."""


class FactsInvalid(Invalid):
    """The facts are those of the operation, each a text of 1 to 200 characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """Something that needs a fresh factor: its facts in order, and how it is said to the person."""

    facts: tuple[str, ...]
    sentence: str


OPERATIONS: Final[Mapping[str, Operation]] = {
    # Amounts are as on the wire ("25.00"); accounts are numbers (IBANs) as the person knows them.
    "transfer_money": Operation(
        facts=("amount", "currency", "to_account", "to_name"),
        sentence="Pay {amount} {currency} to {to_name} ({to_account})",
    ),
    # The digest covers all lines of the batch; the sum and the count are what people can check.
    "pay_batch": Operation(
        facts=("count", "amount", "currency", "digest"),
        sentence="Pay {count} transfers, {amount} {currency} in all ({digest})",
    ),
    "add_payee": Operation(
        facts=("name", "account"),
        sentence="Save {name} ({account}) as a payee",
    ),
    "raise_limit": Operation(
        facts=("limit", "amount", "currency"),
        sentence="Raise your limit {limit} to {amount} {currency}",
    ),
    "close_account": Operation(
        facts=("account", "sweep_to"),
        sentence="Close your account {account} and pay out what is left to {sweep_to}",
    ),
    # Where nothing else is named it stays on the deposit's own account.
    "close_deposit": Operation(
        facts=("account", "forfeited", "currency", "pay_to"),
        sentence="Close your fixed deposit {account} early, lose {forfeited} {currency} of "
        "interest, and pay out to {pay_to}",
    ),
    "reactivate_account": Operation(
        facts=("account",),
        sentence="Use your account {account} again",
    ),
    "set_holder": Operation(
        facts=("account", "holder", "right"),
        sentence="Let customer {holder} hold your account {account} with the right {right}",
    ),
    "order_standing_payment": Operation(
        facts=("amount", "currency", "to_account", "schedule"),
        sentence="Pay {amount} {currency} to {to_account} again and again: {schedule}",
    ),
    # Both as they will be, changed or not: whoever takes over a customer's mail takes over more.
    "change_contact": Operation(
        facts=("email", "phone"),
        sentence="Change how the bank reaches you: e-mail {email}, phone {phone}",
    ),
}


def get_operation(name: str) -> Operation:
    """Return an operation.

    Raises:
        OperationUnknown: there is none of this name.

    """
    if name not in OPERATIONS:
        raise OperationUnknown(field="operation")
    return OPERATIONS[name]


def check_facts(*, operation: str, facts: Mapping[str, object]) -> dict[str, str]:
    """Return the facts of an operation in its order, as a client gave them.

    Raises:
        OperationUnknown: there is no such operation.
        FactsInvalid: a fact is missing, too many, no text, empty, too long, or has control
            characters.

    """
    names = get_operation(operation).facts
    if set(facts) != set(names):
        raise FactsInvalid(f"The facts are: {', '.join(names)}.", field="facts")
    found: dict[str, str] = {}
    for name in names:
        value = facts[name]
        if not isinstance(value, str) or not _is_readable(value):
            raise FactsInvalid(field=f"facts.{name}")
        found[name] = value
    return found


def sentence_of(*, operation: str, facts: Mapping[str, str]) -> str:
    """Return what the person is asked to approve: `Pay 25.00 EUR to Ada Novak (DE…)`."""
    return OPERATIONS[operation].sentence.format_map(facts)


def _is_readable(value: str) -> bool:
    # What is approved is what is seen: nothing that ends a line or turns it round.
    return 0 < len(value) <= MAX_FACT_LENGTH and value.isprintable()
