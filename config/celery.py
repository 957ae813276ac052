"""Background work: one queue per service, one beat. Exactly-once lives in the database."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from kombu.entity import Queue

from config import services
from kernel.observability.metrics_server import serve_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

VISIBILITY_SECONDS = 120

# A killed worker's task comes back after the visibility time-out; kombu sweeps only every 100 s
# unless the two intervals are lowered.
TRANSPORT = {
    "visibility_timeout": VISIBILITY_SECONDS,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "socket_timeout": 30,
    "health_check_interval": 25,
}

app = Celery("bank")
app.conf.update(
    broker_url=os.environ.get("REDIS_URL", "redis://localhost:6379/0"),
    broker_transport_options=TRANSPORT,
    result_backend_transport_options=TRANSPORT,
    visibility_timeout=VISIBILITY_SECONDS,
    broker_connection_retry_on_startup=True,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_soft_shutdown_timeout=30,
    worker_hijack_root_logger=False,
    worker_send_task_events=True,
    task_send_sent_event=True,
    task_queues=[
        Queue(service.queue)  # type: ignore[no-untyped-call]
        for service in services.SERVICES
    ],
    task_default_queue=services.SERVICES[0].queue,
    task_routes={f"{service.label}.*": {"queue": service.queue} for service in services.SERVICES}
    | {"ledger.*": {"queue": "transactions"}},
    timezone="UTC",
    beat_schedule={
        "relay-events": {"task": "transactions.relay_events", "schedule": 5.0},
        "roll-business-day": {"task": "ledger.roll_business_day", "schedule": 60.0},
        "check-ledger": {"task": "ledger.check_ledger", "schedule": 300.0},
        "purge-expired": {"task": "identity.purge_expired", "schedule": 3600.0},
        "purge-requests": {"task": "ledger.purge_requests", "schedule": 3600.0},
    },
)
app.autodiscover_tasks()


@worker_ready.connect
def _serve_metrics(**_: Any) -> None:
    serve_metrics(port=int(os.environ.get("METRICS_PORT", "0")))
