"""The names of all metrics: what the bank's code declares, and what the exporters are known for."""

from __future__ import annotations

import importlib
from pathlib import Path

from prometheus_client.metrics import MetricWrapperBase

ROOT = Path(__file__).resolve().parents[2]
# What the rules and dashboards use of programs that are not ours, by the program's own documents.
EXPORTERS = {
    "prometheus": ("up", "ALERTS", "prometheus_rule_evaluation_failures_total"),
    "alertmanager": (
        "alertmanager_notifications_failed_total",
        "alertmanager_notifications_total",
    ),
    "mysqld_exporter": (
        "mysql_up",
        "mysql_global_status_threads_connected",
        "mysql_global_status_slow_queries",
        "mysql_global_status_queries",
        "mysql_global_status_innodb_row_lock_waits",
        "mysql_global_variables_max_connections",
    ),
    "redis_exporter": (
        "redis_up",
        "redis_memory_used_bytes",
        "redis_memory_max_bytes",
        "redis_evicted_keys_total",
    ),
    "celery-exporter": (
        "celery_active_worker_count",
        "celery_queue_length",
        "celery_task_failed_total",
        "celery_task_succeeded_total",
        "celery_task_queue_wait_time_bucket",
    ),
    "kube-state-metrics": (
        "kube_deployment_spec_replicas",
        "kube_deployment_status_condition",
        "kube_deployment_status_replicas_available",
        "kube_horizontalpodautoscaler_spec_max_replicas",
        "kube_horizontalpodautoscaler_status_current_replicas",
        "kube_job_failed",
        "kube_pod_container_status_restarts_total",
        "kube_pod_container_status_waiting_reason",
        "kube_poddisruptionbudget_status_current_healthy",
        "kube_poddisruptionbudget_status_desired_healthy",
    ),
    "kubelet": (
        "container_cpu_usage_seconds_total",
        "container_memory_working_set_bytes",
        "kubelet_volume_stats_available_bytes",
        "kubelet_volume_stats_capacity_bytes",
    ),
}
SUFFIXES = {
    "counter": ("_total",),
    "gauge": ("",),
    "histogram": ("_bucket", "_count", "_sum"),
}


def exported():
    """The names under which the bank's own metrics appear at /metrics."""
    found = set()
    for path in [*ROOT.glob("kernel/*/metrics.py"), *ROOT.glob("services/*/metrics.py")]:
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for value in vars(module).values():
            if isinstance(value, MetricWrapperBase):
                # The name that a collector gives and the kind decide what is shown.
                family = next(iter(value.describe()))
                found |= {family.name + suffix for suffix in SUFFIXES[family.type]}
    return found


def of_exporters():
    """The names that other programs export."""
    return {name for names in EXPORTERS.values() for name in names}


def recorded(rules):
    """The names that recording rules make."""
    return {rule["record"] for rule in rules if "record" in rule}
