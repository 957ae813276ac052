"""The rounds of a measurement: what is compared is measured in turns, so that both meet the same
neighbours on the machine, and the medians are compared.
"""

from __future__ import annotations

import statistics
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from config.run.console import Problem, step
from tests.bench import ceiling, load
from tests.bench.bank import MeasuredBank
from tests.bench.drivers import Measured, run_clients
from tests.bench.world import Holding

CLIENTS = 8


@dataclass(frozen=True, kw_only=True)
class Lengths:
    """How long and how large everything is."""

    accounts: int
    deep_accounts: int
    movements: int
    long_history: int
    rounds: int
    seconds: float
    warm: float
    profiled: int


FULL = Lengths(
    accounts=10_000,
    deep_accounts=200,
    movements=10_000,
    long_history=100_000,
    rounds=5,
    seconds=5.0,
    warm=1.0,
    profiled=2_000,
)
QUICK = Lengths(
    accounts=500,
    deep_accounts=20,
    movements=500,
    long_history=5_000,
    rounds=1,
    seconds=1.0,
    warm=0.3,
    profiled=200,
)


@dataclass(kw_only=True)
class Series:
    """The rounds of one thing."""

    name: str
    rounds: list[Measured] = field(default_factory=list)

    def median(self, figure: str) -> float:
        """Return the median of a figure over the rounds."""
        return float(statistics.median(getattr(one, figure) for one in self.rounds))

    def share_of(self, other: Series) -> float:
        """Return the median over the rounds of this one's speed by the other's beside it."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(one.per_second / two.per_second for one, two in pairs)

    def cost_us(self) -> float:
        """Return the processor time of everybody for one transfer."""
        return statistics.median(sum(one.cpu_us.values()) for one in self.rounds)

    def cpu_us(self, of: str) -> float:
        """Return the median of the processor time for one transfer."""
        return statistics.median(one.cpu_us.get(of, 0.0) for one in self.rounds)

    def as_json(self) -> dict[str, Any]:
        """Return what the file keeps."""
        figures = ("per_second", "p50_ms", "p95_ms", "p99_ms")
        medians = {name: round(self.median(name), 2) for name in figures}
        return {**medians, "rounds": [asdict(one) for one in self.rounds]}


@dataclass(kw_only=True)
class Course:
    """What is measured against what, and everything that was acknowledged on the way."""

    bank: MeasuredBank
    tokens: dict[uuid.UUID, str]
    lengths: Lengths
    acknowledged: int = 0

    def sql(self, series: Series, held: Sequence[Holding]) -> None:
        """Run one round of the ceiling."""
        self._run(
            series,
            ceiling.drive,
            (self.bank.server.url(), list(held)),
            clients=CLIENTS,
            servers={"database": self.bank.database_pid},
        )

    def http(self, series: Series, held: Sequence[Holding], *, port: int) -> None:
        """Run one round through the whole stack."""
        self._run(
            series,
            load.drive,
            (port, list(held), self.tokens, CLIENTS),
            clients=1,
            servers={"database": self.bank.database_pid, "web": self.bank.web_pid},
        )

    def _run(self, series: Series, drive: Any, arguments: Any, **options: Any) -> None:
        with step(f"{series.name}, round {len(series.rounds) + 1}"):
            measured = run_clients(
                drive,
                arguments,
                seconds=self.lengths.seconds,
                warm=self.lengths.warm,
                **options,
            )
        self.acknowledged += measured.acknowledged
        if measured.failed:
            raise Problem(f"{series.name}: not every transfer was made:\n{measured.failed[0]}")
        series.rounds.append(measured)
