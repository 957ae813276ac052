"""Looking at money over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.errors import Invalid
from kernel.http.fields import parse_day, read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.ledger.queries import (
    HeldAccount,
    TransactionFilter,
    get_transaction,
    list_held_accounts,
)
from services.transactions import commands, queries
from services.transactions.api.renderings import balance_content, transaction_content
from services.transactions.api.serializers import (
    BalanceOutput,
    TransactionOutput,
    TransactionPageOutput,
    TransactionQuery,
)

READ_ANY = "transactions.read_any"


class MomentInvalid(Invalid):
    """`at` is an instant with its zone, or a day."""


AT = OpenApiParameter(
    "at",
    str,
    description="An instant (2026-01-31T12:00:00Z): as the bank knew it then. "
    "A day (2026-01-31): as it counts at its end, by value date.",
)
VALUE_DATE = OpenApiParameter(
    "value_date", str, description="A day: as it counts at its end, by value date."
)


class BalanceView(APIView):
    """The balance of an account."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_balance",
        parameters=[AT, VALUE_DATE],
        responses={200: BalanceOutput, **problems(400, 404)},
    )
    def get(self, request: Any, account_id: UUID) -> Response:
        """Return the balance now, or at a past time."""
        at, now = asked_moment(request), timezone.now()
        commands.look_at_account(
            account_id=account_id,
            person_id=request.user.id,
            sees_all=request.user.may(READ_ANY),
            what="balance",
            now=now,
        )
        balance = queries.get_balance(account_id=account_id, at=at, now=now)
        return Response(balance_content(balance))


class TransactionsView(APIView):
    """Transactions of one account, or of all."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_transactions",
        parameters=[TransactionQuery],
        responses={200: TransactionPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return transactions, the newest first unless asked otherwise."""
        values = read_input(TransactionQuery, _query(request))
        found, following = queries.list_transactions(
            held=accounts_of(request, account_id=values.get("account"), what="transactions"),
            keep=TransactionFilter(
                types=tuple(sorted(values.get("type", ()))),
                from_date=values.get("from_date"),
                to_date=values.get("to_date"),
                text=values.get("text", ""),
                counterparty=values.get("counterparty", ""),
            ),
            min_amount=values.get("min_amount"),
            max_amount=values.get("max_amount"),
            order=values["order"],
            cursor=cursors.read_cursor(values["cursor"]) if "cursor" in values else None,
            limit=cursors.read_limit(values.get("limit")),
        )
        after = None if following is None else cursors.write_cursor(following)
        return Response(
            {
                "results": [transaction_content(transaction) for transaction in found],
                "next": link(request, cursor=after),
                "previous": None,
            }
        )


class TransactionView(APIView):
    """One transaction."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_transaction", responses={200: TransactionOutput, **problems(404)}
    )
    def get(self, request: Any, transaction_id: UUID) -> Response:
        """Return a transaction of one of your accounts; staff see those of all."""
        sees_all = request.user.may(READ_ANY)
        found = get_transaction(
            transaction_id=transaction_id, person_id=None if sees_all else request.user.id
        )
        if sees_all:
            accounts_of(request, account_id=found.account_id, what="transactions")
        return Response(transaction_content(found))


def _query(request: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {name: value for name, value in request.GET.items() if name != "type"}
    if types := request.GET.getlist("type"):
        asked["type"] = [name for value in types for name in value.split(",")]
    return asked


def accounts_of(request: Any, *, account_id: UUID | None, what: str) -> list[HeldAccount]:
    """Return the accounts that a list is about: one's own, or the one that is named.

    Staff who may look at any account name it, and it is written down that they looked.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.

    """
    if account_id is None:
        return list_held_accounts(person_id=request.user.id)
    account = commands.look_at_account(
        account_id=account_id,
        person_id=request.user.id,
        sees_all=request.user.may(READ_ANY),
        what=what,
        now=timezone.now(),
    )
    return [account]


def asked_moment(request: Any) -> datetime | date | None:
    """Return the instant or the day that `at` or `value_date` name, or None for now.

    Raises:
        MomentInvalid: it is neither, or both are named.

    """
    day = request.GET.get("value_date")
    if day is None:
        return _moment(request.GET.get("at"))
    if "at" in request.GET:
        raise MomentInvalid("Name either `at` or `value_date`.", field="value_date")
    parsed = parse_day(day)
    if parsed is None:
        raise MomentInvalid("`value_date` is a day.", field="value_date")
    return parsed


def _moment(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    if (day := parse_day(text)) is not None:
        return day
    try:
        # A plus sign in a query string arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise MomentInvalid(field="at")
