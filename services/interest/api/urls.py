"""The paths of the interest service."""

from __future__ import annotations

from django.urls import path

from services.interest.api.views import deposits, earned, rates, runs

urlpatterns = [
    path("interest-rates", rates.InterestRatesView.as_view()),
    path("interest-runs", runs.InterestRunsView.as_view()),
    path("interest-runs/<uuid:run_id>", runs.InterestRunView.as_view()),
    path("interest-runs/<uuid:run_id>/pause", runs.PauseRunView.as_view()),
    path("interest-runs/<uuid:run_id>/resume", runs.ResumeRunView.as_view()),
    path("interest-runs/<uuid:run_id>/dry-run", runs.DryRunView.as_view()),
    path("interest-runs/<uuid:run_id>/sign-off", runs.SignOffRunView.as_view()),
    path("interest", earned.InterestView.as_view()),
    path("interest/explain", earned.ExplainView.as_view()),
    path("interest/settlements", earned.SettlementsView.as_view()),
    path("fixed-deposits", deposits.DepositsView.as_view()),
    path("fixed-deposits/<uuid:deposit_id>", deposits.DepositView.as_view()),
    path("fixed-deposits/<uuid:deposit_id>/closing", deposits.ClosingView.as_view()),
    path("interest-projections", earned.ProjectionsView.as_view()),
]
