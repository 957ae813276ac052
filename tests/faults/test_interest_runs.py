"""Workers are killed while they accrue and credit, and Redis with them: nothing is missing, nothing
is double.

Real Celery workers, two beats, real Redis. A short run by default; `make faults` is the long one:
10,000 accounts, 30 business days, 20 kills of workers and two of Redis.
"""

from __future__ import annotations

import os
import random
import sys
import time
from contextlib import ExitStack

import pytest

from config.environment import ROOT
from config.run.process import Spec
from config.run.redis import RedisServer
from tests.bench.world import session
from tests.servers.mariadb import mariadb
from tests.servers.temporary import place

ACCOUNTS = int(os.environ.get("FAULT_ACCOUNTS", "1500"))
DAYS = int(os.environ.get("FAULT_DAYS", "6"))
KILLS = int(os.environ.get("FAULT_KILLS", "4"))
REDIS_KILLS = 2
LIMIT_SECONDS = float(os.environ.get("FAULT_SECONDS", "300"))
WORKERS = ("worker-1", "worker-2")
BEATS = ("beat-1", "beat-2")
# What `interest` credits in one transaction.
CREDITS_AT_ONCE = 500


class Bank:
    """Workers, beats and a Redis that can be killed, on one MariaDB."""

    def __init__(self, *, url, directory, supervisor):
        self.url, self.directory, self.supervisor = url, directory, supervisor
        self.redis = RedisServer(
            directory=directory / "redis",
            socket=directory / "redis.sock",
            log=directory / "redis.log",
        )
        self.environment = {
            "DATABASE_URL": url,
            "SERVICE": "interest",
            "DEBUG": "1",
            "TESTING": "1",
            "LOG_LEVEL": "ERROR",
            "REDIS_URL": self.redis.url,
            "METRICS_PORT": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        # How often each process was started: each time has a log of its own.
        self.starts = dict.fromkeys((*WORKERS, *BEATS), 0)

    def spec(self, name, *command):
        return Spec(
            name=name,
            command=[sys.executable, "-m", *command],
            environment=self.environment,
            directory=ROOT,
            log=self.log(name),
        )

    def log(self, name):
        return self.directory / f"{name}.{self.starts.get(name, 0)}.log"

    def seed(self):
        command = ("tests.faults.interest_seed", str(ACCOUNTS), str(DAYS))
        self.supervisor.run(self.spec("seed", *command))

    def start_redis(self):
        self.supervisor.start(self.redis.spec(), ready=self.redis.ready, within=20.0)

    def start(self, name):
        self.starts[name] += 1
        celery = ("celery", "--app", "tests.faults.clock")
        if name in BEATS:
            schedule = self.directory / f"{name}.schedule"
            command = (*celery, "beat", "--schedule", str(schedule), "--pidfile", "")
        else:
            command = (
                *(*celery, "worker", "--pool", "solo", "-Q", "interest", "-n", f"{name}@%h"),
                *("--loglevel", "INFO", "--without-mingle", "--without-gossip"),
            )
        self.supervisor.start(self.spec(name, *command))

    def is_ready(self, name):
        return self.supervisor.running(name) and "ready." in self.log(name).read_text()

    def kill(self, name):
        self.supervisor.stop(name, kill=True)

    def tend(self):
        """Start again what ended by itself, as whoever runs the bank does: Redis was away."""
        for name in self.starts:
            if not self.supervisor.running(name):
                self.start(name)

    def one(self, statement):
        with session(self.url) as cursor:
            cursor.execute(statement)
            return cursor.fetchone()

    def progress(self):
        """Return the ranges of accounts that are done, and the days that are."""
        return (
            self.one("SELECT COUNT(done_at) FROM interest_run_chunk")[0],
            self.one("SELECT COUNT(*) FROM interest_run WHERE status = 'done' AND kind = 'credit'")[
                0
            ],
        )


@pytest.fixture(scope="module")
def bank():
    with ExitStack() as stack:
        server = stack.enter_context(mariadb(in_memory=True))
        directory, supervisor = stack.enter_context(place())
        made = Bank(url=server.url(), directory=directory, supervisor=supervisor)
        made.seed()
        made.start_redis()
        for name in made.starts:
            made.start(name)
        yield made


def test_every_account_is_accrued_and_credited_once_a_day(bank):
    chance = random.Random(11)
    ranges = DAYS * (1 + -(-ACCOUNTS // CREDITS_AT_ONCE))
    # Spread over the work, so that each kill meets some: at random within its part.
    kills = sorted(chance.uniform(0.0, 0.9) * ranges for _ in range(KILLS))
    redis_kills = [ranges * (number + 1) / (REDIS_KILLS + 2) for number in range(REDIS_KILLS)]
    killed, redis_killed, finished = 0, 0, 0
    deadline = time.monotonic() + LIMIT_SECONDS
    while finished < DAYS:
        assert time.monotonic() < deadline, f"{finished} of {DAYS} days, {killed} kills"
        bank.tend()
        done, finished = bank.progress()
        ready = [name for name in WORKERS if bank.is_ready(name)]
        if killed < KILLS and done >= kills[killed] and ready:
            # At any point of whatever it is doing.
            time.sleep(chance.uniform(0, 0.3))
            victim = chance.choice(ready)
            bank.kill(victim)
            bank.start(victim)
            killed += 1
        if redis_killed < REDIS_KILLS and done >= redis_kills[redis_killed]:
            bank.kill("redis")
            bank.start_redis()
            redis_killed += 1
        time.sleep(0.05)
    assert (killed, redis_killed) == (KILLS, REDIS_KILLS)
    assert_exact(bank)


def assert_exact(bank):
    """Compare rows, bookings and the ledger's own transfers: 0 missing, 0 double, sums equal."""
    rows = ACCOUNTS * DAYS
    assert bank.one("SELECT COUNT(*) FROM interest_accrual")[0] == rows
    found = bank.one(
        "SELECT COUNT(*), SUM(credited_minor), SUM(tax_minor), COUNT(DISTINCT credit_transfer_id) "
        "FROM interest_posting"
    )
    assert (found[0], found[3]) == (rows, rows)
    for kind, total in (("interest", found[1]), ("tax", found[2])):
        moved = bank.one(
            f"SELECT COUNT(*), SUM(amount_minor) FROM ledger_transfer WHERE kind = '{kind}'"
        )
        assert moved == (rows, total)
    # Ten thousand and more at 3.65 % is a unit a day, on the day that it was paid in as well.
    assert found[1] >= rows * 100
    zero = " OR ".join(
        f"COALESCE(JSON_VALUE(totals, '$.{name}'), '0') <> '0'"
        for name in (
            "missing_accounts",
            "balance_difference_minor",
            "accrued_difference_nano",
            "charged_difference_nano",
            "credited_difference_minor",
            "tax_difference_minor",
        )
    )
    wrong = bank.one(f"SELECT COUNT(*) FROM interest_run WHERE status <> 'done' OR {zero}")
    assert wrong == (0,)
    assert bank.one("SELECT COUNT(*) FROM interest_run")[0] == 2 * DAYS
