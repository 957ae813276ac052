"""What was measured, as a short table for people and as JSON for machines."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.run.paths import VAR
from tests.bench.bank import THREADS, WORKERS
from tests.bench.rounds import Lengths, Series

if TYPE_CHECKING:
    from tests.bench.profile import Cost
    from tests.bench.reads import Read

DIRECTORY = VAR / "bench"
FLOOR, GOAL, HISTORY_FLOOR = 0.22, 0.40, 0.95
SHOWN_COSTS = 15


@dataclass(kw_only=True)
class Results:
    """Everything that one run found out."""

    lengths: Lengths
    at: datetime
    buffer_pool: str
    ceiling: Series = field(default_factory=lambda: Series(name="hand-written SQL"))
    http: Series = field(default_factory=lambda: Series(name="whole HTTP stack"))
    shallow: Series = field(default_factory=lambda: Series(name="without history"))
    deep: Series = field(default_factory=lambda: Series(name="with history"))
    sweep: dict[str, Series] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    statements: int = 0
    round_trips: int = 0
    audit: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ratio(self) -> float:
        """Return the share of the ceiling that the whole stack reaches."""
        return self.http.share_of(self.ceiling)

    @property
    def processor_ratio(self) -> float:
        """Return the same share by processor time: the clock's, were nobody else on the machine."""
        return self.ceiling.cost_us() / self.http.cost_us()

    @property
    def history_ratio(self) -> float:
        """Return what is left of the speed when the accounts have a past."""
        return self.deep.share_of(self.shallow)


def table(results: Results) -> str:
    """Return the table."""
    lengths = results.lengths
    lines = [
        "",
        f"{'transfers':<42}{'per second':>11}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}",
        _row(f"{results.ceiling.name}, 8 connections", results.ceiling),
        _row(f"{results.http.name}, {lengths.accounts:,} accounts", results.http),
        _row(f"{lengths.deep_accounts} accounts without history", results.shallow),
        _row(f"{lengths.deep_accounts} accounts, {lengths.movements:,} movements", results.deep),
        *(_row(f"{WORKERS_THREADS} {name}", one) for name, one in results.sweep.items()),
        "",
        f"share of the ceiling      {results.ratio:.2f}   (at least {FLOOR:.2f}, goal {GOAL:.2f})",
        f"  by processor time       {results.processor_ratio:.2f}",
        f"with history / without    {results.history_ratio:.2f}   (at least {HISTORY_FLOOR:.2f})",
        (
            f"statements of a transfer  {results.statements}      "
            f"({results.round_trips} round trips with transaction control)"
        ),
        f"processor, µs a transfer  SQL: {_cpu(results.ceiling)}",
        f"                          HTTP: {_cpu(results.http)}",
        "",
        f"{'reads':<32}{'movements':>10}{'ms':>9}{'rows read':>11}{'queries':>9}",
        *(
            f"{one.question:<32}{one.movements:>10,}{one.milliseconds:>9.2f}"
            f"{one.rows_read:>11}{one.queries:>9}"
            for one in results.reads
        ),
        "",
        f"{'a transfer inside the process, µs':<52}{'processor':>10}{'clock':>8}",
        *(
            f"{cost.layer:<52}{cost.cpu_us:>10.0f}{cost.wall_us:>8.0f}"
            for cost in results.costs[:SHOWN_COSTS]
        ),
        (
            f"{'sum':<52}{sum(cost.cpu_us for cost in results.costs):>10.0f}"
            f"{sum(cost.wall_us for cost in results.costs):>8.0f}"
        ),
        "",
        f"books: {', '.join(f'{count:,} {name}' for name, count in results.audit.items())}",
        (
            f"{results.seconds:.0f} s; gunicorn {WORKERS} workers x {THREADS} threads; buffer pool "
            f"{results.buffer_pool}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        ),
    ]
    return "\n".join(lines)


WORKERS_THREADS = "  workers x threads"


def _row(name: str, series: Series) -> str:
    figures = [series.median(figure) for figure in ("per_second", "p50_ms", "p95_ms", "p99_ms")]
    return f"{name:<42}{figures[0]:>11,.0f}" + "".join(f"{value:>9.1f}" for value in figures[1:])


def _cpu(series: Series) -> str:
    return ", ".join(f"{name} {series.cpu_us(name):.0f}" for name in series.rounds[0].cpu_us)


def keep(results: Results) -> Path:
    """Write the JSON, once under its time and once as the latest; return the first."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    content = json.dumps(_content(results), indent=2, default=str) + "\n"
    path = DIRECTORY / f"{results.at:%Y%m%dT%H%M%SZ}.json"
    for target in (path, DIRECTORY / "latest.json"):
        draft = target.with_suffix(".draft")
        draft.write_text(content, encoding="utf-8")
        draft.replace(target)
    return path


def _content(results: Results) -> dict[str, Any]:
    series = {name: getattr(results, name).as_json() for name in _SERIES}
    return {
        "at": results.at.isoformat(),
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load": os.getloadavg()[0],
            "buffer_pool": results.buffer_pool,
            "workers": WORKERS,
            "threads": THREADS,
        },
        "lengths": asdict(results.lengths),
        "share_of_ceiling": round(results.ratio, 3),
        "share_by_processor": round(results.processor_ratio, 3),
        "history_share": round(results.history_ratio, 3),
        "statements": results.statements,
        "round_trips": results.round_trips,
        **series,
        "sweep": {name: one.as_json() for name, one in results.sweep.items()},
        "reads": [asdict(one) for one in results.reads],
        "costs": [asdict(one) for one in results.costs],
        "audit": results.audit,
        "seconds": round(results.seconds, 1),
    }


_SERIES = ("ceiling", "http", "shallow", "deep")
