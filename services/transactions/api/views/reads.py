"""Looking at money over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.errors import Invalid
from kernel.http.fields import parse_day, read_input
from kernel.http.pages import link
from kernel.http.schema import problems
from kernel.ledger.queries import TransactionFilter, get_transaction
from services.transactions import queries
from services.transactions.api.renderings import balance_content, transaction_content
from services.transactions.api.serializers import (
    BalanceOutput,
    TransactionOutput,
    TransactionPageOutput,
    TransactionQuery,
)


class MomentInvalid(Invalid):
    """`at` is an instant with its zone, or a day."""


class BalanceView(APIView):
    """The balance of an account."""

    @extend_schema(
        operation_id="get_balance",
        parameters=[
            OpenApiParameter(
                "at",
                str,
                description="An instant (2026-01-31T12:00:00Z): as the bank knew it then. "
                "A day (2026-01-31): as it counts at its end, by value date.",
            )
        ],
        responses={200: BalanceOutput, **problems(400, 404)},
    )
    def get(self, request: Any, account_id: UUID) -> Response:
        """Return the balance now, or at a past time."""
        balance = queries.get_balance(
            person_id=request.user.id,
            account_id=account_id,
            at=_moment(request.GET.get("at")),
            now=timezone.now(),
        )
        return Response(balance_content(balance))


class TransactionsView(APIView):
    """Transactions of one account, or of all."""

    @extend_schema(
        operation_id="list_transactions",
        parameters=[TransactionQuery],
        responses={200: TransactionPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return transactions, the newest first unless asked otherwise."""
        values = read_input(TransactionQuery, _query(request))
        found, following = queries.list_transactions(
            person_id=request.user.id,
            account_id=values.get("account"),
            keep=TransactionFilter(
                types=tuple(sorted(values.get("type", ()))),
                from_date=values.get("from_date"),
                to_date=values.get("to_date"),
                text=values.get("text", ""),
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

    @extend_schema(
        operation_id="get_transaction", responses={200: TransactionOutput, **problems(404)}
    )
    def get(self, request: Any, transaction_id: UUID) -> Response:
        """Return a transaction of one of your accounts."""
        found = get_transaction(transaction_id=transaction_id, person_id=request.user.id)
        return Response(transaction_content(found))


def _query(request: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {name: value for name, value in request.GET.items() if name != "type"}
    if types := request.GET.getlist("type"):
        asked["type"] = [name for value in types for name in value.split(",")]
    return asked


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
