"""Approvals as a Django app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The table `approvals_request`."""

    name = "kernel.approvals"
    label = "approvals"
