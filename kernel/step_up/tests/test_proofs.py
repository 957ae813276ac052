"""A proof approves one thing of one person, once, for five minutes."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from kernel.step_up import errors
from kernel.step_up.digest import facts_digest
from kernel.step_up.models import Use
from kernel.step_up.proofs import LEEWAY, MAX_LIFE, Proof, purge_uses, use_proof
from kernel.step_up.tasks import purge

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PERSON = uuid.UUID(int=1)
FACTS = {"amount": "25.00", "currency": "EUR", "to_account": "DE1", "to_name": "Ada Novak"}
DIGEST = facts_digest(operation="transfer_money", facts=FACTS)
PROOF = Proof(
    jti="a" * 32,
    person_id=PERSON,
    operation="transfer_money",
    facts_sha256=DIGEST,
    expires_at=NOW + timedelta(minutes=4),
)


def use(proof=PROOF, **values):
    given = {"person_id": PERSON, "operation": "transfer_money", "facts": FACTS, "now": NOW}
    with transaction.atomic():
        use_proof(proof=proof, **(given | values))


@pytest.mark.django_db
class TestUseProof:
    def test_takes_a_fresh_proof_of_exactly_this(self):
        use()
        row = Use.objects.get()
        assert (row.jti, row.person_id, row.operation) == (PROOF.jti, PERSON, "transfer_money")
        assert (row.used_at, row.expires_at) == (NOW, PROOF.expires_at)

    def test_asks_for_one_and_says_what_for(self):
        with pytest.raises(errors.StepUpRequired) as refused:
            use(None)
        wanted = {"operation": "transfer_money", "facts": FACTS}
        assert refused.value.extra == {"step_up": wanted}

    @pytest.mark.parametrize(
        "change",
        [
            {"person_id": uuid.UUID(int=2)},
            {"operation": "add_payee"},
            {"facts_sha256": facts_digest(operation="transfer_money", facts={})},
            {"facts_sha256": DIGEST.upper()},
            {"facts_sha256": "é"},
            {"expires_at": NOW + MAX_LIFE + LEEWAY + timedelta(seconds=1)},
        ],
    )
    def test_takes_no_proof_of_anything_else(self, change):
        with pytest.raises(errors.StepUpMismatch) as refused:
            use(replace(PROOF, **change))
        assert refused.value.extra["step_up"]["facts"] == FACTS
        assert not Use.objects.exists()

    @pytest.mark.parametrize("fact", FACTS)
    def test_takes_no_proof_when_any_fact_differs(self, fact):
        with pytest.raises(errors.StepUpMismatch):
            use(facts=FACTS | {fact: FACTS[fact] + "0"})

    def test_takes_no_old_one(self):
        last = PROOF.expires_at + LEEWAY
        with pytest.raises(errors.StepUpExpired):
            use(now=last)
        use(now=last - timedelta(microseconds=1))

    def test_takes_each_once(self):
        use()
        with pytest.raises(errors.StepUpUsed) as refused:
            use()
        assert refused.value.extra["step_up"]["operation"] == "transfer_money"
        use(replace(PROOF, jti="b" * 32))

    def test_is_a_defect_with_the_facts_of_another_operation(self):
        with pytest.raises(AssertionError, match="not the facts"):
            use(facts={"amount": "25.00"})

    def test_leaves_a_refused_second_use_and_its_transaction_intact(self):
        use()
        with transaction.atomic():
            with pytest.raises(errors.StepUpUsed):
                use()
            Use.objects.create(
                jti="c", person_id=PERSON, operation="x", used_at=NOW, expires_at=NOW
            )
        assert Use.objects.count() == 2


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_a_proof_is_unused_when_what_it_approved_was_undone(self):
        with transaction.atomic():
            use()
            transaction.set_rollback(True)
        use()

    def test_a_proof_is_used_inside_the_transaction_that_it_approves(self):
        with pytest.raises(AssertionError, match="by the transaction"):
            use_proof(
                proof=PROOF, person_id=PERSON, operation="transfer_money", facts=FACTS, now=NOW
            )


@pytest.mark.django_db
class TestPurge:
    def test_lets_go_of_what_has_long_expired(self):
        for minutes in (11, 10, 0, -5):
            Use.objects.create(
                jti=str(minutes),
                person_id=PERSON,
                operation="x",
                used_at=NOW,
                expires_at=NOW - timedelta(minutes=minutes),
            )
        assert purge_uses(now=NOW) == 1
        assert set(Use.objects.values_list("jti", flat=True)) == {"10", "0", "-5"}

    def test_does_so_in_chunks_in_the_background(self):
        for number in range(3):
            Use.objects.create(
                jti=str(number), person_id=PERSON, operation="x", used_at=NOW, expires_at=NOW
            )
        assert purge_uses(now=NOW + timedelta(days=1), limit=2) == 2
        Use.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
        purge()
        assert not Use.objects.exists()


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_eight_uses_of_one_proof_one_wins(self):
        barrier = threading.Barrier(8)

        def work():
            try:
                barrier.wait()
                use()
            except errors.StepUpUsed:
                return "used"
            else:
                return "won"
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            outcomes = [one.result() for one in [pool.submit(work) for _ in range(8)]]
        assert sorted(outcomes) == ["used"] * 7 + ["won"]

    @pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite has one writer at a time, so uses take turns"
    )
    def test_a_second_use_waits_for_the_first_and_wins_when_that_is_undone(self):
        inserted, outcome = threading.Event(), []

        def second():
            try:
                assert inserted.wait(timeout=20)
                use()
                outcome.append("won")
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(second)
            with transaction.atomic():
                use()
                inserted.set()
                transaction.set_rollback(True)
            running.result(timeout=20)
        assert outcome == ["won"]
