"""A service with nothing but the edge: it answers with what it was asked, or fails as it is told.

These paths stand beside health, so the edge is tested in a process of any service.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors, errors
from kernel.http.fields import AmountField, DayField, StrictIdField, StrictSerializer, TextField
from kernel.http.pages import link
from kernel.observability.health import healthz, readyz

handler400 = "kernel.http.errors.answer_400"
handler404 = "kernel.http.errors.answer_404"
handler500 = "kernel.http.errors.answer_500"


class MoonClosed(errors.Refused):
    """The moon is closed."""


class Inner(StrictSerializer):
    name = TextField(min_length=2)
    marks = serializers.ListField(child=serializers.IntegerField(), required=False)


class Asked(StrictSerializer):
    id = StrictIdField(required=False)
    text = TextField(required=False, max_length=10)
    day = DayField(required=False)
    amount = AmountField(required=False)
    inner = Inner(required=False)
    list = Inner(many=True, required=False)

    def validate(self, attrs: Any) -> Any:
        if attrs.get("text") == "both":
            raise serializers.ValidationError("Not both.", code="both")
        return attrs


class EchoView(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Any, thing_id: Any = None) -> Response:
        limit = cursors.read_limit(request.GET.get("limit"))
        position = cursors.read_cursor(request.GET.get("cursor", "W10"))
        following = cursors.write_cursor([*position, limit])
        return Response({"results": position, "next": link(request, cursor=following)})

    def post(self, request: Any) -> Response:
        return Response(request.data)


class CheckedView(EchoView):
    def post(self, request: Any) -> Response:
        asked = Asked(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(asked.data)


class WhoView(APIView):
    def get(self, request: Any) -> Response:
        return Response({"id": str(request.user.id), "roles": sorted(request.user.roles)})


class FailingView(EchoView):
    def get(self, request: Any) -> Response:
        raise FAILURES[request.GET["with"]]


FAILURES = {
    "invalid": errors.Invalid("Say it better.", field="say"),
    "unproven": errors.Unproven(),
    "forbidden": errors.Forbidden(),
    "not_found": errors.NotFound(),
    "conflict": errors.Conflict(),
    "refused": MoonClosed(),
    "try_again": errors.TryAgain(),
    "django_404": Http404("secret"),
    "django_403": PermissionDenied("secret"),
    "django_400": SuspiciousOperation("secret"),
    "throttled": exceptions.Throttled(wait=2.5),
    "throttled_open": exceptions.Throttled(),
    "teapot": type("Teapot", (exceptions.APIException,), {"status_code": 418})("secret"),
    "unforeseen": RuntimeError("secret"),
}

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("page", healthz),
    path("api/echo", EchoView.as_view()),
    path("api/checked", CheckedView.as_view()),
    path("api/who", WhoView.as_view()),
    path("api/fail", FailingView.as_view()),
    path("api/things/<uuid:thing_id>", EchoView.as_view()),
    path("api/docs", healthz),
]
