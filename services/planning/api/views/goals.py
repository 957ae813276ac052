"""Savings goals, budgets and the allowance over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.planning import commands, queries
from services.planning.api.plan_renderings import (
    allowance_content,
    budget_content,
    goal_content,
)
from services.planning.api.renderings import page_content
from services.planning.api.serializers.plans import (
    AllowanceOutput,
    BudgetChangeInput,
    BudgetInput,
    BudgetOutput,
    BudgetPageOutput,
    GoalChangeInput,
    GoalInput,
    GoalOutput,
    GoalPageOutput,
)
from services.planning.api.serializers.records import OwnerQuery
from services.planning.api.whose import READ, query_of, whose
from services.planning.models import Budget, Goal


class AllowanceView(APIView):
    """What may be spent today."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_allowance",
        parameters=[OwnerQuery],
        responses={200: AllowanceOutput, **problems(400, 404, 503)},
    )
    def get(self, request: Any) -> Response:
        """Return what may be spent today, and every term of it."""
        asked = read_input(OwnerQuery, query_of(request))
        now = timezone.now()
        owner = whose(request, owner=asked.get("owner"), what="allowance", now=now, permission=READ)
        planner = commands.start_planning(person_id=owner, now=now)
        commands.copy_movements(person_id=owner, now=now)
        return Response(allowance_content(queries.get_allowance(planner=planner, today=now.date())))


class GoalsView(APIView):
    """What you save for."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_savings_goals",
        parameters=[OwnerQuery],
        responses={200: GoalPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return your savings goals, the oldest first."""
        asked = read_input(OwnerQuery, query_of(request))
        owner = whose(request, owner=asked.get("owner"), what="goals", now=timezone.now())
        return Response(page_content(_goals(queries.list_goals(person_id=owner))))

    @extend_schema(
        operation_id="create_savings_goal",
        request=GoalInput,
        responses={201: GoalOutput, **problems(400, 404, 409, 422)},
    )
    def post(self, request: Any) -> Response:
        """Save a share of each income, or an amount by a day."""
        asked = read_input(GoalInput, request.data)
        goal = commands.create_goal(person_id=request.user.id, now=timezone.now(), **asked)
        return Response(_goals([goal])[0], status=201)


class GoalView(APIView):
    """One savings goal."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN, "DELETE": OWN}

    @extend_schema(operation_id="get_savings_goal", responses={200: GoalOutput, **problems(404)})
    def get(self, request: Any, goal_id: UUID) -> Response:
        """Return one of your goals."""
        return Response(_goals([commands.get_goal(person_id=request.user.id, goal_id=goal_id)])[0])

    @extend_schema(
        operation_id="change_savings_goal",
        request=GoalChangeInput,
        responses={200: GoalOutput, **problems(400, 404, 409)},
    )
    def patch(self, request: Any, goal_id: UUID) -> Response:
        """Change a goal."""
        asked = read_input(GoalChangeInput, request.data)
        goal = commands.change_goal(
            person_id=request.user.id, goal_id=goal_id, now=timezone.now(), **asked
        )
        return Response(_goals([goal])[0])

    @extend_schema(operation_id="delete_savings_goal", responses={204: None, **problems(404)})
    def delete(self, request: Any, goal_id: UUID) -> Response:
        """Forget a goal. Its pot keeps its money."""
        commands.delete_goal(person_id=request.user.id, goal_id=goal_id, now=timezone.now())
        return Response(status=204)


class BudgetsView(APIView):
    """What you mean to spend at most."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_budgets",
        parameters=[OwnerQuery],
        responses={200: BudgetPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return your budgets and how far they are used, the oldest first."""
        asked = read_input(OwnerQuery, query_of(request))
        now = timezone.now()
        owner = whose(request, owner=asked.get("owner"), what="budgets", now=now)
        uses = queries.list_budget_uses(person_id=owner, today=now.date())
        return Response(page_content(budget_content(use) for use in uses))

    @extend_schema(
        operation_id="create_budget",
        request=BudgetInput,
        responses={201: BudgetOutput, **problems(400, 404, 409)},
    )
    def post(self, request: Any) -> Response:
        """Set a budget for a category."""
        asked = read_input(BudgetInput, request.data)
        budget = commands.create_budget(person_id=request.user.id, now=timezone.now(), **asked)
        return Response(_budget(budget), status=201)


class BudgetView(APIView):
    """One budget."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN, "DELETE": OWN}

    @extend_schema(operation_id="get_budget", responses={200: BudgetOutput, **problems(404)})
    def get(self, request: Any, budget_id: UUID) -> Response:
        """Return one of your budgets."""
        return Response(_budget(queries.get_budget(person_id=request.user.id, budget_id=budget_id)))

    @extend_schema(
        operation_id="change_budget",
        request=BudgetChangeInput,
        responses={200: BudgetOutput, **problems(400, 404)},
    )
    def patch(self, request: Any, budget_id: UUID) -> Response:
        """Change a budget. What rolls over is counted from the present cycle on."""
        asked = read_input(BudgetChangeInput, request.data)
        budget = commands.change_budget(
            person_id=request.user.id, budget_id=budget_id, now=timezone.now(), **asked
        )
        return Response(_budget(budget))

    @extend_schema(operation_id="delete_budget", responses={204: None, **problems(404)})
    def delete(self, request: Any, budget_id: UUID) -> Response:
        """Forget a budget."""
        commands.delete_budget(person_id=request.user.id, budget_id=budget_id)
        return Response(status=204)


def _goals(goals: list[Goal]) -> list[dict[str, Any]]:
    if not goals:
        return []
    cycle = queries.get_cycle(person_id=goals[0].person_id, today=timezone.now().date())
    saved = queries.saved_before(goals)
    before = queries.saved_before(goals, first_date=cycle.first_date)
    return [
        goal_content(
            goal,
            saved_minor=saved[goal.id],
            due_minor=(
                None
                if goal.amount_minor is None
                else queries.due_in(goal, cycle=cycle, saved_minor=before[goal.id])
            ),
        )
        for goal in goals
    ]


def _budget(budget: Budget) -> dict[str, Any]:
    uses = queries.list_budget_uses(person_id=budget.person_id, today=timezone.now().date())
    return budget_content(next(use for use in uses if use.budget.id == budget.id))
