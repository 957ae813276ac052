"""The demo: believable, the same however often it was interrupted, and true to the cent."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from config.demo import seeding
from config.demo.people import CUSTOMERS, PASSWORD, SIGN_INS
from config.demo.seeding import HISTORY_DAYS, seed_demo
from kernel.ledger import commands, queries
from kernel.ledger.queries import TransactionFilter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def seed():
    """Return a function that seeds, and may be interrupted when a share is done."""

    def run(*, until=2.0, now=NOW):
        def progress(_what, share):
            if share >= until:
                raise KeyboardInterrupt

        return seed_demo(now=now, progress=progress)

    return run


def _books():
    """Everything that the demo wrote into the books, but for ids that are made up on the way."""
    entries = apps.get_model("ledger", "Entry").objects.order_by("account_id", "sequence")
    columns = ("account_id", "sequence", "type", "amount_minor", "balance_minor", "value_date")
    accounts = apps.get_model("ledger", "Account").objects.order_by("id")
    return (
        list(entries.values_list(*columns, "business_date", "posted_at")),
        list(accounts.values_list("id", "balance_minor", "sequence", "status")),
        apps.get_model("ledger", "Transfer").objects.count(),
        sorted(apps.get_model("ledger", "Note").objects.values_list("text", flat=True)),
        apps.get_model("identity", "User").objects.count(),
        apps.get_model("support", "Announcement").objects.count(),
    )


def _months(*, before, count):
    """The first days of some whole months before a day, the latest first."""
    year, month = before.year, before.month
    for _ in range(count):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        yield date(year, month, 1)


class TestSeedDemo:
    def test_happens_once_and_is_believable(self, seed):
        assert seed() is True
        books = _books()
        assert seed() is False
        assert _books() == books
        counts = commands.check_ledger(now=NOW)
        assert len(counts) >= 12
        assert not any(counts.values()), counts
        for person in CUSTOMERS:
            held = queries.list_held_accounts(person_id=person.id)
            assert held, person.given_name
            assert all(account.balance_minor >= 0 for account in held)
            ids = [account.id for account in held]
            for first in _months(before=NOW.date(), count=5):
                last = date(first.year + first.month // 12, first.month % 12 + 1, 1)
                found = queries.list_transactions(
                    account_ids=ids,
                    keep=TransactionFilter(from_date=first, to_date=last),
                    limit=200,
                )
                inside = [one for one in found if first <= one.value_date < last]
                assert len(inside) >= 3, (person.given_name, first)
                assert {one.amount_minor > 0 for one in inside} == {True, False}

    def test_no_balance_was_ever_negative_and_nothing_lies_ahead(self, seed, monkeypatch):
        monkeypatch.setattr(seeding, "HISTORY_DAYS", 60)
        seed()
        entries = apps.get_model("ledger", "Entry").objects
        assert entries.count() > 60
        assert not entries.filter(balance_minor__lt=0).exists()
        assert not entries.filter(posted_at__gte=NOW).exists()
        assert not entries.filter(value_date__gte=NOW.date()).exists()

    @pytest.mark.parametrize("shares", [[0.0], [0.4], [0.2, 0.5, 0.9]])
    def test_interrupted_and_repeated_gives_the_same_books(self, seed, monkeypatch, shares):
        monkeypatch.setattr(seeding, "HISTORY_DAYS", 45)
        savepoint = transaction.savepoint()
        seed()
        whole = _books()
        assert len(whole[0]) > 40
        transaction.savepoint_rollback(savepoint)
        assert _books() != whole
        for share in shares:
            with pytest.raises(KeyboardInterrupt):
                seed(until=share)
        assert seed() is True
        assert _books() == whole
        assert not any(commands.check_ledger(now=NOW).values())

    def test_everybody_of_the_demo_can_sign_in_with_the_printed_password(
        self, seed, monkeypatch, capsys
    ):
        monkeypatch.setattr(seeding, "HISTORY_DAYS", 1)
        seed()
        call_command("seed_demo", "--print-signins")
        printed = capsys.readouterr().out.splitlines()
        assert len(printed) == len(SIGN_INS)
        for line, person in zip(printed, SIGN_INS, strict=True):
            assert line.split() == [person.email, PASSWORD, person.role]
            user = apps.get_model("identity", "User").objects.get(email=person.email)
            assert user.check_password(PASSWORD)
            assert user.id == person.id

    def test_the_command_says_what_it_did(self, monkeypatch, capsys):
        monkeypatch.setattr(seeding, "HISTORY_DAYS", 1)
        call_command("seed_demo")
        call_command("seed_demo")
        assert capsys.readouterr().out.splitlines() == [
            "The demo is seeded.",
            "The demo was seeded before.",
        ]

    def test_ids_are_the_same_on_every_machine(self):
        assert [person.id for person in CUSTOMERS] == [
            uuid.uuid5(uuid.UUID("1b671a64-40d5-491e-99b0-da01ff1f3341"), f"person:{name}")
            for name in ("Ada", "Ben", "Clara")
        ]
        assert HISTORY_DAYS > 150
