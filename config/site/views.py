"""Serving the built portal and the demo's mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.generic import TemplateView

from config.environment import ROOT
from config.site.authenticators import Shown, list_authenticators
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
    """The mails, and what authenticators show, as a page that reloads itself."""

    template_name = "site/mailbox.html"

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """Return the mails and the codes."""
        _require_embedded()
        return {
            **super().get_context_data(**values),
            "authenticators": list_authenticators(),
            "mails": _mails(),
            "bank": settings.BANK_NAME,
        }


def mailbox_json(_request: HttpRequest) -> JsonResponse:
    """Answer with the mails, and what authenticators show, as JSON."""
    _require_embedded()
    shown = [_shown(one) for one in list_authenticators()]
    return JsonResponse({"results": [_content(mail) for mail in _mails()], "authenticators": shown})


def _require_embedded() -> None:
    # config/urls.py mounts this nowhere else; here it is said a second time.
    if not settings.EMBEDDED:
        raise Http404


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


def _shown(authenticator: Shown) -> dict[str, Any]:
    return {
        "email": authenticator.email,
        "role": authenticator.role,
        "code": authenticator.code,
        "expires_in": authenticator.expires_in,
    }
