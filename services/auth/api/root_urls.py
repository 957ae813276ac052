"""Paths at the root: the published keys, and OpenID Connect."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.idp.urls"))]
