"""Interest for a million accounts: `python -m tests.bench.interest`.

A day's accrual, as a worker does it, and one hand-written INSERT ... SELECT that writes the same
rows into a twin table, in turns on one server; then a period's crediting, with customers paying
each other before and during it. The rows of both are compared, to the nano.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import threading
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from config.run.paths import VAR
from tests.bench.bank import MeasuredBank, measured_bank
from tests.bench.world import session

ACCOUNTS = 1_000_000
QUICK_ACCOUNTS = 20_000
# What must hold: a run to one statement by hand, the worker's memory, and how much longer than
# before customers may wait while interest is credited.
MOST_RATIO = 2.0
MOST_MB = 300
MOST_WAIT = 3.0
# The last day of it is a month's end.
FIRST = date(2025, 1, 28)
DAYS = 4
PAYERS = 200
SAMPLES = 1_000
HOUR = 3600.0
KEPT = VAR / "bench" / "interest.json"

_SEED = (
    "INSERT INTO ledger_account (id, number, title, currency, kind, status, product, "
    "balance_minor, held_minor, floor_minor, sequence, lowest_floor_minor, opened_at) "
    "SELECT UNHEX(CONCAT(LPAD(HEX(seq), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))), "
    "CONCAT('BENCH', seq), 'Somebody', 'EUR', 'customer', 'open', 'savings', "
    "100000 + seq, 0, 0, 0, 0, %s FROM seq_1_to_{accounts}"
)
_SEED_BALANCES = (
    "INSERT INTO ledger_day_balance (account_id, value_date, balance_minor, through_date) "
    "SELECT id, %s, balance_minor, %s FROM ledger_account WHERE kind = 'customer'"
)
# What one would write for this one rate, knowing that nothing was booked or corrected.
_BY_HAND = (
    "INSERT INTO bench_accrual (business_date, account_id, rate_id, balance_minor, accrued_nano, "
    "charged_nano, uncredited_nano, uncharged_nano, joined_nano) "
    "SELECT w.day, w.id, w.rate, w.balance, w.accrued, 0, w.before_nano + w.accrued, 0, "
    "w.before_nano FROM (SELECT x.*, (2 * (CAST(x.balance AS DECIMAL(38, 0)) * 1000000000 "
    "+ x.before_nano) * 12500 + 365000000) DIV 730000000 AS accrued FROM (SELECT "
    "CAST(%s AS DATE) AS day, a.id, %s AS rate, COALESCE(p.uncredited_nano, 0) AS before_nano, "
    "COALESCE((SELECT d.balance_minor FROM ledger_day_balance d WHERE d.account_id = a.id AND "
    "d.value_date <= %s ORDER BY d.value_date DESC LIMIT 1), 0) AS balance FROM ledger_account a "
    "LEFT JOIN interest_accrual p ON p.business_date = %s AND p.account_id = a.id "
    "WHERE a.kind = 'customer' AND a.product = 'savings' LIMIT 9223372036854775807) x "
    "LIMIT 9223372036854775807) w"
)


def at(day: date, *, hour: int = 8) -> datetime:
    """Return an instant of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def enter(bank: MeasuredBank) -> None:
    """Make this process one of the bank's, with all its services."""
    os.environ.update(
        bank.parts.environment(service="all", database_url=bank.server.url(), process="bench")
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def seed(url: str, *, accounts: int) -> Any:
    """Open the accounts on the first day, each with money; return their rate."""
    from kernel.ledger import commands as ledger
    from services.interest.commands import publish_rate

    ledger.roll_business_day(now=at(FIRST, hour=0))
    ledger.ensure_internal_accounts(currency="EUR", now=at(FIRST, hour=0))
    with session(url) as cursor:
        cursor.execute(_SEED.format(accounts=accounts), [at(FIRST, hour=1).replace(tzinfo=None)])
        cursor.execute(_SEED_BALANCES, [FIRST, FIRST])
        cursor.execute("CREATE TABLE bench_accrual LIKE interest_accrual")
        cursor.execute("ANALYZE TABLE ledger_account, ledger_day_balance")
    return publish_rate(
        account_type_code="savings",
        effective_date=FIRST,
        annual_rate_ppm=12_500,
        compounding="daily",
        now=at(FIRST),
    )


def by_hand(url: str, *, day: date, rate: Any) -> float:
    """Write a day into the twin table by one statement; return the seconds."""
    with session(url) as cursor:
        started = time.perf_counter()
        cursor.execute(_BY_HAND, [day, rate.id.bytes, day, day - timedelta(days=1)])
        cursor.connection.commit()
        return time.perf_counter() - started


def by_run(url: str, *, kind: str, day: date, now: datetime) -> tuple[float, list[str]]:
    """Let the runs go until this one is done; return its seconds and the progress that was seen."""
    from services.interest.commands.advance_runs import _work
    from services.interest.commands.plan_run import plan_run

    seen: list[str] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(1.0):
            with session(url) as cursor:
                cursor.execute(
                    "SELECT COUNT(c.done_at), COUNT(*) FROM interest_run r JOIN interest_run_chunk "
                    "c ON c.run_id = r.id WHERE r.kind = %s AND r.business_date = %s",
                    [kind, day],
                )
                done, planned = cursor.fetchone()
                if planned:
                    seen.append(f"{100 * done // planned} %")

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    run = plan_run(kind=kind, business_date=day, now=now)
    _work(run, now=now, until=time.monotonic() + HOUR)
    spent = time.perf_counter() - started
    over.set()
    watcher.join()
    return spent, seen


def differing_rows(url: str) -> int:
    """Return how many rows the two ways do not have in common."""
    same = " AND ".join(
        f"a.{name} = b.{name}"
        for name in ("rate_id", "balance_minor", "accrued_nano", "uncredited_nano")
    )
    with session(url) as cursor:
        cursor.execute(
            "SELECT (SELECT COUNT(*) FROM interest_accrual) + (SELECT COUNT(*) FROM bench_accrual) "
            "- 2 * (SELECT COUNT(*) FROM interest_accrual a JOIN bench_accrual b "
            f"ON a.business_date = b.business_date AND a.account_id = b.account_id AND {same})"
        )
        return int(cursor.fetchone()[0])


def pay(seconds: float, samples: int) -> None:
    """Be the customers: pay each other at a steady pace and print each payment's milliseconds."""
    import django

    django.setup()
    from django.db import transaction

    from kernel.ledger import commands as ledger
    from kernel.ledger.records import MoneyRequest

    chance = random.Random(7)
    ids = [
        uuid.UUID(bytes=number.to_bytes(6) + b"\x70\x00\x80\x00" + number.to_bytes(6))
        for number in chance.sample(range(1, int(os.environ["BENCH_ACCOUNTS"])), PAYERS)
    ]
    found: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until or len(found) < samples:
        payer, payee = chance.sample(ids, 2)
        request = MoneyRequest.make(
            actor_id=uuid.uuid4(), operation="bench", key=uuid.uuid4().hex, body={}
        )
        started = time.perf_counter()
        with transaction.atomic():
            posting = ledger.begin_posting(
                request=request,
                account_ids=[payer, payee],
                now=datetime.fromisoformat(os.environ["BENCH_NOW"]),
            )
            ledger.post_transfer(
                posting,
                kind="transfer",
                debit=posting.accounts[payer],
                credit=posting.accounts[payee],
                amount_minor=1,
            )
        found.append(1000 * (time.perf_counter() - started))
        time.sleep(0.01)
    sys.stdout.write(json.dumps(found))


def payments(*, now: datetime, accounts: int, seconds: float) -> subprocess.Popen[bytes]:
    """Start the customers beside us; they read from the environment who they are."""
    environment = os.environ | {"BENCH_NOW": now.isoformat(), "BENCH_ACCOUNTS": str(accounts)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.interest", "--pay", str(seconds)],
        env=environment,
        stdout=subprocess.PIPE,
    )


def p99(process: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Return the 99th percentile in milliseconds of what was printed, and of how many."""
    said, _ = process.communicate()
    found = json.loads(said)
    return statistics.quantiles(found, n=100)[98], len(found)


def measure(*, accounts: int, crediting: bool) -> dict[str, Any]:
    """Return the figures."""
    with measured_bank() as bank:
        bank.give_memory()
        enter(bank)
        url = bank.server.url()
        rate = seed(url, accounts=accounts)
        from kernel.ledger import commands as ledger

        ours: list[float] = []
        hand: list[float] = []
        progress: list[str] = []
        for offset in range(DAYS):
            day = FIRST + timedelta(days=offset)
            now = at(day + timedelta(days=1))
            ledger.roll_business_day(now=now.replace(hour=0))
            bank.settle()
            # In turns: on one day the one goes first, on the next the other.
            if offset % 2:
                hand.append(by_hand(url, day=day, rate=rate))
                bank.settle()
            spent, progress = by_run(url, kind="accrual", day=day, now=now)
            ours.append(spent)
            if not offset % 2:
                bank.settle()
                hand.append(by_hand(url, day=day, rate=rate))
            print(f"{day}: a run {ours[-1]:.1f} s, by hand {hand[-1]:.1f} s", file=sys.stderr)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures: dict[str, Any] = {
            "accounts": accounts,
            "accrual_seconds": [round(one, 2) for one in ours],
            "by_hand_seconds": [round(one, 2) for one in hand],
            # The first day warms up.
            "ratio": round(statistics.median(ours[1:]) / statistics.median(hand[1:]), 2),
            "worker_mb": round(memory),
            "progress": progress,
            "differing_rows": differing_rows(url),
        }
        if crediting:
            figures |= credit(url, accounts=accounts)
        return figures | totals()


def credit(url: str, *, accounts: int) -> dict[str, Any]:
    """Credit the month with customers beside it."""
    day = FIRST + timedelta(days=DAYS - 1)
    now = at(day + timedelta(days=1))
    before, samples = p99(payments(now=now, accounts=accounts, seconds=15))
    beside = payments(now=now, accounts=accounts, seconds=30)
    spent, progress = by_run(url, kind="credit", day=day, now=now)
    during, during_samples = p99(beside)
    return {
        "credit_seconds": round(spent, 1),
        "credits_per_second": round(accounts / spent),
        "p99_before_ms": round(before, 1),
        "p99_during_ms": round(during, 1),
        "p99_ratio": round(during / before, 2),
        "samples": [samples, during_samples],
        "credit_progress": progress[:: max(1, len(progress) // 10)],
    }


def totals() -> dict[str, Any]:
    """Return what of the controls is not zero."""
    from services.interest.commands.control_run import differences
    from services.interest.models import InterestRun

    wrong = [differences(run.totals) for run in InterestRun.objects.all()]
    return {"controls_not_zero": [one for one in wrong if one]}


def main() -> int:
    """Measure, print the figures as JSON, and fail when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ACCOUNTS:,} accounts")
    parser.add_argument("--no-crediting", action="store_true")
    # `make bench` hands its arguments to every measurement.
    parser.add_argument("--sweep", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--pay", type=float, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.pay is not None:
        pay(asked.pay, SAMPLES)
        return 0
    accounts = QUICK_ACCOUNTS if asked.quick else asked.accounts
    figures = measure(accounts=accounts, crediting=not asked.no_crediting)
    said = json.dumps(figures, indent=1)
    print(said)
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(said + "\n", encoding="utf-8")
    broken = broken_promises(figures)
    for promise in broken:
        print(f"not kept: {promise}", file=sys.stderr)
    return 1 if broken else 0


def broken_promises(figures: dict[str, Any]) -> list[str]:
    """Return what was promised and does not hold; a wait is judged where one was measured."""
    wait = figures.get("p99_ratio", 0.0)
    promises = {
        f"a run takes {figures['ratio']} times one statement by hand": figures["ratio"]
        <= MOST_RATIO,
        f"the worker takes {figures['worker_mb']} MB": figures["worker_mb"] < MOST_MB,
        f"p99 of payments is {wait} times that before": wait <= MOST_WAIT,
        f"{figures['differing_rows']} rows differ": figures["differing_rows"] == 0,
        f"controls: {figures['controls_not_zero']}": not figures["controls_not_zero"],
    }
    return [promise for promise, is_kept in promises.items() if not is_kept]


if __name__ == "__main__":
    sys.exit(main())
