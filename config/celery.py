"""Background work: one queue per service, one beat. Exactly-once lives in the database."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready
from kombu.entity import Queue

from config import services
from kernel.observability.metrics_server import serve_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

VISIBILITY_SECONDS = 120

# The kernel's own tasks touch what is everybody's; one queue carries them.
KERNEL_PARTS = ("ledger", "audit", "approvals", "step_up")

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
    | {f"{part}.*": {"queue": "transactions"} for part in KERNEL_PARTS},
    timezone="UTC",
    beat_schedule={
        "run-imports": {"task": "accounts.run_imports", "schedule": 5.0},
        "make-archives": {"task": "accounts.make_archives", "schedule": 5.0},
        "relay-events": {"task": "transactions.relay_events", "schedule": 5.0},
        "send-webhooks": {"task": "transactions.send_webhooks", "schedule": 5.0},
        "purge-webhooks": {"task": "transactions.purge_webhooks", "schedule": 3600.0},
        "purge-refusals": {"task": "ledger.purge_refusals", "schedule": 3600.0},
        "execute-orders": {"task": "transactions.execute_orders", "schedule": 300.0},
        "charge-monthly-fees": {"task": "transactions.charge_monthly_fees", "schedule": 21600.0},
        "issue-statements": {"task": "transactions.issue_statements", "schedule": 900.0},
        "run-report-schedules": {"task": "transactions.run_report_schedules", "schedule": 300.0},
        "purge-events": {"task": "transactions.purge_events", "schedule": 3600.0},
        "make-statement-files": {"task": "transactions.make_statement_files", "schedule": 5.0},
        "send-announcement-notices": {
            "task": "support.send_announcement_notices",
            "schedule": 30.0,
        },
        "measure-desk": {"task": "support.measure_desk", "schedule": 60.0},
        "mail-planning-week": {
            "task": "planning.mail_week",
            "schedule": crontab(day_of_week="1", hour="5-8", minute="*/10"),
        },
        "advance-interest": {"task": "interest.advance_runs", "schedule": 60.0},
        "roll-business-day": {"task": "ledger.roll_business_day", "schedule": 60.0},
        "expire-holds": {"task": "ledger.expire_holds", "schedule": 30.0},
        "verify-ledger": {"task": "ledger.verify_ledger", "schedule": 86400.0},
        "check-ledger": {"task": "ledger.check_ledger", "schedule": 300.0},
        "purge-expired": {"task": "identity.purge_expired", "schedule": 3600.0},
        "purge-requests": {"task": "ledger.purge_requests", "schedule": 3600.0},
        "expire-approvals": {"task": "approvals.expire_requests", "schedule": 60.0},
        "mark-dormant-accounts": {
            "task": "accounts.mark_dormant_accounts",
            "schedule": crontab(hour="2", minute="20"),
        },
        "purge-step-up": {"task": "step_up.purge_uses", "schedule": 3600.0},
        "verify-audit": {"task": "audit.verify_audit", "schedule": crontab(hour="3", minute="40")},
    },
)
app.autodiscover_tasks()


@worker_ready.connect
def _serve_metrics(**_: Any) -> None:
    serve_metrics(port=int(os.environ.get("METRICS_PORT", "0")))
