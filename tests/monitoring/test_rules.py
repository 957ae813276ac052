"""Every alert fires when it must and is silent when it must, has a runbook, and is routed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection

from config.run import dashboards
from config.run.monitoring import RULES, text
from config.services import BY_NAME
from tests.monitoring.cases import ALWAYS, CASES
from tests.monitoring.names import exported, of_exporters, recorded

# Files are the same on every database and in every service: once is enough.
pytestmark = pytest.mark.skipif(
    settings.SERVICE != "all" or connection.vendor != "sqlite",
    reason="speaks of files; runs as SERVICE=all on SQLite",
)
ROOT = Path(__file__).resolve().parents[2]
MONITORING = ROOT / "monitoring"
RUNBOOKS = ROOT / "docs" / "runbooks"
# Beyond so many minutes, a rule is evaluated each five.
LONG = 150
FILES = sorted((MONITORING / "rules").glob("*.yml"))
NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool is not installed: apt-get install prometheus"
)


def _rules():
    for path in FILES:
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            yield from group["rules"]


ALERTS = sorted({rule["alert"] for rule in _rules() if "alert" in rule})


def metrics_of(expr):
    """The names of the metrics in an expression."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]', "", expr)
    bare = re.sub(r"\{[^}]*\}", " ", bare)
    bare = re.sub(r"\b(by|on|ignoring|group_left|without)\s*\([^)]*\)", " ", bare)
    words = {"and", "or", "unless", "by", "on", "offset", "bool", "without", "inf", "nan"}
    return {
        found.group()
        for found in NAME.finditer(bare)
        if found.group() not in words
        and not bare[found.end() :].lstrip().startswith("(")
        and not bare[: found.start()].endswith(tuple("0123456789."))
    }


@needs_promtool
class TestPromtool:
    def test_every_rule_is_well_formed(self):
        done = _promtool("check", "rules", *map(str, FILES))
        assert done.returncode == 0, done.stdout + done.stderr

    @pytest.mark.parametrize("alert", sorted(CASES))
    def test_the_alert_fires_and_is_silent(self, alert, tmp_path):
        case = CASES[alert]
        tests = [
            _test(alert, case.fires, case.minute, fires=True),
            _test(alert, case.silent, case.minute, fires=False),
        ]
        _prove(tmp_path, tests, alert=alert)

    def test_the_watchdog_always_fires(self, tmp_path):
        _prove(tmp_path, [_test(ALWAYS, {}, 10, fires=True)], alert=ALWAYS)

    def test_a_slow_burn_opens_a_ticket_and_wakes_nobody(self, tmp_path):
        series = {
            'bank_http_requests_total{view="v",status="200"}': "0+997x250",
            'bank_http_requests_total{view="v",status="500"}': "0+4x250",
        }
        alert = "ApiAvailabilityBudgetBurn"
        tests = [
            _test(alert, series, 200, fires=True, severity="ticket"),
            _test(alert, series, 200, fires=False, severity="page"),
        ]
        _prove(tmp_path, tests, alert=alert)


class TestEachAlert:
    def test_has_a_case(self):
        assert set(ALERTS) == {*CASES, ALWAYS}

    @pytest.mark.parametrize("alert", ALERTS)
    def test_has_a_runbook_that_it_leads_to(self, alert):
        page = (RUNBOOKS / f"{alert}.md").read_text(encoding="utf-8")
        headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
        assert headings == ["Means", "See", "Do", "Then"]
        for rule in _rules():
            if rule.get("alert") == alert:
                assert rule["annotations"]["runbook_url"].endswith(f"/runbooks/{alert}.md")
                assert rule["annotations"]["summary"]
                assert rule["labels"]["severity"] in {"page", "ticket", "desk", "none"}

    def test_every_runbook_belongs_to_an_alert(self):
        assert {path.stem for path in RUNBOOKS.glob("*.md")} == set(ALERTS)


class TestEachExpression:
    def test_asks_for_metrics_that_somebody_exports(self):
        known = exported() | of_exporters() | recorded(_rules())
        unknown = {name for rule in _rules() for name in metrics_of(rule["expr"]) - known}
        assert unknown == set()

    def test_a_metric_that_nobody_exports_is_found(self):
        assert metrics_of('sum by (a) (rate(bank_nothing_total{b="c"}[5m])) > 5 * 3600') == {
            "bank_nothing_total"
        }


