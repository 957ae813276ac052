from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernel.ledger import commands, queries, tasks
from kernel.ledger.errors import (
    AccountFrozen,
    AccountNotEmpty,
    CaptureAboveHold,
    CreditsOnly,
    CurrencyMismatch,
    HoldExpired,
    HoldNotActive,
    HoldNotFound,
    InsufficientFunds,
    SameAccount,
)
from kernel.ledger.internal import internal_id
from kernel.ledger.models import Account, Capture, Hold
from kernel.ledger.tests import movements
from kernel.ledger.tests.test_concurrency import _at_once


@pytest.fixture
def person(bank):
    return bank.person()


@pytest.fixture
def account(bank, person):
    return bank.open(person=person, funds=500_000)


@pytest.fixture
def place(bank, person, account):
    """Return a function that holds 1,000.00 for the clearing account, or what is changed."""

    def hold(*, key=None, **changes):
        values = {"account_id": account.id, "amount": "1000.00"} | changes
        request = bank.request(person=person, operation="hold", key=key)
        return uuid.UUID(json.loads(movements.hold(request=request, **values).body)["id"])

    return hold


@pytest.fixture
def take(bank, person):
    def capture(hold_id, *, key=None, **values):
        request = bank.request(person=person, operation="capture", key=key)
        return movements.capture(request=request, hold_id=hold_id, **values)

    return capture


@pytest.fixture
def let_go(bank, person):
    def void(hold_id, **values):
        request = bank.request(person=person, operation="void")
        return movements.void(request=request, hold_id=hold_id, **values)

    return void


def _read(account):
    row = Account.objects.get(id=account.id)
    return row.balance_minor, row.held_minor


def _status(hold_id):
    return queries.get_reservation(hold_id=hold_id, now=datetime.now(UTC)).status


class TestPlaceHold:
    def test_of_six_holds_of_1000_on_5000_five_stand(self, bank, account, place):
        for _ in range(5):
            place()
        with pytest.raises(InsufficientFunds):
            place()
        assert _read(account) == (500_000, 500_000)
        found = queries.get_balance(account_id=account.id, now=datetime.now(UTC))
        assert (found.available_minor, found.held_minor) == (0, 500_000)
        assert bank.is_sound()

    def test_what_is_held_cannot_be_spent(self, bank, person, account, place):
        place(amount="4999.99")
        payee = bank.open(person=bank.person())
        with pytest.raises(InsufficientFunds):
            bank.transfer(person=person, payer=account, payee=payee, amount="0.02")
        bank.transfer(person=person, payer=account, payee=payee, amount="0.01")

    def test_uses_an_overdraft_to_the_last_cent(self, bank, person, place):
        account = bank.open(person=person, floor_minor=-100)
        place(account_id=account.id, amount="1.00")
        with pytest.raises(InsufficientFunds):
            place(account_id=account.id, amount="0.01")

    def test_is_placed_once_for_a_key(self, account, place):
        assert place(key="k") == place(key="k")
        assert _read(account) == (500_000, 100_000)

    def test_is_refused_where_no_payment_would_be_made(self, bank, account, place):
        yen = bank.open(person=bank.person(), currency="JPY")
        with pytest.raises(SameAccount):
            place(payee_id=account.id)
        with pytest.raises(CurrencyMismatch):
            place(payee_id=yen.id)
        for status, refusal in (("frozen", AccountFrozen), ("credits_only", CreditsOnly)):
            commands.change_status(account_id=account.id, status=status)
            with pytest.raises(refusal):
                place()
        assert _read(account) == (500_000, 0)

    def test_keeps_its_account_open(self, bank, person, place):
        account = bank.open(person=person, floor_minor=-100)
        place(account_id=account.id, amount="1.00")
        with pytest.raises(AccountNotEmpty):
            commands.close_account(account_id=account.id)


