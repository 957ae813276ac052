"""Incomes and expenses over HTTP: the same operations on two lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.planning import commands, queries
from services.planning.api.plan_renderings import plan_content, proposal_content
from services.planning.api.renderings import page_content
from services.planning.api.serializers.plans import (
    PlanChangeInput,
    PlanInput,
    PlanOutput,
    PlanPageOutput,
    ProposalPageOutput,
)
from services.planning.api.serializers.records import OwnerQuery
from services.planning.api.whose import query_of, whose
from services.planning.models import Plan

_OWN = {"GET": OWN, "POST": OWN}
_OWN_ONE = {"GET": OWN, "PATCH": OWN, "DELETE": OWN}
_SALARY = OpenApiExample(
    "A salary on the last Friday",
    value={
        "name": "Salary",
        "amount": "2400.00",
        "currency": "EUR",
        "frequency": "rule",
        "rrule": "FREQ=MONTHLY;BYDAY=-1FR",
        "first_date": "2026-01-30",
        "counterparty": "Acme",
    },
    request_only=True,
)


class _PlansView(APIView):
    """What is planned of one kind."""

    kind: ClassVar[str]
    permissions: ClassVar[dict[str, str]] = _OWN

    def get(self, request: Any) -> Response:
        """Return what is planned, the oldest first."""
        asked = read_input(OwnerQuery, query_of(request))
        now = timezone.now()
        owner = whose(request, owner=asked.get("owner"), what=f"{self.kind}s", now=now)
        plans = queries.list_plans(person_id=owner, kind=self.kind)
        return Response(page_content(_contents(plans)))

    def post(self, request: Any) -> Response:
        """Plan one more."""
        asked = read_input(PlanInput, request.data)
        plan = commands.create_plan(
            person_id=request.user.id, kind=self.kind, now=timezone.now(), **asked
        )
        return Response(_contents([plan])[0], status=201)


class _PlanView(APIView):
    """One plan."""

    kind: ClassVar[str]
    permissions: ClassVar[dict[str, str]] = _OWN_ONE

    def get(self, request: Any, plan_id: UUID) -> Response:
        """Return it."""
        plan = queries.get_plan(person_id=request.user.id, kind=self.kind, plan_id=plan_id)
        return Response(_contents([plan])[0])

    def patch(self, request: Any, plan_id: UUID) -> Response:
        """Change it. Its payments are looked for anew."""
        asked = read_input(PlanChangeInput, request.data)
        plan = commands.change_plan(
            person_id=request.user.id,
            kind=self.kind,
            plan_id=plan_id,
            now=timezone.now(),
            **asked,
        )
        return Response(_contents([plan])[0])

    def delete(self, request: Any, plan_id: UUID) -> Response:
        """Forget it."""
        commands.delete_plan(
            person_id=request.user.id, kind=self.kind, plan_id=plan_id, now=timezone.now()
        )
        return Response(status=204)


class _ProposalsView(APIView):
    """What the history proposes."""

    kind: ClassVar[str]
    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    def get(self, request: Any) -> Response:
        """Return what comes again and again and is not planned, the largest amounts first."""
        now = timezone.now()
        commands.start_planning(person_id=request.user.id, now=now)
        commands.copy_movements(person_id=request.user.id, now=now)
        found = queries.list_proposals(person_id=request.user.id, kind=self.kind, today=now.date())
        return Response(page_content(proposal_content(series) for series in found))


def _contents(plans: list[Plan]) -> list[dict[str, Any]]:
    today = timezone.now().date()
    paid = queries.last_payments(plan_ids=[plan.id for plan in plans])
    # As of yesterday: what is due today is still to come.
    eve = today - timedelta(days=1)
    return [plan_content(plan, today=eve, last_paid_on=paid.get(plan.id)) for plan in plans]


class IncomesView(_PlansView):
    """Money that comes again and again."""

    kind = Plan.Kind.INCOME

    @extend_schema(
        operation_id="list_incomes",
        parameters=[OwnerQuery],
        responses={200: PlanPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return your incomes, the oldest first."""
        return super().get(request)

    @extend_schema(
        operation_id="create_income",
        request=PlanInput,
        examples=[_SALARY],
        responses={201: PlanOutput, **problems(400, 404, 422)},
    )
    def post(self, request: Any) -> Response:
        """Plan an income; payments that have come already are found."""
        return super().post(request)


class ExpensesView(_PlansView):
    """Money that goes again and again."""

    kind = Plan.Kind.EXPENSE

    @extend_schema(
        operation_id="list_expenses",
        parameters=[OwnerQuery],
        responses={200: PlanPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return your expenses, the oldest first."""
        return super().get(request)

    @extend_schema(
        operation_id="create_expense",
        request=PlanInput,
        responses={201: PlanOutput, **problems(400, 404, 422)},
    )
    def post(self, request: Any) -> Response:
        """Plan an expense; payments that were made already are found."""
        return super().post(request)


class IncomeView(_PlanView):
    """One income."""

    kind = Plan.Kind.INCOME

    @extend_schema(operation_id="get_income", responses={200: PlanOutput, **problems(404)})
    def get(self, request: Any, plan_id: UUID) -> Response:
        """Return one of your incomes."""
        return super().get(request, plan_id)

    @extend_schema(
        operation_id="change_income",
        request=PlanChangeInput,
        responses={200: PlanOutput, **problems(400, 404)},
    )
    def patch(self, request: Any, plan_id: UUID) -> Response:
        """Change an income. Its payments are looked for anew."""
        return super().patch(request, plan_id)

    @extend_schema(operation_id="delete_income", responses={204: None, **problems(404)})
    def delete(self, request: Any, plan_id: UUID) -> Response:
        """Forget an income."""
        return super().delete(request, plan_id)


class ExpenseView(_PlanView):
    """One expense."""

    kind = Plan.Kind.EXPENSE

    @extend_schema(operation_id="get_expense", responses={200: PlanOutput, **problems(404)})
    def get(self, request: Any, plan_id: UUID) -> Response:
        """Return one of your expenses."""
        return super().get(request, plan_id)

    @extend_schema(
        operation_id="change_expense",
        request=PlanChangeInput,
        responses={200: PlanOutput, **problems(400, 404)},
    )
    def patch(self, request: Any, plan_id: UUID) -> Response:
        """Change an expense. Its payments are looked for anew."""
        return super().patch(request, plan_id)

    @extend_schema(operation_id="delete_expense", responses={204: None, **problems(404)})
    def delete(self, request: Any, plan_id: UUID) -> Response:
        """Forget an expense."""
        return super().delete(request, plan_id)


class IncomeProposalsView(_ProposalsView):
    """Incomes that your history shows."""

    kind = Plan.Kind.INCOME

    @extend_schema(
        operation_id="propose_incomes", responses={200: ProposalPageOutput, **problems(503)}
    )
    def get(self, request: Any) -> Response:
        """Return incomes that come again and again and are not planned yet."""
        return super().get(request)


class ExpenseProposalsView(_ProposalsView):
    """Expenses that your history shows."""

    kind = Plan.Kind.EXPENSE

    @extend_schema(
        operation_id="propose_expenses", responses={200: ProposalPageOutput, **problems(503)}
    )
    def get(self, request: Any) -> Response:
        """Return expenses that come again and again and are not planned yet."""
        return super().get(request)
