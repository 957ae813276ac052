"""`make monitoring`: the dashboards, as Grafana reads them, from the table below.

Each answers one question in its first row, without scrolling. Everything is fixed: uid, ids, the
data source. A panel is a title, what it means, its expression, its unit and how it is drawn.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.run.paths import ROOT

FOLDER = ROOT / "monitoring" / "dashboards"
SOURCE = {"type": "prometheus", "uid": "bank-prometheus"}
WIDTH, HEIGHT, COLUMNS = 8, 7, 24
RUNBOOKS = "https://bank.example/docs/runbooks"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One panel. With `bad_above`, it is red above that number."""

    title: str
    means: str
    expr: str
    legend: str = ""
    unit: str = "short"
    kind: str = "timeseries"
    bad_above: float | None = None
    runbook: str = ""


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """One dashboard: what it is for, and the question to ask first."""

    uid: str
    title: str
    question: str
    panels: tuple[Panel, ...]


def _quantile(share: float, name: str, by: str, window: str = "5m") -> str:
    return f"histogram_quantile({share}, sum by ({by}le) (rate({name}_bucket[{window}])))"


_OURS = 'view!~"healthz|readyz"'
DASHBOARDS = (
    Dashboard(
        uid="bank-red",
        title="Services: rate, errors, duration",
        question="Is a service failing or slow? Which view, since when, since which release?",
        panels=(
            Panel(
                title="Processes that answer",
                means="1 is up.",
                expr='up{job="bank"}',
                legend="{{instance}}",
                kind="stat",
                runbook="ServiceDown",
            ),
            Panel(
                title="Failures (5xx)",
                means="Share of answers that are the bank's own failure.",
                expr="sum by (service) "
                f'(rate(bank_http_requests_total{{status=~"5..",{_OURS}}}[5m]))'
                f" / sum by (service) (rate(bank_http_requests_total{{{_OURS}}}[5m]))",
                legend="{{service}}",
                unit="percentunit",
                bad_above=0.001,
                runbook="ApiAvailabilityBudgetBurn",
            ),
            Panel(
                title="Slowest one in twenty (p95)",
                means="Time in which 95% of the answers were given.",
                expr=_quantile(0.95, "bank_http_request_duration_seconds", "service, "),
                legend="{{service}}",
                unit="s",
                bad_above=0.5,
                runbook="ApiLatencyBudgetBurn",
            ),
            Panel(
                title="Requests",
                means="Answers per second.",
                expr=f"sum by (service) (rate(bank_http_requests_total{{{_OURS}}}[5m]))",
                legend="{{service}}",
                unit="reqps",
            ),
            Panel(
                title="Refusals",
                means="401, 403, 409 and 429: right answers, but many of them tell something.",
                expr="sum by (service, status) "
                '(rate(bank_http_requests_total{status=~"401|403|409|429"}[5m]))',
                legend="{{service}} {{status}}",
                unit="reqps",
            ),
            Panel(
                title="Views that fail most",
                means="Failures in an hour, by view.",
                expr="topk(10, sum by (service, view, status) "
                '(increase(bank_http_requests_total{status=~"5.."}[1h])) > 0)',
                legend="{{service}} {{view}} {{status}}",
            ),
        ),
    ),
    Dashboard(
        uid="bank-slo",
        title="Promises and their budgets",
        question="How much of the month's budget is left, and how fast does it go?",
        panels=(
            Panel(
                title="Budget left (30 days)",
                means="1 is all of it. Counted by events, so that quiet hours weigh little.",
                expr="1 - (sum_over_time(slo:bad:rate5m[30d]) / sum_over_time("
                "slo:events:rate5m[30d]) / on(slo) slo:budget:ratio)",
                legend="{{slo}}",
                unit="percentunit",
                kind="stat",
            ),
            Panel(
                title="Burn rate (1 h)",
                means="1 spends the budget in exactly 30 days; above 14.4 somebody is woken.",
                expr="slo:error_ratio:1h / on(slo) slo:budget:ratio",
                legend="{{slo}}",
                bad_above=14.4,
            ),
            Panel(
                title="Burn rate (6 h)",
                means="Above 6 somebody is woken.",
                expr="slo:error_ratio:6h / on(slo) slo:budget:ratio",
                legend="{{slo}}",
                bad_above=6,
            ),
            Panel(
                title="Events",
                means="What the promises are measured on, per second.",
                expr="slo:events:rate5m",
                legend="{{slo}}",
                unit="ops",
            ),
            Panel(
                title="Alerts of budgets",
                means="What fires now.",
                expr='ALERTS{alertname=~".*BudgetBurn",alertstate="firing"}',
                legend="{{alertname}} {{window}}",
            ),
        ),
    ),
    Dashboard(
        uid="bank-ledger",
        title="Ledger",
        question="Are the books true? The first row must be zero and fresh.",
        panels=(
            Panel(
                title="Broken invariants",
                means="Rows that break a rule of the books. Anything but zero stops the bank.",
                expr="max by (invariant) (bank_ledger_broken_invariants)",
                legend="{{invariant}}",
                kind="stat",
                bad_above=0,
                runbook="LedgerInvariantBroken",
            ),
            Panel(
                title="Age of the last proof",
                means="Since all invariants were proven clean.",
                expr="time() - max(bank_ledger_check_last_success_timestamp_seconds)",
                unit="s",
                kind="stat",
                bad_above=900,
                runbook="LedgerCheckStale",
            ),
            Panel(
                title="Seals and audit chains that are broken",
                means="Zero, or something was altered behind the bank's back.",
                expr="max(bank_ledger_verify_findings) or max(bank_audit_chain_broken_links)",
                kind="stat",
                bad_above=0,
                runbook="LedgerSealsBroken",
            ),
            Panel(
                title="Movements by outcome",
                means="Posted, replayed, declined and failed, per minute.",
                expr="sum by (outcome) (rate(bank_transfers_total[5m])) * 60",
                legend="{{outcome}}",
                runbook="MovementsBudgetBurn",
            ),
            Panel(
                title="Reasons of refusals (1 h)",
                means="The eight most frequent.",
                expr="topk(8, sum by (reason) "
                '(increase(bank_transfers_total{outcome="declined"}[1h])))',
                legend="{{reason}}",
            ),
            Panel(
                title="Movements that met",
                means="Waited for each other, or were done again.",
                expr="sum by (event) (rate(bank_ledger_contention_total[5m]))",
                legend="{{event}}",
                unit="ops",
                runbook="LedgerContention",
            ),
            Panel(
                title="Oldest request for a second person",
                means="By kind.",
                expr="max by (kind) (bank_approvals_oldest_age_seconds)",
                legend="{{kind}}",
                unit="s",
                runbook="ApprovalsWaiting",
            ),
            Panel(
                title="Time of a proof",
                means="How long check_ledger takes.",
                expr="max(bank_ledger_check_duration_seconds)",
                unit="s",
            ),
        ),
    ),
    Dashboard(
        uid="bank-batch",
        title="Interest and background work",
        question="Was everything done that time asks for?",
        panels=(
            Panel(
                title="Since the last clean run",
                means="Each kind of interest run.",
                expr="time() - max by (kind) (bank_interest_run_last_success_timestamp_seconds)",
                legend="{{kind}}",
                unit="s",
                kind="stat",
                bad_above=93600,
                runbook="InterestRunMissed",
            ),
            Panel(
                title="Control differences",
                means="What an independent sum says, minus what was posted. Zero.",
                expr="max by (kind, control) (abs(bank_interest_control_difference))",
                legend="{{kind}} {{control}}",
                kind="stat",
                bad_above=0,
                runbook="InterestControlMismatch",
            ),
            Panel(
                title="Accounts that accrued",
                means="Of those that should have.",
                expr="min(bank_interest_coverage_ratio)",
                unit="percentunit",
                kind="stat",
            ),
            Panel(
                title="Standing orders",
                means="Days executed, retried and failed.",
                expr="sum by (outcome) (increase(bank_standing_order_days_total[1h]))",
                legend="{{outcome}}",
            ),
            Panel(
                title="Events",
                means="Relayed from the outbox, by name.",
                expr="sum by (name) (rate(bank_outbox_events_total[5m]))",
                legend="{{name}}",
                unit="ops",
                runbook="OutboxParked",
            ),
            Panel(
                title="Webhooks",
                means="Messages by what came of them.",
                expr="sum by (outcome) (rate(bank_webhook_attempts_total[5m]))",
                legend="{{outcome}}",
                unit="ops",
                runbook="WebhooksFailing",
            ),
        ),
    ),
    Dashboard(
        uid="bank-sign-in",
        title="Sign-in and codes",
        question="Can people sign in, and is somebody trying who should not?",
        panels=(
            Panel(
                title="Sign-ins",
                means="By outcome.",
                expr="sum by (outcome) (rate(bank_logins_total[5m]))",
                legend="{{outcome}}",
                unit="ops",
                runbook="SignInFailureSpike",
            ),
            Panel(
                title="Codes (1 h)",
                means="Requested, sent, verified, rejected.",
                expr="sum by (stage) (increase(bank_otp_events_total[1h]))",
                legend="{{stage}}",
                runbook="CodeDeliveryBudgetBurn",
            ),
            Panel(
                title="Time until a provider took a code (p95)",
                means="By channel; thirty seconds are promised.",
                expr=_quantile(0.95, "bank_otp_delivery_seconds", "channel, ", "10m"),
                legend="{{channel}}",
                unit="s",
                bad_above=30,
                runbook="CodeDeliveryBudgetBurn",
            ),
            Panel(
                title="Wrong codes",
                means="Share of the codes that people gave.",
                expr='sum(rate(bank_otp_events_total{stage="rejected"}[10m])) / '
                'sum(rate(bank_otp_events_total{stage=~"rejected|verified"}[10m]))',
                unit="percentunit",
                bad_above=0.5,
                runbook="WrongCodeSpike",
            ),
        ),
    ),
    Dashboard(
        uid="bank-saturation",
        title="Database, Redis and queues",
        question="Which resource is used up?",
        panels=(
            Panel(
                title="Database connections",
                means="Used, of those allowed.",
                expr="mysql_global_status_threads_connected / "
                "mysql_global_variables_max_connections",
                unit="percentunit",
                bad_above=0.85,
                runbook="MySQLConnectionsHigh",
            ),
            Panel(
                title="Row locks waited for",
                means="Per second.",
                expr="rate(mysql_global_status_innodb_row_lock_waits[5m])",
                unit="ops",
                runbook="LedgerContention",
            ),
            Panel(
                title="Slow queries",
                means="Per minute.",
                expr="rate(mysql_global_status_slow_queries[5m]) * 60",
            ),
            Panel(
                title="Redis memory",
                means="Used, of its limit.",
                expr="redis_memory_used_bytes / (redis_memory_max_bytes > 0)",
                unit="percentunit",
                bad_above=0.85,
                runbook="RedisMemoryHigh",
            ),
            Panel(
                title="Messages that wait",
                means="By queue.",
                expr="sum by (queue_name) (celery_queue_length)",
                legend="{{queue_name}}",
                runbook="CeleryQueueBacklog",
            ),
            Panel(
                title="Time in the queue (p95)",
                means="By queue.",
                expr="bank_queue_wait_seconds_p95",
                legend="{{queue_name}}",
                unit="s",
                bad_above=60,
                runbook="CeleryQueueSlow",
            ),
        ),
    ),
    Dashboard(
        uid="bank-desk",
        title="Support desk",
        question="Does anybody wait longer than was promised?",
        panels=(
            Panel(
                title="Over the clock, and due within the hour",
                means="Tickets by queue.",
                expr="sum by (queue, state) (bank_support_sla_tickets)",
                legend="{{queue}} {{state}}",
                kind="stat",
                bad_above=0,
                runbook="TicketClockDueSoon",
            ),
            Panel(
                title="Oldest that nobody has taken",
                means="By queue.",
                expr="max by (queue) (bank_support_oldest_unassigned_seconds)",
                legend="{{queue}}",
                unit="s",
                kind="stat",
            ),
            Panel(
                title="Open tickets",
                means="By queue.",
                expr="sum by (queue) (bank_support_open_tickets)",
                legend="{{queue}}",
            ),
            Panel(
                title="First answer (p90)",
                means="In business time.",
                expr=_quantile(0.9, "bank_support_first_response_seconds", "queue, ", "1d"),
                legend="{{queue}}",
                unit="s",
            ),
        ),
    ),
    Dashboard(
        uid="bank-k8s",
        title="Cluster and delivery",
        question="Does the cluster run what it was asked to run?",
        panels=(
            Panel(
                title="Pods that are missing",
                means="Asked for, minus available.",
                expr='kube_deployment_spec_replicas{namespace="bank"} - '
                'kube_deployment_status_replicas_available{namespace="bank"}',
                legend="{{deployment}}",
                kind="stat",
                bad_above=0,
                runbook="RolloutStuck",
            ),
            Panel(
                title="Restarts (1 d)",
                means="By pod.",
                expr="sum by (pod) "
                '(increase(kube_pod_container_status_restarts_total{namespace="bank"}[1d])) > 0',
                legend="{{pod}}",
                runbook="PodCrashLooping",
            ),
            Panel(
                title="Pods, of the most allowed",
                means="1 is the autoscaler's limit.",
                expr='kube_horizontalpodautoscaler_status_current_replicas{namespace="bank"} / '
                'kube_horizontalpodautoscaler_spec_max_replicas{namespace="bank"}',
                legend="{{horizontalpodautoscaler}}",
                unit="percentunit",
                runbook="AutoscalerAtItsMost",
            ),
            Panel(
                title="Volumes",
                means="Share that is free.",
                expr='kubelet_volume_stats_available_bytes{namespace="bank"} / '
                'kubelet_volume_stats_capacity_bytes{namespace="bank"}',
                legend="{{persistentvolumeclaim}}",
                unit="percentunit",
                runbook="VolumeFillingUp",
            ),
            Panel(
                title="Memory",
                means="Working set by pod.",
                expr="sum by (pod) "
                '(container_memory_working_set_bytes{namespace="bank",container!=""})',
                legend="{{pod}}",
                unit="bytes",
            ),
            Panel(
                title="CPU",
                means="Cores by pod.",
                expr="sum by (pod) "
                '(rate(container_cpu_usage_seconds_total{namespace="bank",container!=""}[5m]))',
                legend="{{pod}}",
            ),
        ),
    ),
)


