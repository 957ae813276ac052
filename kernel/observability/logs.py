"""JSON logs, one line an event: names and ids, never a secret, never personal data."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from kernel.observability.context import request_id


def _add_request_id(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    if found := request_id():
        event["request_id"] = found
    return event


def configure(options: dict[str, Any]) -> None:
    """Send structlog's and the standard library's records to standard error as JSON."""

    def add_service(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
        event["service"] = options["service"]
        return event

    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _add_request_id,
        add_service,
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(options["level"])),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])
    # Their debug and info lines hold addresses, bodies and codes.
    for name in ("allauth", "urllib3", "faker", "django.request", "django.server"):
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
