"""The paths of the planning service."""

from __future__ import annotations

from django.urls import path

from services.planning.api.views import categories, goals, insights, people, plans, records

urlpatterns = [
    path("categories", categories.CategoriesView.as_view()),
    path("category-rules", records.RulesView.as_view()),
    path("category-rules/preview", records.RulePreviewView.as_view()),
    path("category-rules/<uuid:rule_id>", records.RuleView.as_view()),
    path("records", records.RecordsView.as_view()),
    path("records/<uuid:record_id>", records.RecordView.as_view()),
    path("records/<uuid:record_id>/restore", records.RecordRestorationView.as_view()),
    path("records/<uuid:record_id>/changes", records.RecordHistoryView.as_view()),
    path("insights", insights.InsightsView.as_view()),
    path("exchange-rates", insights.RatesView.as_view()),
    path("allowance", goals.AllowanceView.as_view()),
    path("incomes", plans.IncomesView.as_view()),
    path("incomes/proposals", plans.IncomeProposalsView.as_view()),
    path("incomes/<uuid:plan_id>", plans.IncomeView.as_view()),
    path("expenses", plans.ExpensesView.as_view()),
    path("expenses/proposals", plans.ExpenseProposalsView.as_view()),
    path("expenses/<uuid:plan_id>", plans.ExpenseView.as_view()),
    path("savings-goals", goals.GoalsView.as_view()),
    path("savings-goals/<uuid:goal_id>", goals.GoalView.as_view()),
    path("budgets", goals.BudgetsView.as_view()),
    path("budgets/<uuid:budget_id>", goals.BudgetView.as_view()),
    path("planning/settings", people.SettingsView.as_view()),
    path("planning/shares", people.SharesView.as_view()),
    path("planning/shares/<uuid:share_id>", people.ShareView.as_view()),
]
