"""Workers are killed at random while they accrue and credit: nothing is missing, nothing is double.

A short run by default; FAULT_ACCOUNTS=10000 FAULT_DAYS=30 FAULT_KILLS=20 is the long one.
"""

import os
import random
import subprocess
import sys
import time

import pytest

from tests.bench.world import session
from tests.servers.mariadb import mariadb

ACCOUNTS = int(os.environ.get("FAULT_ACCOUNTS", "1500"))
DAYS = int(os.environ.get("FAULT_DAYS", "6"))
KILLS = int(os.environ.get("FAULT_KILLS", "4"))
WORKERS = 2
LIMIT_SECONDS = float(os.environ.get("FAULT_SECONDS", "600"))


@pytest.fixture(scope="module")
def bank():
    """Return the environment of a bank on a server of its own, seeded."""
    with mariadb(in_memory=True) as server:
        environment = os.environ | {
            "DATABASE_URL": server.url(),
            "SERVICE": "interest",
            "DEBUG": "1",
            "TESTING": "1",
            "LOG_LEVEL": "ERROR",
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        start(environment, "seed", str(ACCOUNTS), str(DAYS)).wait()
        yield environment


def start(environment, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.interest_worker", *arguments], env=environment
    )


def one(environment, statement):
    with session(environment["DATABASE_URL"]) as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def chunks_done(environment):
    return one(environment, "SELECT COUNT(done_at) FROM interest_run_chunk")[0]


def test_every_account_is_accrued_and_credited_once_a_day(bank):
    chance = random.Random(11)
    workers = [start(bank, "work") for _ in range(WORKERS)]
    kills, seen, deadline = 0, chunks_done(bank), time.monotonic() + LIMIT_SECONDS
    try:
        while time.monotonic() < deadline:
            done = chunks_done(bank)
            finished = one(
                bank,
                "SELECT COUNT(*) FROM interest_run WHERE status = 'done' AND kind = 'credit'",
            )[0]
            if finished == DAYS:
                break
            # Only one that is at work is worth killing.
            if kills < KILLS and done > seen:
                time.sleep(chance.uniform(0, 0.3))
                victim = chance.randrange(WORKERS)
                workers[victim].kill()
                workers[victim].wait()
                workers[victim] = start(bank, "work")
                kills, seen = kills + 1, done
            time.sleep(0.02)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert finished == DAYS
    assert kills == KILLS
    assert one(bank, "SELECT COUNT(*) FROM interest_accrual")[0] == ACCOUNTS * DAYS
    found = one(
        bank,
        "SELECT COUNT(*), SUM(credited_minor), SUM(tax_minor), COUNT(DISTINCT credit_transfer_id) "
        "FROM interest_posting",
    )
    assert (found[0], found[3]) == (ACCOUNTS * DAYS, ACCOUNTS * DAYS)
    for kind, total in (("interest", found[1]), ("tax", found[2])):
        moved = one(
            bank,
            f"SELECT COUNT(*), SUM(amount_minor) FROM ledger_transfer WHERE kind = '{kind}'",
        )
        assert moved == (ACCOUNTS * DAYS, total)
    # Ten thousand and more at 3.65 % is a unit a day, on the day that it was paid in as well.
    least = ACCOUNTS * DAYS * 100
    assert found[1] >= least
    wrong = one(
        bank,
        "SELECT COUNT(*) FROM interest_run WHERE status <> 'done' "
        "OR JSON_VALUE(totals, '$.missing_accounts') NOT IN ('0') "
        "OR JSON_VALUE(totals, '$.balance_difference_minor') NOT IN ('0') "
        "OR JSON_VALUE(totals, '$.accrued_difference_nano') NOT IN ('0') "
        "OR JSON_VALUE(totals, '$.credited_difference_minor') NOT IN ('0')",
    )
    assert wrong == (0,)