class TestCaptureHold:
    def test_pays_the_payee_of_the_hold(self, bank, account, place, take):
        payee = bank.open(person=bank.person())
        hold_id = place(payee_id=payee.id)
        take(hold_id)
        assert _read(account) == (400_000, 0)
        assert bank.balance(payee) == 100_000
        assert _status(hold_id) == "captured"
        assert queries.list_captures(hold_id=hold_id) == [Capture.objects.get().transfer_id]
        assert bank.is_sound()

    def test_pays_the_clearing_account_when_nobody_is_named(self, bank, place, take):
        take(place())
        clearing = internal_id(purpose="clearing", currency="EUR")
        assert queries.internal_balance_minor(account_id=clearing) == 100_000

    def test_of_a_part_releases_the_rest_when_it_is_final(self, bank, account, place, take):
        hold_id = place()
        take(hold_id, amount_minor=30_000)
        assert _read(account) == (470_000, 0)
        with pytest.raises(HoldNotActive):
            take(hold_id, amount_minor=1)
        assert bank.is_sound()

    def test_of_parts_keeps_the_rest_until_nothing_is_left(self, bank, account, place, take):
        hold_id = place()
        take(hold_id, amount_minor=30_000, is_final=False)
        assert _read(account) == (470_000, 70_000)
        with pytest.raises(CaptureAboveHold):
            take(hold_id, amount_minor=70_001, is_final=False)
        take(hold_id, amount_minor=70_000, is_final=False)
        assert _read(account) == (400_000, 0)
        assert _status(hold_id) == "captured"
        assert bank.is_sound()

    def test_works_when_everything_is_held(self, bank, account, place, take):
        holds = [place() for _ in range(5)]
        for hold_id in holds:
            take(hold_id)
        assert _read(account) == (0, 0)
        assert bank.is_sound()

    def test_is_made_once_for_a_key(self, account, place, take):
        hold_id = place()
        first = take(hold_id, key="k")
        again = take(hold_id, key="k")
        assert (again.body, again.replayed) == (first.body, True)
        assert _read(account) == (400_000, 0)

    def test_is_refused_after_its_time_although_nobody_swept(self, account, place, take):
        hold_id = place()
        with pytest.raises(HoldExpired):
            take(hold_id, now=datetime.now(UTC) + timedelta(days=7))
        assert _read(account) == (500_000, 100_000)

    def test_is_refused_on_a_frozen_account_and_changes_nothing(self, account, place, take):
        hold_id = place()
        commands.change_status(account_id=account.id, status="frozen")
        with pytest.raises(AccountFrozen):
            take(hold_id)
        assert _read(account) == (500_000, 100_000)
        assert _status(hold_id) == "active"

    def test_of_no_hold_is_refused(self, db, take):
        with pytest.raises(HoldNotFound):
            take(uuid.uuid4())


class TestVoidHold:
    def test_releases_what_is_left(self, bank, account, place, take, let_go):
        hold_id = place()
        take(hold_id, amount_minor=1, is_final=False)
        let_go(hold_id)
        assert _read(account) == (499_999, 0)
        assert _status(hold_id) == "voided"
        with pytest.raises(HoldNotActive):
            let_go(hold_id)
        with pytest.raises(HoldNotActive):
            take(hold_id)
        assert bank.is_sound()

    def test_works_on_a_frozen_account(self, account, place, let_go):
        hold_id = place()
        commands.change_status(account_id=account.id, status="frozen")
        let_go(hold_id)
        assert _read(account) == (500_000, 0)


class TestExpireHolds:
    def test_releases_what_is_over_and_nothing_else(self, bank, account, place):
        over = place(lasts=timedelta(hours=1))
        stays = place(lasts=timedelta(days=2))
        later = datetime.now(UTC) + timedelta(days=1)
        assert commands.expire_holds(now=later) == 1
        assert commands.expire_holds(now=later) == 0
        assert _read(account) == (500_000, 100_000)
        assert (_status(over), _status(stays)) == ("expired", "active")
        assert bank.is_sound()

    def test_goes_in_chunks(self, bank, account, place, monkeypatch):
        monkeypatch.setattr("kernel.ledger.commands.holds.CHUNK", 2)
        for _ in range(3):
            place(lasts=timedelta(seconds=1))
        later = datetime.now(UTC) + timedelta(days=1)
        assert [commands.expire_holds(now=later) for _ in range(3)] == [2, 1, 0]
        assert _read(account) == (500_000, 0)

    def test_is_done_by_a_task(self, account, place):
        hold_id = place()
        past = datetime.now(UTC) - timedelta(seconds=1)
        Hold.objects.filter(id=hold_id).update(expires_at=past)
        assert _status(hold_id) == "expired"
        tasks.expire_holds()
        assert _read(account) == (500_000, 0)


@pytest.mark.threads
class TestAtOnce:
    def test_of_twelve_holds_of_1000_on_5000_five_stand(self, shared_bank):
        person = shared_bank.person()
        account = shared_bank.open(person=person, funds=500_000)
        outcomes = _at_once(
            [
                lambda: movements.hold(
                    request=shared_bank.request(person=person, operation="hold"),
                    account_id=account.id,
                    amount="1000.00",
                )
            ]
            * 12
        )
        refused = [one for one in outcomes if isinstance(one, Exception)]
        assert {type(one) for one in refused} == {InsufficientFunds}
        assert len(refused) == 7
        assert _read(account) == (500_000, 500_000)
        assert shared_bank.is_sound()

    def test_a_hold_is_captured_once(self, shared_bank):
        person = shared_bank.person()
        account = shared_bank.open(person=person, funds=500_000)
        request = shared_bank.request(person=person, operation="hold")
        body = movements.hold(request=request, account_id=account.id, amount="1000.00").body
        hold_id = uuid.UUID(json.loads(body)["id"])
        outcomes = _at_once(
            [
                lambda: movements.capture(
                    request=shared_bank.request(person=person, operation="capture"),
                    hold_id=hold_id,
                )
            ]
            * 8
        )
        refused = [one for one in outcomes if isinstance(one, Exception)]
        assert [type(one) for one in refused] == [HoldNotActive] * 7
        assert _read(account) == (400_000, 0)
        assert shared_bank.is_sound()
