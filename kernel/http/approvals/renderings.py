"""Requests as they are answered."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response

from kernel.approvals.models import Request
from kernel.http.approvals.serializers import WAITING, ApprovalOutput


def request_content(request: Request) -> dict[str, Any]:
    """Return a request as it is answered. Its arguments are the service's own business."""
    failure = {"code": request.failure_code, "detail": request.failure_detail}
    values = {
        "id": request.id,
        "service": request.service,
        "policy": request.policy,
        "subject": request.subject_id,
        "title": request.title,
        "before": request.before,
        "after": request.after,
        "reason": request.reason,
        "status": request.status,
        "maker": request.maker_id,
        "checker": request.checker_id,
        "decision_reason": request.decision_reason,
        "failure": failure if request.failure_code else None,
        "result": request.result,
        "created_at": request.created_at,
        "expires_at": request.expires_at,
        "decided_at": request.decided_at,
    }
    return dict(ApprovalOutput(values).data)


def answer_waiting(request: Request) -> Response:
    """Return the answer of a command that needs a second person."""
    return Response({"status": WAITING, "approval": request_content(request)}, status=202)
