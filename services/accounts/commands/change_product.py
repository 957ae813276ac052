"""New products and new terms of products, each through four eyes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.approvals.policies import Description
from kernel.audit.commands import record_edit
from kernel.cached import forget_cached
from kernel.errors import Conflict, Invalid, Refused
from kernel.ids import new_id
from kernel.ledger.product_terms import EACH_PAYMENT
from kernel.money import decimals_of
from services.accounts import queries
from services.accounts.commands.publish_terms import publish_terms
from services.accounts.commands.set_overdraft import parse_sum
from services.accounts.models import AccountType, AccountTypeVersion, Terms
from services.accounts.receipts import terms_content

_OF_PAYMENTS: Final = "transfer"
CHANGE: Final = "accounts.change_product"
ADD: Final = "accounts.add_product"
SERVICE: Final = "accounts"
SUBJECT: Final = "account_type"
# What a client names and the column that keeps it in minor units.
AMOUNTS: Final = {
    "minimum_opening": "minimum_opening_minor",
    "minimum_balance": "minimum_balance_minor",
    "overdraft_limit": "overdraft_minor",
    "limit_transfer": "limit_transfer_minor",
    "limit_day": "limit_day_minor",
    "limit_week": "limit_week_minor",
    "limit_month": "limit_month_minor",
}
TERMS: Final = tuple(field.name for field in Terms._meta.get_fields())  # noqa: SLF001  (documented API)


class VersionInPast(Refused):
    """New terms hold from today at the earliest."""


class TermsUnchanged(Conflict):
    """These are the terms that hold then anyway."""


class TermMissing(Invalid):
    """A fixed deposit, and nothing else, has a term in months."""


class TermsContradict(Refused):
    """An account with a minimum balance cannot be overdrawn."""


class FeesUnclear(Invalid):
    """Each fee has a code of its own; one of kind `transfer`, and no other, goes with `each`."""


class ProductExists(Conflict):
    """There is an account type with this code."""


@transaction.atomic(durable=True)
def ask_to_change_product(
    *,
    account_type_id: UUID,
    person_id: UUID,
    valid_from: date,
    reason: str,
    now: datetime,
    **changes: Any,
) -> Request:
    """Ask a second person for new terms of a product from a day on; what is not named stays.

    Amounts are text of the product's currency; `fees` are {"code", "kind", "amount", "when"}.

    Raises:
        AccountTypeNotFound: there is none.
        VersionInPast: the day has passed.
        AmountInvalid: an amount is none.
        TermMissing: of a fixed deposit, or of something else.
        FeesUnclear: two have one code, or one could not be charged.
        TermsContradict: a minimum balance and an overdraft.
        TermsUnchanged: nothing would be different.

    """
    product, terms = queries.get_account_type(account_type_id=account_type_id, on=valid_from)
    changed = {**_columns(terms), **_parsed(changes, currency=product.currency)}
    arguments = {
        "account_type_id": str(product.id),
        "valid_from": valid_from.isoformat(),
        "terms": changed,
        "reason": reason,
    }
    _check_change(product, terms, changed, valid_from=valid_from, today=now.date())
    return approvals.ask(
        policy=CHANGE,
        subject_id=product.id,
        arguments=arguments,
        maker_id=person_id,
        reason=reason,
        now=now,
    )


@transaction.atomic(durable=True)
def ask_to_add_product(
    *,
    person_id: UUID,
    code: str,
    kind: str,
    currency: str,
    valid_from: date,
    reason: str,
    now: datetime,
    **terms: Any,
) -> Request:
    """Ask a second person for a new product, on offer from a day on.

    Raises:
        CurrencyUnknown: there is no such currency.
        VersionInPast, AmountInvalid, TermMissing, FeesUnclear, TermsContradict: as for a change.
        ProductExists: the code is taken.

    """
    decimals_of(currency)
    first = {**_columns(AccountType()), **_parsed(terms, currency=currency)}
    product_id = new_id()
    _check_new(code=code, kind=kind, terms=first, valid_from=valid_from, today=now.date())
    return approvals.ask(
        policy=ADD,
        subject_id=product_id,
        arguments={
            "account_type_id": str(product_id),
            "code": code,
            "kind": kind,
            "currency": currency,
            "valid_from": valid_from.isoformat(),
            "terms": first,
            "reason": reason,
        },
        maker_id=person_id,
        reason=reason,
        now=now,
    )


def describe_change(arguments: dict[str, Any]) -> Description:
    """Return what new terms would change.

    Raises:
        AccountTypeNotFound, VersionInPast, TermsUnchanged: see `ask_to_change_product`.

    """
    valid_from = date.fromisoformat(arguments["valid_from"])
    product, terms = queries.get_account_type(
        account_type_id=UUID(arguments["account_type_id"]), on=valid_from
    )
    changed = AccountTypeVersion(**arguments["terms"])
    before = _readable(terms, currency=product.currency)
    after = _readable(changed, currency=product.currency)
    differing = [name for name in after if after[name] != before[name]]
    return Description(
        title=f"New terms of {product.code} from {valid_from.isoformat()}",
        before={name: before[name] for name in differing},
        after={name: after[name] for name in differing},
    )


def describe_new(arguments: dict[str, Any]) -> Description:
    """Return what a new product would be."""
    terms = AccountType(**arguments["terms"])
    return Description(
        title=f"New account type {arguments['code']} from {arguments['valid_from']}",
        before={},
        after={
            "kind": arguments["kind"],
            "currency": arguments["currency"],
            **_readable(terms, currency=arguments["currency"]),
        },
    )


@transaction.atomic
def carry_out_change(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Write a new version; called when the second person has approved.

    Raises:
        AccountTypeNotFound, VersionInPast, TermsUnchanged: see `ask_to_change_product`.

    """
    account_type_id = UUID(arguments["account_type_id"])
    valid_from = date.fromisoformat(arguments["valid_from"])
    product, terms = queries.get_account_type(account_type_id=account_type_id, on=valid_from)
    changed = arguments["terms"]
    _check_change(product, terms, changed, valid_from=valid_from, today=now.date())
    latest = AccountTypeVersion.objects.filter(account_type=product).aggregate(Max("number"))
    version = AccountTypeVersion.objects.create(
        account_type=product,
        number=(latest["number__max"] or 1) + 1,
        valid_from=valid_from,
        created_at=now,
        created_by=maker_id,
        approved_by=checker_id,
        reason=arguments["reason"],
        **changed,
    )
    forget_cached("account-types")
    publish_terms(product, version, number=version.number, from_date=valid_from, now=now)
    record_edit(
        service=SERVICE,
        subject_type=SUBJECT,
        subject_id=product.id,
        action="product.change",
        actor_id=maker_id,
        before=terms_content(terms, currency=product.currency),
        after={
            **terms_content(version, currency=product.currency),
            "valid_from": valid_from,
            "version": version.number,
        },
        reason=arguments["reason"],
        now=now,
    )
    return {"version": version.number}