def as_json(dashboard: Dashboard) -> str:
    """Return a dashboard as its file holds it."""
    panels = [_text(dashboard)]
    panels += [_panel(panel, place) for place, panel in enumerate(dashboard.panels)]
    content = {
        "uid": dashboard.uid,
        "id": None,
        "title": dashboard.title,
        "tags": ["bank"],
        "timezone": "utc",
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "schemaVersion": 39,
        "version": 1,
        "links": [
            {"type": "dashboards", "tags": ["bank"], "asDropdown": True, "title": "Dashboards"}
        ],
        "panels": panels,
    }
    return json.dumps(content, indent=1) + "\n"


def _text(dashboard: Dashboard) -> dict[str, Any]:
    return {
        "id": 1,
        "type": "text",
        "title": "What to ask first",
        "gridPos": {"x": 0, "y": 0, "w": COLUMNS, "h": 2},
        "options": {"mode": "markdown", "content": dashboard.question},
    }


def _panel(panel: Panel, place: int) -> dict[str, Any]:
    row, column = divmod(place, COLUMNS // WIDTH)
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.bad_above is not None:
        # A step is red from its value on: what must be zero is red from one on.
        steps.append({"color": "red", "value": panel.bad_above or 1})
    found: dict[str, Any] = {
        "id": place + 2,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.means,
        "datasource": SOURCE,
        "gridPos": {"x": column * WIDTH, "y": 2 + row * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit,
                "thresholds": {"mode": "absolute", "steps": steps},
            },
            "overrides": [],
        },
        "targets": [
            {
                "refId": "A",
                "datasource": SOURCE,
                "expr": panel.expr,
                "legendFormat": panel.legend or "__auto",
            }
        ],
    }
    if panel.runbook:
        url = f"{RUNBOOKS}/{panel.runbook}.md"
        found["links"] = [{"title": "Runbook", "url": url, "targetBlank": True}]
    return found


def path_of(dashboard: Dashboard) -> Path:
    """Return where a dashboard's file is."""
    return FOLDER / f"{dashboard.uid}.json"
