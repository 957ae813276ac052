"""The real bank: all of it once, and a part of it killed halfway."""

from __future__ import annotations

import csv
import gzip
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.berka import identity
from config.environment import ROOT
from kernel import sql
from kernel.ids import from_database
from kernel.ledger.commands import check_ledger

pytestmark = [pytest.mark.berka, pytest.mark.django_db(transaction=True)]

PART = 30


def replay(path, **options):
    said = StringIO()
    call_command("replay_berka", path, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def published(path, *, accounts=None):
    """Return each row's balance as the file says, read without the importer."""
    with gzip.open(path / "transactions.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        rows = [(int(row["account_id"]), row) for row in csv.DictReader(lines)]
    wanted = set(sorted({number for number, _ in rows})[:accounts])
    return {
        (identity.account_id(number), int(row["seq"])): (row["date"], int(row["balance_minor"]))
        for number, row in rows
        if number in wanted
    }


def in_the_ledger():
    found = sql.rows("SELECT account_id, sequence, value_date, balance_minor FROM ledger_entry")
    return {
        (from_database(account), sequence): (sql.to_date(day).isoformat(), balance)
        for account, sequence, day, balance in found
    }


class TestTheWholeHistory:
    def test_ends_with_every_balance_of_the_bank_it_came_from(self, berka):
        said = replay(berka)
        assert "Read 2,689 accounts of 3,210 customers with 45,964 rows." in said
        assert "in order: 45,964 compared, 0 differ" in said
        assert "All 45,964 balances equal the archive's" in said
        expected = published(berka)
        assert len(expected) == 45_964
        assert in_the_ledger() == expected
        assert not any(check_ledger(now=timezone.now()).values())
        overdrawn = sql.row(
            "SELECT COUNT(*), MIN(floor_minor) FROM ledger_account WHERE floor_minor < 0"
        )
        assert overdrawn == (24, -17_030_40)


class TestInterruption:
    def test_a_killed_run_ends_equal_when_run_again(self, berka):
        expected = published(berka, accounts=PART)
        run = subprocess.Popen(
            [sys.executable, "manage.py", "replay_berka", str(berka), "--accounts", str(PART)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": _address()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _wait_for_rows(200, run=run)
        finally:
            os.kill(run.pid, signal.SIGKILL)
            run.communicate()
        posted = in_the_ledger()
        assert 200 <= len(posted) < len(expected)
        said = replay(berka, accounts=PART, close_day=True)
        assert f"; {len(posted):,} were there." in said
        assert "(closed day)" in said
        assert in_the_ledger() == expected
        assert sql.row("SELECT COUNT(*) FROM ledger_request")[0] == len(expected)


def _wait_for_rows(count, *, run):
    deadline = time.monotonic() + 120
    while sql.row("SELECT COUNT(*) FROM ledger_entry")[0] < count:
        assert run.poll() is None, run.stderr.read().decode()
        assert time.monotonic() < deadline, "the replay does not come on"
        time.sleep(0.01)


def _address():
    """Return the address of the test's database, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
