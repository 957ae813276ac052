"""Approvals over HTTP, mounted for each running service.

A view whose command needs a second person ends with `return answer_waiting(approvals.ask(...))`.
"""

from kernel.http.approvals.renderings import answer_waiting, request_content
from kernel.http.approvals.serializers import ApprovalOutput, WaitingOutput

__all__ = ["ApprovalOutput", "WaitingOutput", "answer_waiting", "request_content"]
