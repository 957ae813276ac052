"""Reads of the planning service. `get_` returns one or raises, `list_` returns many."""

from services.planning.queries.allowance import (
    Allowance,
    Cycle,
    due_in,
    get_allowance,
    get_cycle,
    list_goals,
    saved_before,
)
from services.planning.queries.budgets import (
    BudgetNotFound,
    BudgetUse,
    get_budget,
    list_budget_uses,
)
from services.planning.queries.categories import (
    CategoryNotFound,
    default_category_id,
    get_category,
    list_categories,
)
from services.planning.queries.insights import Flow, Insights, Part, get_insights
from services.planning.queries.planners import (
    PlanningNotFound,
    ShareNotFound,
    find_planner,
    is_shared,
    list_shared_with,
    list_shares,
)
from services.planning.queries.plans import (
    ExpenseNotFound,
    IncomeNotFound,
    get_plan,
    last_payments,
    list_plans,
)
from services.planning.queries.proposals import list_proposals
from services.planning.queries.rates import get_rates, list_rates
from services.planning.queries.records import (
    SORTS,
    RecordFilter,
    RecordNotFound,
    RuleNotFound,
    get_record,
    get_rule,
    list_changes,
    list_records,
    list_rules,
)

__all__ = [
    "SORTS",
    "Allowance",
    "BudgetNotFound",
    "BudgetUse",
    "CategoryNotFound",
    "Cycle",
    "ExpenseNotFound",
    "Flow",
    "IncomeNotFound",
    "Insights",
    "Part",
    "PlanningNotFound",
    "RecordFilter",
    "RecordNotFound",
    "RuleNotFound",
    "ShareNotFound",
    "default_category_id",
    "due_in",
    "find_planner",
    "get_allowance",
    "get_budget",
    "get_category",
    "get_cycle",
    "get_insights",
    "get_plan",
    "get_rates",
    "get_record",
    "get_rule",
    "is_shared",
    "last_payments",
    "list_budget_uses",
    "list_categories",
    "list_changes",
    "list_goals",
    "list_plans",
    "list_proposals",
    "list_rates",
    "list_records",
    "list_rules",
    "list_shared_with",
    "list_shares",
    "saved_before",
]
