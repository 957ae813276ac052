"""allauth's own endpoints, by its own schema: whatever is sent to them, none fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import allauth
import pytest
import schemathesis
import yaml
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, Phase
from hypothesis import settings as bounded
from schemathesis.checks import not_a_server_error

from services.auth.tests.test_auth_factors import enrol_totp

DOCUMENT = Path(allauth.__file__).parent / "headless" / "spec" / "doc" / "openapi.yaml"
EXAMPLES = 5


def described(kind: str) -> Any:
    """Return the schema of what one kind of client can ask for here."""
    content = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    paths = {
        path.replace("/_allauth", "/api/v1/auth").replace("{client}", kind): methods
        for path, methods in content["paths"].items()
    }
    content["paths"] = {path: methods for path, methods in paths.items() if _is_here(path, kind)}
    schema = schemathesis.openapi.from_dict(content)
    schema.app = get_wsgi_application()
    return schema


def _is_here(path: str, kind: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return f"/{kind}/" in path


SCHEMAS = {"app": described("app"), "browser": described("browser")}
LIMITS = bounded(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def callers(signed_in, visitor, settings, request):
    """Return who asks, in turn: nobody, somebody between two steps, somebody signed in."""
    settings.ACCOUNT_RATE_LIMITS = False
    kind = "app" if "an_app" in request.node.name else "browser"
    member, _ = signed_in(kind)
    enrol_totp(member)
    waiting = visitor(kind)
    waiting.give_password("ada@example.org")
    # A server gives its connection back after each request; here the test's own is used on.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield [{}, _proof(waiting), _proof(member)]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _proof(client: Any) -> dict[str, Any]:
    if client.kind == "app":
        return {"headers": {"X-Session-Token": client.session_token}}
    names = (settings.SESSION_COOKIE_NAME, "csrftoken")
    cookies = {name: client.http.cookies[name].value for name in names}
    return {"headers": {"X-CSRFToken": cookies["csrftoken"]}, "cookies": cookies}


def ask(case: Any, callers: list[dict[str, Any]]) -> None:
    for proof in callers:
        savepoint = transaction.savepoint()
        try:
            case.validate_response(case.call(**proof), checks=[not_a_server_error])
        finally:
            transaction.savepoint_rollback(savepoint)


@SCHEMAS["app"].parametrize()
@LIMITS
def test_nothing_that_an_app_sends_is_a_failure_of_the_bank(case, callers):
    ask(case, callers)


@SCHEMAS["browser"].parametrize()
@LIMITS
def test_nothing_that_a_browser_sends_is_a_failure_of_the_bank(case, callers):
    ask(case, callers)


@pytest.mark.parametrize("kind", ["app", "browser"])
def test_the_document_describes_most_of_what_is_mounted(kind):
    assert len(SCHEMAS[kind].raw_schema["paths"]) > 20
