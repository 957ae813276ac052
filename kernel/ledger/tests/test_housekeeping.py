"""What happens beside the movements: old answers go, refusals stay, tasks run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from prometheus_client import REGISTRY

from kernel.ledger import commands, tasks
from kernel.ledger.errors import BusinessDayClosed, InsufficientFunds
from kernel.ledger.models import Account, Day, Refusal, Request


@pytest.fixture
def now():
    return datetime.now(UTC)


def _keep_answers(bank, *, ages, now):
    person = bank.person()
    for age in ages:
        commands.keep_answer(
            request=bank.request(person=person), content={"days": age.days}, now=now - age
        )
    return person


class TestPurgeRequests:
    def test_lets_go_of_answers_after_30_days_and_not_before(self, bank, now):
        second = timedelta(seconds=1)
        month = timedelta(days=30)
        _keep_answers(bank, ages=[timedelta(0), month - second, month, month + second], now=now)
        assert commands.purge_requests(now=now) == 1
        assert commands.purge_requests(now=now) == 0
        assert Request.objects.count() == 3

    def test_goes_in_chunks_the_oldest_first(self, bank, now, monkeypatch):
        # The package hands the command out under the name of its file.
        purging = import_module("kernel.ledger.commands.purge_requests")
        monkeypatch.setattr(purging, "CHUNK", 2)
        _keep_answers(bank, ages=[timedelta(days=days) for days in (50, 70, 60)], now=now)
        assert commands.purge_requests(now=now) == 2
        (left,) = Request.objects.all()
        assert left.answer == '{"days":50}'
        assert commands.purge_requests(now=now) == 1


class TestRecordRefusal:
    def test_remembers_who_was_refused_what_and_binds_no_key(self, bank, now):
        person = bank.person()
        request = bank.request(person=person)
        labels = {"kind": "transfer", "outcome": "declined", "reason": "insufficient_funds"}
        before = REGISTRY.get_sample_value("bank_transfers_total", labels) or 0
        for _ in range(2):
            commands.record_refusal(request=request, refusal=InsufficientFunds(), now=now)
        found = Refusal.objects.all()
        assert [(one.actor_id, one.operation, one.code) for one in found] == [
            (person, "transfer", "insufficient_funds")
        ] * 2
        assert {bytes(one.request_hash) for one in found} == {request.request_hash}
        assert not Request.objects.exists()
        assert REGISTRY.get_sample_value("bank_transfers_total", labels) == before + 2


class TestTasks:
    def test_roll_the_business_day(self, db):
        tasks.roll_business_day()
        tasks.roll_business_day()
        assert Day.objects.get().status == "open"

    def test_let_go_of_old_answers(self, bank, now):
        _keep_answers(bank, ages=[timedelta(days=31), timedelta(days=1)], now=now)
        tasks.purge_requests()
        assert Request.objects.count() == 1

    def test_shout_when_the_books_are_wrong_and_only_then(self, bank, monkeypatch):
        shouted = []
        monkeypatch.setattr(
            tasks.log, "critical", lambda event, **facts: shouted.append((event, facts))
        )
        account = bank.open(person=bank.person(), funds=500)
        tasks.check_ledger()
        assert shouted == []
        clean = REGISTRY.get_sample_value("bank_ledger_check_last_success_timestamp_seconds")
        Account.objects.filter(id=account.id).update(balance_minor=501)
        tasks.check_ledger()
        ((event, facts),) = shouted
        assert event == "ledger.broken"
        assert facts["balance_is_the_sum_of_its_entries"] == 1
        gauge = REGISTRY.get_sample_value(
            "bank_ledger_broken_invariants", {"invariant": "balance_is_the_sum_of_its_entries"}
        )
        assert gauge == 1
        # The time of the last success stands still while something is broken.
        assert clean == REGISTRY.get_sample_value(
            "bank_ledger_check_last_success_timestamp_seconds"
        )


class TestBusinessDay:
    def test_is_opened_by_hand_too(self, db, capsys):
        call_command("roll_business_day")
        assert capsys.readouterr().out == f"Business day: {Day.objects.get().business_date}\n"

    def test_is_closed_once(self, bank, now):
        asked = {"business_date": now.date(), "next_date": now.date() + timedelta(days=1)}
        commands.close_business_day(**asked, now=now)
        first = list(Day.objects.order_by("business_date").values())
        commands.close_business_day(**asked, now=now + timedelta(hours=1))
        assert list(Day.objects.order_by("business_date").values()) == first
        assert [day["status"] for day in first] == ["closed", "open"]

    def test_nothing_moves_while_none_is_open(self, bank):
        account = bank.open(person=bank.person())
        Day.objects.update(status="balanced")
        with pytest.raises(BusinessDayClosed):
            bank.deposit(person=bank.person(), account=account, amount="1.00")
