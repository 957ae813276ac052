"""Where the time of one HTTP transfer goes, layer by layer, from the WSGI call to the answer.

gunicorn's own part (reading the socket, parsing, writing) is not seen here: it is the CPU time of
the web processes per transfer, as `make bench` measures it, less the total of this table.
"""

from __future__ import annotations

import io
import random
import uuid
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from tests.bench.reads import count_round_trips, count_statements
from tests.bench.spans import Spans
from tests.bench.world import Holding

WARM_UP = 200


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one layer costs in one transfer."""

    layer: str
    calls: float
    cpu_us: float
    wall_us: float


def profile_transfers(
    held: list[Holding], tokens: dict[uuid.UUID, str], *, transfers: int
) -> tuple[list[Cost], int]:
    """Return the layers of a transfer here, the dearest first, and how many were made."""
    from config.wsgi import application

    spans = Spans()
    _watch(spans)
    try:
        for number in range(WARM_UP + transfers):
            if number == WARM_UP:
                spans.forget()
            payer, payee = random.sample(held, 2)
            _call(application, spans, _environ(payer, payee, tokens[payer.person_id]))
    finally:
        spans.restore()
    costs = [
        Cost(
            layer=label,
            calls=spans.calls[label] / transfers,
            cpu_us=spans.cpu[label] / transfers * 1e6,
            wall_us=spans.wall[label] / transfers * 1e6,
        )
        for label in spans.cpu
    ]
    return sorted(costs, key=lambda cost: cost.wall_us, reverse=True), WARM_UP + transfers


def count_transfer(held: list[Holding], tokens: dict[uuid.UUID, str]) -> tuple[int, int, int]:
    """Return a transfer's statements, its round trips to the server, and how many were made."""
    from config.wsgi import application

    def once() -> None:
        payer, payee = random.sample(held, 2)
        _call(application, Spans(), _environ(payer, payee, tokens[payer.person_id]))

    once()
    return count_statements(once), count_round_trips(once), 3


def _environ(payer: Holding, payee: Holding, token: str) -> dict[str, Any]:
    body = (
        f'{{"from_account":"{payer.account_id}","to_account":"{payee.account_id}","amount":"1.00"}}'
    ).encode()
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/api/v1/transfers",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "HTTP_IDEMPOTENCY_KEY": uuid.uuid4().hex,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _call(application: Any, spans: Spans, environ: dict[str, Any]) -> None:
    said: list[str] = []
    with spans.span("Django: handler, request and response objects"):
        response = application(environ, lambda status, _headers: said.append(status))
        b"".join(response)
        response.close()
    assert said[0].startswith("201"), said


def _watch(spans: Spans) -> None:
    """Name the layers. What is not named is charged to the layer around it."""
    from kernel.observability import middleware

    # Lazy loggers make a new logger for each line; the bound one is what they make.
    middleware.log = middleware.log.bind()
    spans.watch(type(middleware.log), "info", "log line")
    for path, label in LAYERS.items():
        owner, _, name = path.rpartition(".")
        spans.watch(_found(owner), name, label)


def _found(path: str) -> Any:
    # A module by its full name first: a package may offer a function under its module's name.
    try:
        return import_module(path)
    except ModuleNotFoundError:
        owner, _, name = path.rpartition(".")
        return getattr(import_module(owner), name)


LAYERS: Final = {
    "django.dispatch.Signal.send": "Django: signals (open and close connections)",
    "django.urls.resolvers.URLResolver.resolve": "Django: URL resolving",
    "django.db.backends.mysql.base.DatabaseWrapper.is_usable": "connection: health check (ping)",
    "django.db.transaction.Atomic.__enter__": "transaction: begin (SET autocommit)",
    "django.db.transaction.Atomic.__exit__": "transaction: COMMIT, SET autocommit",
    "django.middleware.security.SecurityMiddleware.__call__": "middleware: Django's security",
    "whitenoise.middleware.WhiteNoiseMiddleware.__call__": "middleware: whitenoise",
    "kernel.observability.middleware.RequestMiddleware.__call__": "middleware: id, timing",
    "kernel.http.headers.SecurityHeadersMiddleware.__call__": "middleware: security headers",
    "prometheus_client.metrics.MetricWrapperBase.labels": "metrics: labels",
    "prometheus_client.Counter.inc": "metrics: counters",
    "prometheus_client.Histogram.observe": "metrics: histogram",
    "rest_framework.views.APIView.dispatch": "DRF: dispatch",
    "rest_framework.views.APIView.initialize_request": "DRF: initialize_request",
    "rest_framework.views.APIView.initial": "DRF: initial (negotiation, permissions)",
    "rest_framework.views.APIView.finalize_response": "DRF: finalize_response",
    "rest_framework.request.Request._load_data_and_files": "DRF: request.data",
    "kernel.http.parsers.StrictJSONParser.parse": "strict JSON parser",
    "kernel.http.principal.TokenAuthentication.authenticate": "JWT: principal",
    "jwt.get_unverified_header": "JWT: header read apart",
    "jwt.decode": "JWT: PyJWT decode around the signature",
    "jwt.PyJWS._verify_signature": "JWT: RSA signature",
    "kernel.http.keys._load": "JWT: key look-up",
    "services.transactions.api.serializers.TransferInput.__init__": "serializer: construction",
    "services.transactions.api.serializers.TransferInput.is_valid": "serializer: validation",
    "kernel.ledger.records.MoneyRequest.make": "request hash (JSON, SHA-256)",
    "kernel.http.once.OnceView.answer_once": "view: answer_once",
    "services.transactions.commands.transfer_money": "command: transfer_money, post_transfer",
    "services.transactions.commands.transfer_money.transfer_receipt": "receipt",
    "kernel.ledger.records.Answer.of": "answer as JSON",
    "kernel.ledger.statements.share_open_day": "SQL 1: share the day",
    "kernel.ledger.statements.lock_accounts": "SQL 2: lock the accounts",
    "kernel.ledger.statements.find_request": "SQL 3: look the key up",
    "kernel.ledger.statements.insert_transfer": "SQL 4: transfer",
    "kernel.ledger.statements.update_accounts": "SQL 5: accounts",
    "kernel.ledger.statements.insert_entries": "SQL 6: entries",
    "kernel.ledger.statements.insert_event": "SQL 7: event",
    "kernel.ledger.statements.insert_request": "SQL 8: request",
}
