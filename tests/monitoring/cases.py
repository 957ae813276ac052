"""For each alert: series under which it fires, and series under which it stays silent.

A series is written as promtool reads it ("0+6x60": from 0, plus 6 each minute, 60 times); what is
silent differs from what fires by as little as possible.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Case:
    """One alert's two worlds, and the minute at which it is asked."""

    fires: dict[str, str]
    silent: dict[str, str]
    minute: int = 10


def stamp(name, *, age, labels=""):
    """A time stamp `age` seconds before the start; promtool's clock starts at zero."""
    return {f"{name}{labels}": f"{-age}x200"}


def beside(series, *, fires, silent, minute=10):
    return Case(fires={series: fires}, silent={series: silent}, minute=minute)


OK, ERROR = (
    'bank_http_requests_total{view="api/v1/transfers",status="201"}',
    'bank_http_requests_total{view="api/v1/transfers",status="500"}',
)
SLOW = 'bank_http_request_duration_seconds_count{view="v"}'
QUICK = 'bank_http_request_duration_seconds_bucket{view="v",le="0.5"}'
POSTED = 'bank_transfers_total{outcome="posted"}'
FAILED = 'bank_transfers_total{outcome="failed"}'
ASKED = 'bank_otp_events_total{stage="requested"}'
SENT = 'bank_otp_delivery_seconds_bucket{le="30.0"}'
WRONG, RIGHT = (
    'bank_otp_events_total{stage="rejected"}',
    'bank_otp_events_total{stage="verified"}',
)
LOGIN = 'bank_logins_total{outcome="failed"}'
WEBHOOK_OK, WEBHOOK_BAD = (
    'bank_webhook_attempts_total{outcome="delivered"}',
    'bank_webhook_attempts_total{outcome="failed"}',
)
DONE = 'celery_task_succeeded_total{name="ledger.roll_business_day"}'
ACCRUED = "bank_interest_run_last_success_timestamp_seconds"
DAY = 86400
POD = 'namespace="bank",pod="auth-1",container="bank"'
HPA = 'namespace="bank",horizontalpodautoscaler="auth"'
PDB = 'namespace="bank",poddisruptionbudget="auth"'
PVC = 'namespace="bank",persistentvolumeclaim="data"'

