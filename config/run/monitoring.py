"""`make monitoring`: monitoring/slos.yml becomes rules, config/run/dashboards.py becomes JSON.

Four rows per promise, as the SRE workbook and kubernetes-mixin have them. A short window beside
each long one lets an alert end soon after the trouble does.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import yaml

from config.run import dashboards
from config.run.console import say
from config.run.paths import ROOT

SPEC = ROOT / "monitoring" / "slos.yml"
RULES = ROOT / "monitoring" / "rules" / "slos.yml"
RUNBOOKS = "https://bank.example/docs/runbooks"
WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One alert of a promise: how fast the budget burns, over which windows, and who hears it."""

    severity: str
    long: str
    short: str
    factor: float
    lasting: str

    @property
    def wakes(self) -> bool:
        """Tell whether somebody is woken by it."""
        return self.severity == "page"


ROWS = (
    Row(severity="page", long="1h", short="5m", factor=14.4, lasting="2m"),
    Row(severity="page", long="6h", short="30m", factor=6, lasting="15m"),
    Row(severity="ticket", long="1d", short="2h", factor=3, lasting="1h"),
    Row(severity="ticket", long="3d", short="6h", factor=1, lasting="3h"),
)


def rules(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the rules of all promises."""
    return {
        "groups": [
            group
            for slo in spec["slos"]
            for group in (
                {"name": f"slo-{slo['name']}", "rules": [*_recordings(slo), *_alerts(slo)]},
            )
        ]
    }


def _recordings(slo: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {"slo": slo["name"]}
    found = [
        {
            "record": f"slo:error_ratio:{window}",
            # Who never failed has no series of failures; without traffic there is no ratio.
            "expr": f"(({_over(slo['bad'], window)}) or vector(0)) "
            f"/ (({_over(slo['events'], window)}) > 0)",
            "labels": labels,
        }
        for window in WINDOWS
    ]
    return [
        *found,
        {
            "record": "slo:events:increase1h",
            "expr": f"({_over(slo['events'], '1h')}) * 3600",
            "labels": labels,
        },
        # Budgets are counted by events: a quiet hour does not weigh as much as a busy one.
        {"record": "slo:events:rate5m", "expr": _over(slo["events"], "5m"), "labels": labels},
        {
            "record": "slo:bad:rate5m",
            "expr": f"({_over(slo['bad'], '5m')}) or vector(0)",
            "labels": labels,
        },
        {
            "record": "slo:budget:ratio",
            "expr": f"vector({_budget(slo)})",
            "labels": labels,
        },
    ]


def _alerts(slo: dict[str, Any]) -> list[dict[str, Any]]:
    return [_alert(slo, row) for row in ROWS]


def _alert(slo: dict[str, Any], row: Row) -> dict[str, Any]:
    name = slo["name"]
    threshold = f"{row.factor:g} * {_budget(slo)}"
    expr = (
        f'slo:error_ratio:{row.long}{{slo="{name}"}} > ({threshold}) '
        f'and on(slo) slo:error_ratio:{row.short}{{slo="{name}"}} > ({threshold})'
    )
    if row.wakes:
        expr += f' and on(slo) slo:events:increase1h{{slo="{name}"}} > {slo["floor"]}'
    return {
        "alert": slo["alert"],
        "expr": expr,
        "for": row.lasting,
        "labels": {"severity": row.severity, "window": row.long},
        "annotations": {
            "summary": f"{name}: the budget burns {row.factor:g} times too fast ({row.long})",
            "description": f"The promise is {slo['means']}: {slo['objective']:.4%} in 30 days.",
            "dashboard": "bank-slo",
            "runbook_url": f"{RUNBOOKS}/{slo['alert']}.md",
        },
    }


def _over(expr: str, window: str) -> str:
    return expr.replace("$window", window)


def _budget(slo: dict[str, Any]) -> str:
    return f"{1 - slo['objective']:.6g}"


def text() -> str:
    """Return the rules as they stand in the file."""
    spec = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    head = "# Made from monitoring/slos.yml by `make monitoring`; change that file, not this one.\n"
    return head + yaml.safe_dump(rules(spec), sort_keys=False, width=1000)


def main() -> int:
    """Write the rules and the dashboards."""
    written = {RULES: text()}
    for dashboard in dashboards.DASHBOARDS:
        written[dashboards.path_of(dashboard)] = dashboards.as_json(dashboard)
    for path, content in written.items():
        path.write_text(content, encoding="utf-8")
        say(str(path.relative_to(ROOT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
