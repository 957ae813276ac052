"""What the OpenAPI schema says about every operation: the token, the problems, the ids."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from kernel.http.errors import CONTENT_TYPE


class FieldProblem(serializers.Serializer):  # type: ignore[type-arg]
    """What is wrong with one field."""

    code = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer):  # type: ignore[type-arg]
    """RFC 9457: what went wrong. `code` is stable, `detail` is for people."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField()
    errors = serializers.DictField(child=FieldProblem(many=True), required=False)


def problems(*statuses: int) -> dict[Any, OpenApiResponse]:
    """Return the documented problems of an operation."""
    return {
        (status, CONTENT_TYPE): OpenApiResponse(Problem, description=_MEANING[status])
        for status in statuses
    }


_MEANING = {
    400: "The request cannot be read or has mistakes.",
    401: "Nobody is signed in.",
    403: "You may not do this.",
    404: "It does not exist, or it is not yours.",
    405: "This cannot be done here.",
    406: "The answer is JSON.",
    409: "Something else happened first.",
    413: "The request is larger than any that is read here.",
    415: "The request must be JSON.",
    422: "The bank's rules say no; `code` names the rule.",
    429: "Too many requests; see Retry-After.",
    503: "Nothing happened; try again after Retry-After.",
}


class BankSchema(AutoSchema):
    """Adds the problems that any operation can answer with, and names operations by their path."""

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **kwargs)
        common = [400, 405, 406] if self._is_open() else [400, 401, 405, 406]
        if self.method in {"POST", "PUT", "PATCH"}:
            common += [413, 415]
        for (status, kind), response in problems(*common).items():
            if str(status) not in bodies:
                answer = self._get_response_for_code(  # type: ignore[no-untyped-call]
                    response, str(status), [kind]
                )
                bodies[str(status)] = answer
        return dict(sorted(bodies.items()))

    def _is_open(self) -> bool:
        return not self.view.get_authenticators()


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the bearer token."""

    target_class = "kernel.http.principal.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
