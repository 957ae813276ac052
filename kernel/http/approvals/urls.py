"""Paths under /api/v1/approvals. The gateway brings each service's name to that service."""

from django.urls import path

from kernel.http.approvals import views

urlpatterns = [
    path("<str:service>", views.ApprovalsView.as_view()),
    path("<str:service>/<uuid:request_id>", views.ApprovalView.as_view()),
    path("<str:service>/<uuid:request_id>/approve", views.ApproveView.as_view()),
    path("<str:service>/<uuid:request_id>/reject", views.RejectView.as_view()),
    path("<str:service>/<uuid:request_id>/withdraw", views.WithdrawView.as_view()),
]
