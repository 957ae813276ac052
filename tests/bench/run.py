"""`make bench`: measure, print a short table, keep everything as JSON in var/bench."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from uuid import UUID

from config.run.console import Problem, fail, say, step
from tests.bench import report
from tests.bench.audit import audit
from tests.bench.bank import MeasuredBank, enter_django, measured_bank
from tests.bench.history import give_history
from tests.bench.rounds import FULL, QUICK, Course, Lengths, Series
from tests.bench.tokens import sign_tokens
from tests.bench.world import Holding, open_accounts, open_days, settle

FEW = 100
# Workers and threads for two cores.
SWEEP = (("1", "8"), ("2", "2"), ("2", "4"), ("2", "8"), ("3", "3"), ("4", "2"), ("8", "1"))


class World:
    """The accounts of the measurement: many, some with a past, some to compare those with."""

    def __init__(self, bank: MeasuredBank, *, lengths: Lengths, now: datetime) -> None:
        """Write them all."""
        url = bank.server.url()
        open_days(url, now=now)

        def opened(count: int, prefix: str) -> list[Holding]:
            return open_accounts(url, count=count, prefix=prefix, now=now)

        self.many = opened(lengths.accounts, "10")
        self.deep, self.shallow = (
            opened(lengths.deep_accounts, "20"),
            opened(lengths.deep_accounts, "30"),
        )
        self.read = {FEW: opened(2, "40"), lengths.long_history: opened(2, "50")}
        give_history(url, self.deep, movements=lengths.movements, now=now)
        for movements, pair in self.read.items():
            give_history(url, pair, movements=movements, now=now)
        settle(url)

    @property
    def people(self) -> set[UUID]:
        """Return everybody who moves money."""
        return {one.person_id for held in (self.many, self.deep, self.shallow) for one in held}


def measure(*, lengths: Lengths, sweep: bool) -> report.Results:
    """Measure everything and return it."""
    now = datetime.now(UTC)
    with measured_bank() as bank:
        with step("Making the bank"):
            bank.migrate()
            enter_django(bank)
        bank.give_memory()
        with step("Writing accounts and history"):
            world = World(bank, lengths=lengths, now=now)
            bank.settle()
        with step("Signing tokens"):
            tokens = sign_tokens(bank, people=world.people)
        course = Course(bank=bank, tokens=tokens, lengths=lengths)
        results = report.Results(lengths=lengths, at=now, buffer_pool=bank.buffer_pool)
        _reads(results, world, now=now)
        _profile(results, course, world)
        _rounds(results, course, world)
        if sweep:
            _sweep(results, course, world)
        with step("Proving the books"):
            results.audit = audit(bank.server.url(), acknowledged=course.acknowledged)
    return results


def _rounds(results: report.Results, course: Course, world: World) -> None:
    shallow, deep = results.shallow, results.deep
    with course.bank.web() as port:
        course.http(Series(name="warm-up"), world.many, port=port)
        for number in range(course.lengths.rounds):
            course.sql(results.ceiling, world.many)
            course.http(results.http, world.many, port=port)
            pair = [(shallow, world.shallow), (deep, world.deep)]
            # Turn about, so that a drift of the machine helps neither.
            for series, held in pair if number % 2 else reversed(pair):
                course.http(series, held, port=port)


def _sweep(results: report.Results, course: Course, world: World) -> None:
    for _ in range(max(course.lengths.rounds // 2, 1)):
        for workers, threads in SWEEP:
            name = f"{workers}x{threads}"
            series = results.sweep.setdefault(name, Series(name=f"workers x threads {name}"))
            with course.bank.web(workers=workers, threads=threads) as port:
                course.http(series, world.many, port=port)


def _reads(results: report.Results, world: World, *, now: datetime) -> None:
    from tests.bench.reads import measure_reads

    with step("Reading"):
        accounts = {movements: pair[0] for movements, pair in world.read.items()}
        results.reads = measure_reads(accounts, now=now, repeat=100)


def _profile(results: report.Results, course: Course, world: World) -> None:
    from tests.bench.profile import count_transfer, profile_transfers

    lengths = course.lengths
    with step("Profiling"), _quiet():
        results.statements, results.round_trips, made = count_transfer(world.many, course.tokens)
        course.acknowledged += made
        results.costs, made = profile_transfers(
            world.many, course.tokens, transfers=lengths.profiled
        )
        course.acknowledged += made


class _quiet:  # noqa: N801  (reads as a statement)
    """Sends this process's log lines, written as gunicorn's are, to nowhere."""

    def __enter__(self) -> None:
        self.kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)

    def __exit__(self, *_: object) -> None:
        os.dup2(self.kept, 2)
        os.close(self.kept)


def main() -> int:
    """Measure and tell; 1 when something broke (a figure that is too low is told, not failed)."""
    parser = argparse.ArgumentParser(description="Measure the bank's speed.")
    parser.add_argument("--quick", action="store_true", help="a few seconds, for tests")
    parser.add_argument("--sweep", action="store_true", help="also try workers and threads")
    options = parser.parse_args()
    started = time.monotonic()
    try:
        results = measure(lengths=QUICK if options.quick else FULL, sweep=options.sweep)
    except Problem as problem:
        return fail(problem)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    results.seconds = time.monotonic() - started
    say(report.table(results))
    say(f"\n{report.keep(results)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
