"""Paths under /api/v1."""

from django.urls import include, path

from services.auth.api.views import MeView, TokenView

urlpatterns = [
    path("auth/token", TokenView.as_view()),
    path("auth/me", MeView.as_view()),
    path("auth/", include("services.auth.signin.urls")),
]
