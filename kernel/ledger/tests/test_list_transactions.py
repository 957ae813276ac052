"""Lists of transactions equal what a plain loop over all entries would find."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from kernel.ledger import queries
from kernel.ledger.internal import internal_id
from kernel.ledger.models import Entry, Note, Transfer
from kernel.ledger.queries.transactions import (
    ORDERS,
    TransactionFilter,
    TransactionNotFound,
    position_of,
)
from kernel.ledger.queries.transfers import TransferNotFound
from kernel.ledger.sides import credit_side, debit_side, new_transfer_id

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2026, 11, 20)
TEXTS = ["", "rent", "RENT 11/26", "50% off", "a_b", "back\\slash", "Über Köln", "coffee"]
OUT = {"withdrawal": "withdrawal", "transfer": "transfer_out", "fee": "fee"}
INTO = {"deposit": "deposit", "transfer": "transfer_in", "interest": "interest"}

MOVEMENT = st.fixed_dictionaries(
    {
        "account": st.integers(0, 2),
        "step": st.integers(0, 1),
        "amount": st.integers(-300, 300).filter(bool),
        "days": st.integers(0, 5),
        "note": st.sampled_from(TEXTS),
        "inside": st.booleans(),
        "kind": st.integers(0, 2),
    }
)
FILTER = st.fixed_dictionaries(
    {
        "types": st.sets(st.sampled_from([*OUT.values(), *INTO.values()]), max_size=3).map(tuple),
        "from_date": st.none() | st.integers(0, 5),
        "to_date": st.none() | st.integers(0, 5),
        "min_amount_minor": st.none() | st.integers(0, 300),
        "max_amount_minor": st.none() | st.integers(0, 300),
        "text": st.sampled_from(
            ["", "", "r", "Rent", "%", "_", "\\", "50%", "a_b", "PAYEE", "cash", "Köln", "zz"]
        ),
    }
)  # fmt: skip
quick = bounded(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def accounts(bank):
    return [bank.open(person=bank.person(), title=f"Account {n}") for n in range(3)]


@pytest.fixture
def payee(bank):
    return bank.open(person=bank.person(), title="The payee")


def _write(movements, *, accounts, payee):
    """Write entries, many of them at the same instant, and return what each one is."""
    cash = internal_id(purpose="cash", currency="EUR")
    instants, sequences, written = {}, {}, []
    for plan in movements:
        account = accounts[plan["account"]]
        instants[account.id] = instants.get(account.id, START) + timedelta(
            microseconds=plan["step"]
        )
        sequences[account.id] = sequences.get(account.id, 0) + 1
        kinds = list((OUT if plan["amount"] < 0 else INTO).items())
        kind, entry_type = kinds[plan["kind"]]
        written.append(
            SimpleNamespace(
                id=new_transfer_id(),
                account_id=account.id,
                sequence=sequences[account.id],
                posted_at=instants[account.id],
                amount=plan["amount"],
                value_date=DAY - timedelta(days=plan["days"]),
                note=plan["note"],
                kind=kind,
                type=entry_type,
                other=payee.id if plan["inside"] else cash,
                title=payee.title if plan["inside"] else "Cash desk",
                number=payee.number if plan["inside"] else None,
            )
        )
    Transfer.objects.bulk_create(
        Transfer(
            id=one.id,
            kind=one.kind,
            debit_account_id=one.account_id if one.amount < 0 else one.other,
            credit_account_id=one.other if one.amount < 0 else one.account_id,
            amount_minor=abs(one.amount),
            currency="EUR",
            business_date=DAY,
            value_date=one.value_date,
            posted_at=one.posted_at,
        )
        for one in written
    )
    Entry.objects.bulk_create(
        Entry(
            account_id=one.account_id,
            sequence=one.sequence,
            transfer_id=one.id,
            type=one.type,
            amount_minor=one.amount,
            balance_minor=0,
            business_date=DAY,
            value_date=one.value_date,
            posted_at=one.posted_at,
        )
        for one in written
    )
    Note.objects.bulk_create(
        Note(transfer_id=one.id, text=one.note, salt=bytes(16)) for one in written if one.note
    )
    return written


def _expected(written, *, keep, order):
    """The oracle: a loop and a sort."""

    def is_kept(one):
        text = keep.text.lower()
        return (
            (not keep.types or one.type in keep.types)
            and (keep.from_date is None or one.value_date >= keep.from_date)
            and (keep.to_date is None or one.value_date <= keep.to_date)
            and (keep.min_amount_minor is None or abs(one.amount) >= keep.min_amount_minor)
            and (keep.max_amount_minor is None or abs(one.amount) <= keep.max_amount_minor)
            and (text in one.note.lower() or text in one.title.lower())
        )

    def place(one):
        first = abs(one.amount) if order.endswith("amount") else one.posted_at
        return (first, one.account_id, one.sequence)

    kept = sorted(filter(is_kept, written), key=place, reverse=order.startswith("-"))
    return [(one.account_id, one.sequence) for one in kept]


def _paged(*, account_ids, keep, order, limit):
    """Follow the pages to their end."""
    visited, after = [], None
    while True:
        page = queries.list_transactions(
            account_ids=account_ids, keep=keep, order=order, after=after, limit=limit
        )
        assert len(page) <= limit
        visited += [(one.account_id, one.sequence) for one in page]
        if len(page) < limit:
            return visited
        after = position_of(page[-1], order=order)


class TestListTransactions:
    @quick
    @given(
        movements=st.lists(MOVEMENT, max_size=16),
        limit=st.integers(1, 7),
        shown=st.sets(st.integers(0, 2), min_size=1),
    )
    def test_pages_visit_every_entry_once_and_in_order(
        self, accounts, payee, movements, limit, shown
    ):
        with transaction.atomic():
            written = _write(movements, accounts=accounts, payee=payee)
            account_ids = [accounts[number].id for number in shown]
            seen = [one for one in written if one.account_id in account_ids]
            keep = TransactionFilter()
            for order in ORDERS:
                expected = _expected(seen, keep=keep, order=order)
                assert len(expected) == len(seen)
                assert _paged(
                    account_ids=account_ids, keep=keep, order=order, limit=limit
                ) == expected  # fmt: skip
            transaction.set_rollback(True)

    @quick
    @given(
        movements=st.lists(MOVEMENT, min_size=4, max_size=16),
        asked=FILTER,
        order=st.sampled_from(ORDERS),
    )
    def test_filters_keep_what_a_loop_would_keep(self, accounts, payee, movements, asked, order):
        days = {
            name: None if asked[name] is None else DAY - timedelta(days=asked[name])
            for name in ("from_date", "to_date")
        }
        keep = TransactionFilter(**(asked | days))
        with transaction.atomic():
            written = _write(movements, accounts=accounts, payee=payee)
            account_ids = [account.id for account in accounts]
            expected = _expected(written, keep=keep, order=order)
            assert _paged(account_ids=account_ids, keep=keep, order=order, limit=3) == expected
            transaction.set_rollback(True)

    def test_text_is_found_in_any_case_on_every_engine(self, accounts, payee):
        movement = {"account": 0, "step": 1, "amount": -5, "days": 0, "inside": True, "kind": 1}
        _write([movement | {"note": "Rent for May"}], accounts=accounts, payee=payee)
        for text in ("rent", "RENT", "Rent", "for m", "THE PAYEE"):
            keep = TransactionFilter(text=text)
            assert (
                len(_paged(account_ids=[accounts[0].id], keep=keep, order="amount", limit=5)) == 1
            )
        keep = TransactionFilter(text="rents")
        assert _paged(account_ids=[accounts[0].id], keep=keep, order="amount", limit=5) == []

    def test_nobody_without_accounts_sees_anything(self, accounts):
        keep = TransactionFilter()
        assert queries.list_transactions(account_ids=[], keep=keep, limit=5) == []

    def test_shows_the_other_side_and_the_banks_own_by_name_only(self, bank, accounts):
        person = bank.person()
        mine = bank.open(person=person, funds=500, title="Mine")
        bank.transfer(person=person, payer=mine, payee=accounts[0], amount="1.00", note="tea")
        sent, paid_in = queries.list_transactions(
            account_ids=[mine.id], keep=TransactionFilter(), limit=5
        )
        assert (sent.type, sent.amount_minor, sent.balance_minor) == ("transfer_out", -100, 400)
        assert (sent.counterparty_name, sent.counterparty_number) == (
            "Account 0",
            accounts[0].number,
        )
        assert sent.note == "tea"
        assert (paid_in.type, paid_in.counterparty_name) == ("deposit", "Cash desk")
        assert (paid_in.counterparty_number, paid_in.note) == (None, "")


class TestGetTransaction:
    @pytest.fixture
    def moved(self, bank, accounts):
        person, other, stranger = bank.person(), bank.person(), bank.person()
        payer = bank.open(person=person, funds=500, title="Payer")
        payee = bank.open(person=other, title="Payee")
        bank.transfer(person=person, payer=payer, payee=payee, amount="1.25", note="tea")
        found = Transfer.objects.get(kind="transfer")
        return SimpleNamespace(
            id=found.id, payer=person, payee=other, stranger=stranger, accounts=(payer, payee)
        )

    def test_each_side_is_its_holders_alone(self, moved):
        sides = {
            debit_side(moved.id): (moved.payer, -125),
            credit_side(moved.id): (moved.payee, 125),
        }
        for side, (holder, amount) in sides.items():
            found = queries.get_transaction(transaction_id=side, person_id=holder)
            assert (found.id, found.transfer_id, found.amount_minor) == (side, moved.id, amount)
            for person in {moved.payer, moved.payee, moved.stranger} - {holder}:
                with pytest.raises(TransactionNotFound):
                    queries.get_transaction(transaction_id=side, person_id=person)

    def test_the_banks_side_and_what_is_not_there_are_nobodys(self, moved):
        deposit = Transfer.objects.filter(kind="deposit").first()
        for transaction_id in (debit_side(deposit.id), uuid.uuid4()):
            with pytest.raises(TransactionNotFound):
                queries.get_transaction(transaction_id=transaction_id, person_id=moved.payer)

    def test_an_entry_that_is_gone_is_not_made_up(self, moved):
        Entry.objects.filter(transfer_id=moved.id).delete()
        with pytest.raises(TransactionNotFound):
            queries.get_transaction(transaction_id=debit_side(moved.id), person_id=moved.payer)

    def test_a_transfer_is_shown_to_both_sides_and_nobody_else(self, moved):
        for person in (moved.payer, moved.payee):
            found = queries.get_transfer(transfer_id=moved.id, person_id=person)
            assert (found.amount_minor, found.note, found.kind) == (125, "tea", "transfer")
            assert [found.debit.id, found.credit.id] == [one.id for one in moved.accounts]
        assert queries.read_transfer(transfer_id=moved.id) == found
        for person, transfer_id in ((moved.stranger, moved.id), (moved.payer, uuid.uuid4())):
            with pytest.raises(TransferNotFound):
                queries.get_transfer(transfer_id=transfer_id, person_id=person)
        with pytest.raises(TransferNotFound):
            queries.read_transfer(transfer_id=uuid.uuid4())

    def test_a_transfer_without_a_note_says_nothing(self, moved):
        deposit = Transfer.objects.filter(kind="deposit").first()
        assert queries.read_transfer(transfer_id=deposit.id).note == ""
