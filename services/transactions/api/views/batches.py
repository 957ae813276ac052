"""Batches of transfers over HTTP: JSON or an ISO 20022 payment file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.errors import BankError, Refused
from kernel.http.fields import read_input
from kernel.http.limits import count_money_call
from kernel.http.once import IDEMPOTENCY_KEY, MoneyView
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.step_up import STEP_UP, proof_of
from kernel.ledger.errors import ValueDateInFuture
from kernel.ledger.records import MoneyRequest
from services.transactions import commands, queries
from services.transactions.api.parsers import BatchJSONParser, PaymentFileParser
from services.transactions.api.serializers.batches import (
    MAX_ITEMS,
    BatchFileQuery,
    BatchInput,
    BatchItemPageOutput,
    BatchOutput,
    BatchPageOutput,
    DryRunOutput,
    PostedBatchOutput,
)
from services.transactions.commands.batch_desk import BatchLine
from services.transactions.commands.post_batch import batch_content, item_content
from services.transactions.pain import Credit, PaymentFileInvalid, read_file

_PAGE = [OpenApiParameter("limit", int), OpenApiParameter("cursor", str)]
_JSON, _FILE = "json", "pain.001"


class PaymentUnsupported(Refused):
    """The payment is one that this bank does not make."""


class BatchesView(MoneyView):
    """Batches."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}
    operation: ClassVar[str] = "batch"
    parser_classes: ClassVar[Sequence[type[BaseParser]]] = (BatchJSONParser, PaymentFileParser)

    @extend_schema(
        operation_id="list_batches",
        parameters=_PAGE,
        responses={200: BatchPageOutput, **problems(400)},
    )
    def get(self, request: Any) -> Response:
        """Return your batches, the newest first."""
        cursor = request.GET.get("cursor")
        page, position = queries.list_batches(
            person_id=request.user.id,
            cursor=None if cursor is None else cursors.read_cursor(cursor),
            limit=cursors.read_limit(request.GET.get("limit")),
        )
        return _page(request, [batch_content(batch) for batch in page], position)

    @extend_schema(
        operation_id="post_batch",
        parameters=[IDEMPOTENCY_KEY, STEP_UP, BatchFileQuery],
        request={
            "application/json": BatchInput,
            "application/xml": {"type": "string", "description": "A pain.001.001.03 or .09 file."},
        },
        responses={
            200: DryRunOutput,
            201: PostedBatchOutput,
            **problems(400, 403, 404, 422, 503),
        },
    )
    def post(self, request: Any) -> HttpResponse | Response:
        """Post up to 10,000 transfers from your accounts, or only say what would happen.

        A payment file takes `mode` and `dry_run` from the query.
        """
        asked, source = _read(request)
        wanted = {"lines": asked["transfers"], "mode": asked["mode"]}
        if asked["dry_run"]:
            count_money_call(person_id=request.user.id, now=timezone.now())
            return Response(
                commands.try_batch(request=_unkept(request.user.id), now=timezone.now(), **wanted)
            )
        return self.answer_once(
            request,
            commands.post_batch,
            body=[request.data, asked["mode"]],
            source=source,
            reference=asked["reference"],
            proof=proof_of(request),
            **wanted,
        )


class BatchView(APIView):
    """One batch."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="get_batch", responses={200: BatchOutput, **problems(404)})
    def get(self, request: Any, batch_id: UUID) -> Response:
        """Return one of your batches."""
        batch = queries.get_batch(batch_id=batch_id, person_id=request.user.id)
        return Response(batch_content(batch))


class BatchItemsView(APIView):
    """The items of a batch."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_batch_items",
        parameters=[
            OpenApiParameter("status", str, enum=["posted", "refused"]),
            *_PAGE,
        ],
        responses={200: BatchItemPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any, batch_id: UUID) -> Response:
        """Return what became of the items of one of your batches, in their order."""
        cursor = request.GET.get("cursor")
        page, position = queries.list_batch_items(
            batch_id=batch_id,
            person_id=request.user.id,
            status=request.GET.get("status"),
            cursor=None if cursor is None else cursors.read_cursor(cursor),
            limit=cursors.read_limit(request.GET.get("limit")),
        )
        return _page(request, [item_content(item) for item in page], position)


def _page(request: Any, results: list[dict[str, Any]], position: list[Any] | None) -> Response:
    following = None if position is None else cursors.write_cursor(position)
    return Response({"results": results, "next": link(request, cursor=following), "previous": None})


def _unkept(person_id: UUID) -> MoneyRequest:
    # A dry run has no key: it may be asked for any number of times.
    return MoneyRequest.make(actor_id=person_id, operation="batch_dry_run", key="-", body=None)


def _read(request: Any) -> tuple[dict[str, Any], str]:
    if not request.content_type.startswith(PaymentFileParser.media_type):
        return read_input(BatchInput, request.data), _JSON
    asked = read_input(BatchFileQuery, request.GET.dict())
    file = read_file(request.data["document"].encode())
    if not 1 <= len(file.credits) <= MAX_ITEMS:
        raise PaymentFileInvalid(f"A batch has 1 to {MAX_ITEMS} items.", field="document")
    today = timezone.now().date()
    return {
        "mode": asked["mode"],
        "dry_run": asked["dry_run"] == "true",
        "reference": file.message_id,
        "transfers": [
            _line(credit, position=place, today=today)
            for place, credit in enumerate(file.credits, start=1)
        ],
    }, _FILE


def _line(credit: Credit, *, position: int, today: date) -> BatchLine:
    return BatchLine(
        position=position,
        from_account=credit.from_account,
        to_account=credit.to_account,
        amount=credit.amount,
        currency=credit.currency,
        note=credit.note,
        reference=credit.end_to_end_id,
        problem=_problem(credit, today=today),
    )


def _problem(credit: Credit, *, today: date) -> BankError | None:
    where = f"Line {credit.line}:"
    if credit.unsupported:
        return PaymentUnsupported(f"{where} {credit.unsupported}")
    if credit.execution_date > today:
        return ValueDateInFuture(f"{where} it is to be paid on {credit.execution_date}.")
    return None
