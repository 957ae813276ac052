"""Records and rules over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.planning import commands, queries
from services.planning.api.renderings import (
    change_content,
    page_content,
    record_content,
    rule_content,
)
from services.planning.api.serializers.records import (
    ChangePageOutput,
    NewRuleInput,
    NewRuleOutput,
    OwnerQuery,
    PreviewOutput,
    RecordChangeInput,
    RecordInput,
    RecordOutput,
    RecordPageOutput,
    RecordQuery,
    RuleInput,
    RulePageOutput,
)
from services.planning.api.whose import query_of, whose

_MANY = ("category", "type", "source")
_CASH = OpenApiExample(
    "Lunch, paid in cash",
    value={
        "type": "expense",
        "amount": "12.50",
        "currency": "EUR",
        "date": "2026-11-20",
        "counterparty": "Corner Cafe",
        "text": "Lunch",
    },
    request_only=True,
)


class RecordsView(APIView):
    """Every movement of your money: this bank's, other banks', and cash."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_records",
        parameters=[RecordQuery],
        responses={200: RecordPageOutput, **problems(400, 404, 503)},
    )
    def get(self, request: Any) -> Response:
        """Return records, the newest first unless asked otherwise."""
        asked = read_input(RecordQuery, query_of(request, many=_MANY))
        now = timezone.now()
        person_id = whose(request, owner=asked.get("owner"), what="records", now=now)
        commands.start_planning(person_id=person_id, now=now)
        commands.copy_movements(person_id=person_id, now=now)
        found, position = queries.list_records(
            person_id=person_id,
            keep=queries.RecordFilter(
                categories=tuple(asked.get("category", ())),
                kinds=tuple(sorted(asked.get("type", ()))),
                sources=tuple(sorted(asked.get("source", ()))),
                account=asked.get("account"),
                currency=asked.get("currency", ""),
                from_date=asked.get("from_date"),
                to_date=asked.get("to_date"),
                min_amount=asked.get("min_amount"),
                max_amount=asked.get("max_amount"),
                text=asked.get("text", ""),
                deleted=asked["deleted"] == "true",
            ),
            sort=asked["sort"],
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        after = None if position is None else cursors.write_cursor(position)
        results = [record_content(record) for record in found]
        return Response(page_content(results, following=link(request, cursor=after)))

    @extend_schema(
        operation_id="create_record",
        request=RecordInput,
        examples=[_CASH],
        responses={201: RecordOutput, **problems(400, 404)},
    )
    def post(self, request: Any) -> Response:
        """Write down a movement of cash, or of another bank."""
        asked = read_input(RecordInput, request.data)
        record = commands.create_record(person_id=request.user.id, now=timezone.now(), **asked)
        return Response(record_content(record), status=201)


class RecordView(APIView):
    """One record."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN, "DELETE": OWN}

    @extend_schema(
        operation_id="get_record",
        parameters=[OwnerQuery],
        responses={200: RecordOutput, **problems(400, 404)},
    )
    def get(self, request: Any, record_id: UUID) -> Response:
        """Return a record, deleted or not."""
        asked = read_input(OwnerQuery, query_of(request))
        owner = whose(request, owner=asked.get("owner"), what="records", now=timezone.now())
        record = queries.get_record(person_id=owner, record_id=record_id)
        return Response(record_content(record))

    @extend_schema(
        operation_id="change_record",
        request=RecordChangeInput,
        responses={200: RecordOutput, **problems(400, 404, 422)},
    )
    def patch(self, request: Any, record_id: UUID) -> Response:
        """Change a record; what this bank booked can only be filed anew."""
        asked = read_input(RecordChangeInput, request.data)
        record = commands.change_record(
            person_id=request.user.id, record_id=record_id, now=timezone.now(), **asked
        )
        return Response(record_content(record))

    @extend_schema(operation_id="delete_record", responses={204: None, **problems(404, 422)})
    def delete(self, request: Any, record_id: UUID) -> Response:
        """Delete a record that is not this bank's. It can be restored."""
        commands.delete_record(person_id=request.user.id, record_id=record_id, now=timezone.now())
        return Response(status=204)


class RecordRestorationView(APIView):
    """Bringing a record back."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="restore_record",
        request=None,
        responses={200: RecordOutput, **problems(404)},
    )
    def post(self, request: Any, record_id: UUID) -> Response:
        """Bring a deleted record back."""
        record = commands.restore_record(
            person_id=request.user.id, record_id=record_id, now=timezone.now()
        )
        return Response(record_content(record))


class RecordHistoryView(APIView):
    """What was changed about a record."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_record_changes", responses={200: ChangePageOutput, **problems(404)}
    )
    def get(self, request: Any, record_id: UUID) -> Response:
        """Return the changes of a record, the newest first."""
        record = queries.get_record(person_id=request.user.id, record_id=record_id)
        changes = queries.list_changes(record_id=record.id)
        return Response(page_content(change_content(change) for change in changes))


class RulesView(APIView):
    """What files your movements."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(operation_id="list_category_rules", responses={200: RulePageOutput})
    def get(self, request: Any) -> Response:
        """Return your rules in the order in which they are asked."""
        rules = queries.list_rules(person_id=request.user.id)
        return Response(page_content(rule_content(rule) for rule in rules))

    @extend_schema(
        operation_id="create_category_rule",
        request=NewRuleInput,
        responses={201: NewRuleOutput, **problems(400, 404, 422)},
    )
    def post(self, request: Any) -> Response:
        """Make a rule for movements to come and, when asked, for those that are there."""
        asked = read_input(NewRuleInput, request.data)
        rule, filed = commands.create_rule(person_id=request.user.id, now=timezone.now(), **asked)
        return Response({**rule_content(rule), "filed_count": filed}, status=201)


class RuleView(APIView):
    """One rule."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": OWN}

    @extend_schema(operation_id="delete_category_rule", responses={204: None, **problems(404)})
    def delete(self, request: Any, rule_id: UUID) -> Response:
        """Forget a rule. What it filed stays where it is."""
        commands.delete_rule(person_id=request.user.id, rule_id=rule_id)
        return Response(status=204)


class RulePreviewView(APIView):
    """What a rule would do."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="preview_category_rule",
        request=RuleInput,
        responses={200: PreviewOutput, **problems(400, 404)},
    )
    def post(self, request: Any) -> Response:
        """Return which of your records a rule would file anew, and change nothing."""
        asked = read_input(RuleInput, request.data)
        found = commands.preview_rule(person_id=request.user.id, now=timezone.now(), **asked)
        records = [record_content(record) for record in found.records]
        return Response({"count": found.count, "records": records})
