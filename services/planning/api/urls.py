"""The paths of the planning service."""

from __future__ import annotations

from django.urls import path

from services.planning.api import views

urlpatterns = [
    path("categories", views.CategoriesView.as_view()),
]