class TestTheDashboards:
    def test_are_what_the_table_makes(self):
        made = {dashboards.path_of(one): dashboards.as_json(one) for one in dashboards.DASHBOARDS}
        assert set(made) == set(dashboards.FOLDER.glob("*.json"))
        for path, content in made.items():
            assert path.read_text(encoding="utf-8") == content, "run `make monitoring`"

    def test_are_there_for_every_alert_that_leads_to_one(self):
        wanted = {rule["annotations"].get("dashboard") for rule in _rules() if "alert" in rule}
        assert wanted - {None} == {one.uid for one in dashboards.DASHBOARDS}

    @pytest.mark.parametrize("board", dashboards.DASHBOARDS, ids=lambda one: one.uid)
    def test_ask_for_metrics_that_somebody_exports_and_lead_to_runbooks(self, board):
        known = exported() | of_exporters() | recorded(_rules())
        for panel in board.panels:
            assert metrics_of(panel.expr) <= known, panel.title
            assert panel.means, panel.title
            assert not panel.runbook or (RUNBOOKS / f"{panel.runbook}.md").exists(), panel.title

    @needs_promtool
    def test_have_expressions_that_prometheus_reads(self, tmp_path):
        rules = [
            {"record": f"panel:{place}", "expr": panel.expr}
            for board in dashboards.DASHBOARDS
            for place, panel in enumerate(board.panels)
        ]
        path = tmp_path / "panels.yml"
        groups = [{"name": f"g{place}", "rules": [rule]} for place, rule in enumerate(rules)]
        path.write_text(yaml.safe_dump({"groups": groups}), encoding="utf-8")
        done = _promtool("check", "rules", str(path))
        assert done.returncode == 0, done.stdout + done.stderr


class TestTheFiles:
    def test_the_burn_rates_are_what_the_promises_make(self):
        assert RULES.read_text(encoding="utf-8") == text(), "run `make monitoring`"

    def test_prometheus_watches_every_service_and_the_worker(self):
        config = yaml.safe_load((MONITORING / "prometheus.yml").read_text(encoding="utf-8"))
        jobs = {job["job_name"]: job["static_configs"] for job in config["scrape_configs"]}
        assert jobs["bank"] == [{"targets": [f"{name}:9000" for name in (*BY_NAME, "worker")]}]

    @pytest.mark.skipif(
        shutil.which("amtool") is None,
        reason="amtool is not installed: apt-get install prometheus-alertmanager",
    )
    def test_alertmanager_reads_its_settings_and_routes_by_severity(self):
        written = str(MONITORING / "alertmanager.yml")
        for labels, receiver in (
            (["alertname=LedgerInvariantBroken", "severity=page"], "pager"),
            (["alertname=LedgerContention", "severity=ticket"], "tickets"),
            (["alertname=ApprovalsWaiting", "severity=desk"], "desk"),
            (["alertname=Watchdog", "severity=none"], "dead-man-switch"),
        ):
            command = ["amtool", "config", "routes", "test", f"--config.file={written}"]
            done = subprocess.run([*command, *labels], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout.strip()) == (0, receiver)


def _test(alert, series, minute, *, fires, severity=""):
    chosen = f',severity="{severity}"' if severity else ""
    expr = f'count(ALERTS{{alertname="{alert}",alertstate="firing"{chosen}}}) > 0 or vector(0)'
    found = {"expr": f"({expr}) > bool 0", "eval_time": f"{minute}m"}
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [found | {"exp_samples": [{"value": 1 if fires else 0}]}],
    }


def _prove(tmp_path, tests, *, alert):
    """Let promtool run tests over the file that has the alert; days are looked at by steps."""
    path = tmp_path / "test.yml"
    files = [str(file) for file in FILES if f"alert: {alert}\n" in file.read_text(encoding="utf-8")]
    is_long = any(
        int(one["eval_time"].removesuffix("m")) > LONG
        for test in tests
        for one in test["promql_expr_test"]
    )
    content = {
        "rule_files": files,
        "evaluation_interval": "5m" if is_long else "1m",
        "tests": tests,
    }
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    done = _promtool("test", "rules", str(path))
    assert done.returncode == 0, done.stdout + done.stderr


def _promtool(*arguments):
    return subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
