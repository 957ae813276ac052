"""The portal at every path that nothing else serves, and the mailbox of the demo."""

from __future__ import annotations

from django.urls import path, re_path

from config.site.views import MailboxView, mailbox_json, portal

urlpatterns = [
    path("demo/mailbox", MailboxView.as_view(), name="mailbox"),
    path("demo/mailbox.json", mailbox_json),
    re_path(r"^(?!api/|static/|assets/|\.well-known/).*$", portal),
]
