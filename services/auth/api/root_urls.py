"""Paths at the root: the published keys, and OpenID Connect."""

from django.urls import include, path

from kernel.http.errors import answer_404
from services.auth.signin.openid_views import StaffAuthorizationView

urlpatterns = [
    path("identity/o/authorize", StaffAuthorizationView.as_view()),
    # Signing in by a code on a television is not for a bank; allauth always mounts it.
    path("identity/o/device", answer_404),
    path("identity/o/api/device/code", answer_404),
    path("", include("allauth.idp.urls")),
]
