"""The paths of the interest service."""

from __future__ import annotations

from django.urls import path

from services.interest.api import views

urlpatterns = [
    path("interest-rates", views.InterestRatesView.as_view()),
]
