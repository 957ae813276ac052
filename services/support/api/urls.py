"""The paths of the support service."""

from __future__ import annotations

from django.urls import path

from services.support.api import views

urlpatterns = [
    path("announcements", views.AnnouncementsView.as_view()),
]
