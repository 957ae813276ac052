"""Serving the built portal and the demo's mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.generic import TemplateView

from config.environment import ROOT
from config.site.mailbox import Mail, list_mails

PORTAL: Final = ROOT / "frontend" / "dist"


def portal(_request: HttpRequest) -> HttpResponse:
    """Answer with the portal's page; its script reads the path."""
    page = PORTAL / "index.html"
    if not page.exists():
        return HttpResponse("The portal is not built: run `make portal`.", status=503)
    response = HttpResponse(page.read_bytes(), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


class MailboxView(TemplateView):
    """The mails as a page that reloads itself."""

    template_name = "site/mailbox.html"

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """Return the mails."""
        return {**super().get_context_data(**values), "mails": _mails(), "bank": settings.BANK_NAME}


def mailbox_json(_request: HttpRequest) -> JsonResponse:
    """Answer with the mails as JSON."""
    return JsonResponse({"results": [_content(mail) for mail in _mails()]})


def _mails() -> list[Mail]:
    return list_mails(Path(settings.MAIL_DIR)) if settings.MAIL_DIR else []


def _content(mail: Mail) -> dict[str, Any]:
    return {
        "to": mail.to,
        "subject": mail.subject,
        "body": mail.body,
        "sent_at": mail.sent_at.isoformat(),
        "code": mail.code,
    }