CASES = {
    # 5% of ten a second; the same share of one a minute is no outage.
    "ApiAvailabilityBudgetBurn": Case(
        fires={OK: "0+570x100", ERROR: "0+30x100"},
        silent={OK: "0+0.95x100", ERROR: "0+0.05x100"},
        minute=60,
    ),
    "ApiLatencyBudgetBurn": Case(
        fires={SLOW: "0+600x100", QUICK: "0+480x100"},
        silent={SLOW: "0+600x100", QUICK: "0+597x100"},
        minute=60,
    ),
    "MovementsBudgetBurn": Case(
        fires={POSTED: "0+100x100", FAILED: "0+2x100"},
        silent={POSTED: "0+100x100", 'bank_transfers_total{outcome="declined"}': "0+50x100"},
        minute=60,
    ),
    # Codes that are asked for and never sent: a histogram of deliveries alone would not see it.
    "CodeDeliveryBudgetBurn": Case(
        fires={ASKED: "0+10x100"},
        silent={ASKED: "0+10x100", SENT: "0+10x100"},
        minute=60,
    ),
    "LedgerInvariantBroken": beside(
        'bank_ledger_broken_invariants{invariant="trial_balance_is_zero"}',
        fires="0x5 1x20",
        silent="0x30",
    ),
    "LedgerCheckStale": Case(
        fires=stamp("bank_ledger_check_last_success_timestamp_seconds", age=600),
        silent=stamp("bank_ledger_check_last_success_timestamp_seconds", age=0),
        minute=12,
    ),
    "LedgerCheckAbsent": Case(
        fires={},
        silent=stamp("bank_ledger_check_last_success_timestamp_seconds", age=0),
        minute=20,
    ),
    "LedgerSealsBroken": beside("bank_ledger_verify_findings", fires="1x20", silent="0x20"),
    "LedgerVerifyStale": Case(
        fires=stamp("bank_ledger_verify_last_success_timestamp_seconds", age=2 * DAY),
        silent=stamp("bank_ledger_verify_last_success_timestamp_seconds", age=DAY),
        minute=70,
    ),
    "BusinessDayNotSealed": Case(
        fires=stamp("bank_ledger_sealed_day_timestamp_seconds", age=3 * DAY),
        silent=stamp("bank_ledger_sealed_day_timestamp_seconds", age=DAY),
        minute=70,
    ),
    "AuditChainBroken": beside(
        'bank_audit_chain_broken_links{chain="accounts"}', fires="1x20", silent="0x20"
    ),
    "LedgerContention": beside(
        'bank_ledger_contention_total{event="deadlock"}',
        fires="0+10x60",
        silent="0+1x60",
        minute=30,
    ),
    "ApprovalsWaiting": beside(
        'bank_approvals_oldest_age_seconds{kind="accounts.close"}',
        fires="14401x20",
        silent="14399x20",
    ),
    "InterestRunMissed": Case(
        fires=stamp(ACCRUED, age=26 * 3600, labels='{kind="accrual"}'),
        silent=stamp(ACCRUED, age=20 * 3600, labels='{kind="accrual"}'),
    ),
    "InterestRunAbsent": Case(
        fires={},
        silent={f'{ACCRUED}{{kind="accrual"}}': "0x2000"},
        minute=26 * 60 + 5,
    ),
    "InterestControlMismatch": beside(
        'bank_interest_control_difference{kind="accrual",control="difference"}',
        fires="-1x20",
        silent="0x20",
    ),
    "InterestCoverageIncomplete": beside(
        "bank_interest_coverage_ratio", fires="0.99x60", silent="1x60", minute=30
    ),
    "InterestDuplicatesRefused": beside(
        'bank_interest_duplicates_refused_total{kind="accrual"}',
        fires="0x5 1x60",
        silent="1x60",
        minute=15,
    ),
    "BeatStalled": beside(DONE, fires="5x60", silent="0+1x60", minute=20),
    "OutboxParked": beside(
        'bank_outbox_parked_total{name="money.moved",consumer="auth"}',
        fires="0x5 1x60",
        silent="1x60",
        minute=15,
    ),
    "WebhooksFailing": Case(
        fires={WEBHOOK_OK: "0+1x120", WEBHOOK_BAD: "0+2x120"},
        silent={WEBHOOK_OK: "0+2x120", WEBHOOK_BAD: "0+1x120"},
        minute=100,
    ),
    "CeleryNoWorkers": beside(
        'celery_active_worker_count{queue_name="auth"}', fires="0x20", silent="1x20"
    ),
    "CeleryQueueSlow": Case(
        fires={
            'celery_task_queue_wait_time_bucket{queue_name="auth",le="60"}': "0x60",
            'celery_task_queue_wait_time_bucket{queue_name="auth",le="120"}': "0+10x60",
            'celery_task_queue_wait_time_bucket{queue_name="auth",le="+Inf"}': "0+10x60",
        },
        silent={
            'celery_task_queue_wait_time_bucket{queue_name="auth",le="60"}': "0+10x60",
            'celery_task_queue_wait_time_bucket{queue_name="auth",le="120"}': "0+10x60",
            'celery_task_queue_wait_time_bucket{queue_name="auth",le="+Inf"}': "0+10x60",
        },
        minute=40,
    ),
    "CeleryQueueBacklog": beside(
        'celery_queue_length{queue_name="auth"}', fires="101x60", silent="99x60", minute=30
    ),
    "CeleryTaskFailures": beside(
        'celery_task_failed_total{name="accounts.run_imports"}',
        fires="0+1x60",
        silent="0x60",
        minute=30,
    ),
    "WrongCodeSpike": Case(
        fires={WRONG: "0+20x60", RIGHT: "0+5x60"},
        silent={WRONG: "0+5x60", RIGHT: "0+20x60"},
        minute=30,
    ),
    "SignInFailureSpike": Case(
        fires={LOGIN: "0+1x1440 1440+30x60"},
        silent={LOGIN: "0+15x1500"},
        minute=1480,
    ),
    "TicketClockDueSoon": beside(
        'bank_support_sla_tickets{queue="general",state="due_1h"}', fires="1x20", silent="0x20"
    ),
    "MySQLDown": beside("mysql_up", fires="0x20", silent="1x20"),
    "MySQLConnectionsHigh": Case(
        fires={
            "mysql_global_status_threads_connected": "260x20",
            "mysql_global_variables_max_connections": "300x20",
        },
        silent={
            "mysql_global_status_threads_connected": "250x20",
            "mysql_global_variables_max_connections": "300x20",
        },
    ),
    "RedisDown": beside("redis_up", fires="0x20", silent="1x20"),
    # Without a limit there is no share of it.
    "RedisMemoryHigh": Case(
        fires={"redis_memory_used_bytes": "90x20", "redis_memory_max_bytes": "100x20"},
        silent={"redis_memory_used_bytes": "90x20", "redis_memory_max_bytes": "0x20"},
    ),
    "RedisEvicting": beside("redis_evicted_keys_total", fires="0+1x20", silent="5x20"),
    "ServiceDown": beside('up{job="bank",instance="auth:9000"}', fires="1x3 0x20", silent="1x20"),
    "ServicesAbsent": Case(fires={}, silent={'up{job="bank",instance="auth:9000"}': "0x20"}),
    "PodCrashLooping": beside(
        f'kube_pod_container_status_waiting_reason{{reason="CrashLoopBackOff",{POD}}}',
        fires="1x20",
        silent="0x20",
    ),
    "RolloutStuck": beside(
        'kube_deployment_status_condition{condition="Progressing",status="false",'
        'namespace="bank",deployment="auth"}',
        fires="1x20",
        silent="0x20",
    ),
    "AutoscalerAtItsMost": Case(
        fires={
            f"kube_horizontalpodautoscaler_status_current_replicas{{{HPA}}}": "12x60",
            f"kube_horizontalpodautoscaler_spec_max_replicas{{{HPA}}}": "12x60",
        },
        silent={
            f"kube_horizontalpodautoscaler_status_current_replicas{{{HPA}}}": "11x60",
            f"kube_horizontalpodautoscaler_spec_max_replicas{{{HPA}}}": "12x60",
        },
        minute=20,
    ),
    "TooFewPods": Case(
        fires={
            f"kube_poddisruptionbudget_status_current_healthy{{{PDB}}}": "1x60",
            f"kube_poddisruptionbudget_status_desired_healthy{{{PDB}}}": "2x60",
        },
        silent={
            f"kube_poddisruptionbudget_status_current_healthy{{{PDB}}}": "2x60",
            f"kube_poddisruptionbudget_status_desired_healthy{{{PDB}}}": "2x60",
        },
        minute=20,
    ),
    "PrepareJobFailed": beside(
        'kube_job_failed{namespace="bank",job_name="migrate",condition="true"}',
        fires="1x20",
        silent="0x20",
    ),
    "VolumeFillingUp": Case(
        fires={
            f"kubelet_volume_stats_available_bytes{{{PVC}}}": "14x100",
            f"kubelet_volume_stats_capacity_bytes{{{PVC}}}": "100x100",
        },
        silent={
            f"kubelet_volume_stats_available_bytes{{{PVC}}}": "16x100",
            f"kubelet_volume_stats_capacity_bytes{{{PVC}}}": "100x100",
        },
        minute=70,
    ),
    "RuleEvaluationFailing": beside(
        "prometheus_rule_evaluation_failures_total", fires="0+1x60", silent="3x60", minute=30
    ),
    "NotificationsFailing": Case(
        fires={
            'alertmanager_notifications_failed_total{integration="webhook"}': "0+1x60",
            'alertmanager_notifications_total{integration="webhook"}': "0+10x60",
        },
        silent={
            'alertmanager_notifications_failed_total{integration="webhook"}': "0x60",
            'alertmanager_notifications_total{integration="webhook"}': "0+10x60",
        },
        minute=30,
    ),
}
# It has no world in which it is silent: that is its whole purpose.
ALWAYS = "Watchdog"
