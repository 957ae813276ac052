"""The archive's standing orders, run day by day through the bank's own."""

from __future__ import annotations

import csv
import gzip
import os
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.berka import identity
from config.berka.archive import ArchiveWrong
from config.berka.orders import read_orders
from config.berka.reading import read_archive
from config.berka.standing import compare_orders, run_orders
from kernel import sql
from kernel.ids import from_database
from kernel.ledger.commands import check_ledger, roll_business_day
from services.transactions.models import OrderExecution

# All of them take minutes: `BERKA_EVERY=1`, or `manage.py replay_berka_orders`. The sample of each
# 41st has the order that lacked money.
EVERY = int(os.environ.get("BERKA_EVERY", "41"))
TABLES = {
    "accounts": [
        "account_id,district_id,opened,tx_rows",
        "7,1,1995-01-01,7",
    ],
    "districts": ["district_id,name", "1,Praha"],
    "clients": ["client_id,birth_date", "1,1970-12-13"],
    "dispositions": ["disp_id,client_id,account_id,role", "1,1,7,owner"],
    "orders": [
        "order_id,account_id,bank_to,account_to,amount_minor,exec_seen,exec_first",
        "1,7,YZ,87144583,350000,3,1995-01-31",
        "2,7,AB,111,20000,0,",
    ],
    # Paid on the last day of January, of February and, after a month without money, of April.
    "transactions": [
        (
            "account_id,seq,trans_id,date,type,operation,amount_minor,balance_minor,delta_minor,"
            "k_symbol,partner_bank,partner_account"
        ),
        "7,1,10,1995-01-01,deposit,cash_deposit,800000,800000,800000,,,",
        "7,2,11,1995-01-31,withdrawal,transfer_out,350000,450000,-350000,,YZ,87144583",
        "7,3,12,1995-02-28,withdrawal,transfer_out,350000,100000,-350000,,YZ,87144583",
        "7,4,13,1995-03-05,withdrawal,cash_withdrawal,50000,50000,-50000,,,",
        "7,5,14,1995-04-29,deposit,cash_deposit,400000,450000,400000,,,",
        "7,6,15,1995-04-30,withdrawal,transfer_out,350000,100000,-350000,,YZ,87144583",
        "7,7,16,1995-05-02,withdrawal,cash_withdrawal,1000,99000,-1000,,,",
    ],
}


@pytest.fixture
def prepared(tmp_path):
    """A tiny archive in the prepared format."""
    for name, lines in TABLES.items():
        with gzip.open(tmp_path / f"{name}.csv.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join([*lines, ""]))
    return tmp_path


def replay(path, **options):
    said = StringIO()
    call_command("replay_berka_orders", path, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def rows_of(path, name):
    with gzip.open(path / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def carried_out(path):
    """Return account, partner and amount of each order, read without the importer, in order."""
    orders = [row for row in rows_of(path, "orders") if int(row["exec_seen"])]
    orders.sort(key=lambda row: (row["exec_first"], int(row["order_id"])))
    names = ("account_id", "bank_to", "account_to", "amount_minor")
    return [tuple(row[name] for name in names) for row in orders]


def published(path, *, orders):
    """Return the outgoing transfers of some orders as the file has them."""
    names = ("account_id", "partner_bank", "partner_account", "amount_minor")
    return sorted(
        (identity.account_id(int(row["account_id"])), row["date"], int(row["amount_minor"]))
        for row in rows_of(path, "transactions")
        if row["operation"] == "transfer_out" and tuple(row[name] for name in names) in orders
    )


def in_the_ledger():
    found = sql.rows(
        "SELECT account_id, value_date, -amount_minor FROM ledger_entry WHERE amount_minor < 0"
    )
    return sorted(
        (from_database(account), sql.to_date(day).isoformat(), amount)
        for account, day, amount in found
    )


@pytest.mark.django_db(transaction=True)
class TestASmallArchive:
    def test_is_compared_day_by_day_and_a_missing_month_is_explained(self, prepared):
        said = replay(prepared)
        assert "Read 1 orders with 3 recorded transfers." in said
        assert (
            "order 1 of account 7, 1995-03-31, 3500.00 to YZ/87144583: paid here, not recorded "
            "there; the account held 500.00 that day: the order lacked money and was left out"
        ) in said
        assert (
            "4 executions here, 3 transfers recorded there, 3 equal in date and amount, "
            "1 differences, of which 0 are defects"
        ) in said
        assert "every invariant holds" in said

    def test_needs_an_empty_database(self, prepared):
        roll_business_day(now=timezone.now())
        with pytest.raises(CommandError, match="use an empty database"):
            replay(prepared)

    def test_notices_what_was_not_paid(self, prepared):
        orders = read_orders(prepared, archive=read_archive(prepared))
        made = run_orders(orders=orders)
        late = OrderExecution.objects.get(due_date=date(1995, 2, 28))
        late.due_date = date(1995, 2, 27)
        late.save()
        outcome = compare_orders(orders=orders, made=made)
        assert [one.why for one in outcome.differences if one.why == "a defect"] == ["a defect"]


class TestReading:
    def test_refuses_orders_that_the_transactions_do_not_show(self, prepared):
        with gzip.open(prepared / "orders.csv.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join([TABLES["orders"][0], "1,7,YZ,87144583,350000,2,1995-01-31", ""]))
        with pytest.raises(ArchiveWrong, match="not as announced"):
            read_orders(prepared, archive=read_archive(prepared))


@pytest.mark.berka
@pytest.mark.no_cover
@pytest.mark.django_db(transaction=True)
class TestTheRealOrders:
    def test_come_out_as_the_bank_recorded_them_but_for_one_order_without_money(self, berka):
        every = carried_out(berka)
        assert (len(every), len(published(berka, orders=set(every)))) == (935, 6_305)
        orders = every[EVERY // 2 :: EVERY]
        said = replay(berka, every=EVERY)
        expected, found = published(berka, orders=set(orders)), in_the_ledger()
        lacked_money = [
            (identity.account_id(8085), "1997-04-06", 1_096_500),
            (identity.account_id(8085), "1997-05-06", 1_096_500),
        ]
        more = lacked_money if any(order[0] == "8085" for order in orders) else []
        assert found == sorted(expected + more)
        assert f"Read {len(orders):,} orders with {len(expected):,} recorded transfers." in said
        assert (
            f"{len(found):,} executions here, {len(expected):,} transfers recorded there, "
            f"{len(expected):,} equal in date and amount, {len(more)} differences, of which 0 are "
            "defects"
        ) in said
        assert not any(check_ledger(now=timezone.now()).values())
