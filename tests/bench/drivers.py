"""Running clients for a while, in processes of their own, and what they counted."""

from __future__ import annotations

import multiprocessing
import queue
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.run.console import Problem
from tests.bench.cpu import group_seconds

# spawn: a client shares neither Django nor a connection with the harness.
_SPAWN = multiprocessing.get_context("spawn")
_START_SECONDS = 60.0


@dataclass
class Window:
    """A client's view of the measurement: when it starts, when it ends, what was acknowledged.

    The first `warm` seconds are driven but not measured; `done` counts everything, because the
    books must hold exactly as many transfers as were acknowledged.
    """

    gate: Any
    results: Any
    warm: float
    seconds: float
    done: int = 0
    retried: int = 0
    failed: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    _from: float = 0.0
    _cpu: float = 0.0

    def wait(self) -> None:
        """Wait for the other clients, then start the clock."""
        self.gate.wait(_START_SECONDS)
        used = resource.getrusage(resource.RUSAGE_SELF)
        self._cpu = used.ru_utime + used.ru_stime
        self._from = time.perf_counter() + self.warm

    def is_open(self) -> bool:
        """Tell whether another transfer may start."""
        return time.perf_counter() < self._from + self.seconds

    def count(self, started: float) -> None:
        """Count an acknowledged transfer."""
        ended = time.perf_counter()
        self.done += 1
        if self._from <= ended <= self._from + self.seconds:
            self.latencies.append(ended - started)

    def report(self) -> None:
        """Hand the figures to the harness."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = used.ru_utime + used.ru_stime - self._cpu
        self.results.put((self.done, self.retried, self.latencies, cpu, self.failed))


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What all clients of one round acknowledged together."""

    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    acknowledged: int
    retried: int
    failed: list[str]
    # Processor microseconds for one transfer, by who spent them.
    cpu_us: dict[str, float]


def run_clients(
    drive: Callable[..., None],
    arguments: Sequence[Any],
    *,
    clients: int,
    seconds: float,
    warm: float = 1.0,
    servers: Mapping[str, int],
) -> Measured:
    """Run `drive(*arguments, window)` in `clients` processes at once.

    `servers` names the process groups whose processor time is part of the price.
    """
    gate, results = _SPAWN.Barrier(clients), _SPAWN.Queue()
    window = Window(gate=gate, results=results, warm=warm, seconds=seconds)
    processes = [
        _SPAWN.Process(target=drive, args=(*arguments, window), daemon=True) for _ in range(clients)
    ]
    before = {name: group_seconds(leader) for name, leader in servers.items()}
    try:
        for process in processes:
            process.start()
        found = _collect(processes, results, limit=_START_SECONDS + warm + seconds)
        for process in processes:
            process.join(timeout=10)
    finally:
        for process in processes:
            process.kill()
    acknowledged = sum(done for done, *_ in found)
    spent = {name: group_seconds(leader) - before[name] for name, leader in servers.items()}
    spent["client"] = sum(cpu for *_, cpu, _ in found)
    latencies = sorted(value for _, _, values, *_ in found for value in values)
    return Measured(
        per_second=len(latencies) / seconds,
        p50_ms=_percentile(latencies, 50),
        p95_ms=_percentile(latencies, 95),
        p99_ms=_percentile(latencies, 99),
        retried=sum(retried for _, retried, *_ in found),
        acknowledged=acknowledged,
        cpu_us={name: value / max(acknowledged, 1) * 1e6 for name, value in spent.items()},
        failed=[line for *_, failed in found for line in failed],
    )


def _collect(processes: Sequence[Any], results: Any, *, limit: float) -> list[Any]:
    deadline = time.monotonic() + limit
    found: list[Any] = []
    while len(found) < len(processes):
        try:
            found.append(results.get(timeout=0.5))
        except queue.Empty:
            if any(process.exitcode for process in processes) or time.monotonic() > deadline:
                raise Problem(
                    "A client of the measurement broke off; see its error above."
                ) from None
    return found


def _percentile(ordered: list[float], percent: int) -> float:
    if len(ordered) < 2:
        return 0.0
    return statistics.quantiles(ordered, n=100, method="inclusive")[percent - 1] * 1000