@transaction.atomic
def carry_out_new(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Write a new product; called when the second person has approved.

    Raises:
        VersionInPast, ProductExists: see `ask_to_add_product`.

    """
    valid_from = date.fromisoformat(arguments["valid_from"])
    terms = arguments["terms"]
    _check_new(
        code=arguments["code"],
        kind=arguments["kind"],
        terms=terms,
        valid_from=valid_from,
        today=now.date(),
    )
    try:
        with transaction.atomic():
            product = AccountType.objects.create(
                id=UUID(arguments["account_type_id"]),
                code=arguments["code"],
                kind=arguments["kind"],
                currency=arguments["currency"],
                valid_from=valid_from,
                **terms,
            )
    except IntegrityError:
        raise ProductExists(field="code") from None
    forget_cached("account-types")
    publish_terms(product, product, number=1, from_date=valid_from, now=now)
    record_edit(
        service=SERVICE,
        subject_type=SUBJECT,
        subject_id=product.id,
        action="product.add",
        actor_id=maker_id,
        before=None,
        after={
            "code": product.code,
            "kind": product.kind,
            "valid_from": valid_from,
            "approved_by": checker_id,
            **terms_content(product, currency=product.currency),
        },
        reason=arguments["reason"],
        now=now,
    )
    return {"account_type": str(product.id)}


def _check_change(
    product: AccountType,
    terms: Terms,
    changed: dict[str, Any],
    *,
    valid_from: date,
    today: date,
) -> None:
    if valid_from < today:
        raise VersionInPast(field="valid_from")
    _check_term(product.kind, changed)
    if changed == _columns(terms):
        raise TermsUnchanged


def _check_new(
    *, code: str, kind: str, terms: dict[str, Any], valid_from: date, today: date
) -> None:
    if valid_from < today:
        raise VersionInPast(field="valid_from")
    _check_term(kind, terms)
    if AccountType.objects.filter(code=code).exists():
        raise ProductExists(field="code")


def _check_term(kind: str, terms: dict[str, Any]) -> None:
    if (kind == AccountType.Kind.FIXED_DEPOSIT) != (terms["term_months"] is not None):
        raise TermMissing(field="term_months")
    codes = [fee["code"] for fee in terms["fees"]]
    if len(set(codes)) < len(codes) or not all(map(_can_be_charged, terms["fees"])):
        raise FeesUnclear(field="fees")
    if terms["minimum_balance_minor"] > 0 and terms["overdraft_minor"] > 0:
        raise TermsContradict(field="minimum_balance")


def _can_be_charged(fee: dict[str, Any]) -> bool:
    return bool((fee["kind"] == _OF_PAYMENTS) == (fee["when"] == EACH_PAYMENT))


def _columns(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in TERMS}


def _parsed(changes: dict[str, Any], *, currency: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in changes.items():
        if name in AMOUNTS:
            minor = None if value is None else parse_sum(value, currency=currency, field=name)
            found[AMOUNTS[name]] = minor
        elif name == "fees":
            found[name] = [
                {
                    "code": fee["code"],
                    "kind": fee["kind"],
                    "amount_minor": parse_sum(fee["amount"], currency=currency, field="fees"),
                    "when": fee["when"],
                }
                for fee in value
            ]
        else:
            found[name] = value
    return found


def _readable(terms: Terms, *, currency: str) -> dict[str, str]:
    return {
        name.replace("_", " "): _said(value)
        for name, value in terms_content(terms, currency=currency).items()
    }


def _said(value: object) -> str:
    if isinstance(value, list):
        said = [f"{fee['code']}: {fee['amount']} {fee['when']}" for fee in value]
        return "; ".join(said) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
