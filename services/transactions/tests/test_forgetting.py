"""A person takes all that the service holds on them away, and is forgotten: the movements stay."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from kernel import personal
from kernel.ids import new_id
from kernel.ledger import commands as ledger
from kernel.ledger.models import Account, Note, Transfer
from kernel.outbox.models import Event
from services.transactions.consumers import CONSUMERS
from services.transactions.models import (
    Batch,
    BatchItem,
    Payee,
    StandingOrder,
    Statement,
    StatementFile,
    Webhook,
    WebhookDelivery,
)
from services.transactions.statements.storage import statement_storage

pytestmark = pytest.mark.django_db
# Nobody else writes it by chance.
SECRET = "Zyxwv"


def now():
    return datetime.now(UTC)


@pytest.fixture
def files(settings, tmp_path):
    settings.STATEMENT_ROOT = str(tmp_path / "statements")
    return tmp_path / "statements"


@pytest.fixture
def known(ada, ben, payer, payee, befriend, files):
    """Everything that Ada, and Ben about her, ever wrote."""
    Account.objects.filter(id=payer.id).update(title=f"{SECRET} Novak")
    befriend(ada, payee, name=f"{SECRET} friend")
    befriend(ben, payer, name=f"{SECRET} Novak")
    body = {"from_account": str(payer.id), "to_account": payee.number, "amount": "1.00"}
    assert ada.post("transfers", body | {"note": f"For {SECRET}"}).status_code == 201
    back = {"from_account": str(payee.id), "to_account": payer.number, "amount": "0.50"}
    assert ben.post("transfers", back | {"note": "Ben's own words"}).status_code == 201
    cash = {"account": str(payer.id), "amount": "2.00", "note": SECRET}
    assert ada.post("withdrawals", cash).status_code == 201
    for person_id, source, to in ((ada.id, payer, payee), (ben.id, payee, payer)):
        StandingOrder.objects.create(
            person_id=person_id,
            account_id=source.id,
            to_account_id=to.id,
            to_number=to.number,
            to_name=f"{SECRET} Novak",
            amount_minor=100,
            currency="EUR",
            note=f"{SECRET}" if person_id == ada.id else "Ben's rent",
            frequency="once",
            first_date=date(2026, 1, 1),
            status="completed",
            created_at=now(),
            changed_at=now(),
        )
    batch = Batch.objects.create(
        actor_id=ada.id,
        key_hash=bytes(32),
        request_hash=bytes(32),
        source="json",
        reference=SECRET,
        mode="best_effort",
        item_count=1,
        created_at=now(),
    )
    BatchItem.objects.create(
        batch=batch,
        position=0,
        status="refused",
        from_account=str(payer.id),
        to_account="x",
        amount="1.00",
        reference=SECRET,
        code="account_not_found",
    )
    webhook = Webhook.objects.create(
        person_id=ada.id,
        url=f"https://{SECRET}.example/hook",
        description=SECRET,
        events=[],
        key_id="1",
        sealed_secret=b"sealed",
        created_at=now(),
    )
    WebhookDelivery.objects.create(
        webhook=webhook,
        event_id=new_id(),
        event="transfer.posted",
        body=SECRET,
        status="delivered",
        created_at=now(),
        tried_from=now(),
    )
    statement = Statement.objects.create(
        account_id=payer.id,
        from_date=date(2026, 1, 1),
        to_date=date(2026, 1, 31),
        is_monthly=True,
        number=payer.number,
        title=f"{SECRET} Novak",
        currency="EUR",
        first_sequence=1,
        last_sequence=0,
        opening_minor=0,
        closing_minor=0,
        in_count=0,
        in_minor=0,
        out_minor=0,
        interest_minor=0,
        tax_minor=0,
        fees=[],
        fees_minor=0,
        days=31,
        average_minor=0,
        created_at=now(),
    )
    file = StatementFile.objects.create(statement=statement, format="json", asked_at=now())
    statement_storage().write(file_id=file.id, pieces=[SECRET.encode()])
    return ada


def written():
    """Return the text of every row of the service, and of the ledger's notes and holds."""
    models = [*apps.get_app_config("transactions").get_models(), Note]
    return {
        model._meta.db_table: "\n".join(map(str, model.objects.values_list())) for model in models
    }


@pytest.fixture
def forget(known, payer, monkeypatch, django_capture_on_commit_callbacks):
    """Return a function that hands the event of the erasure to its consumer."""
    mine = personal._holdings["transactions"]
    monkeypatch.setattr(personal, "ELSEWHERE", {"transactions": ()})
    monkeypatch.setattr(personal, "_holdings", {"transactions": mine})

    def take():
        # As `accounts` has done it before.
        ledger.retitle_account(account_id=payer.id, title="Erased customer")
        payload = {"person_id": str(known.id), "accounts": [str(payer.id)]}
        event = Event(name=personal.ERASED, payload=payload, created_at=now())
        with django_capture_on_commit_callbacks(execute=True):
            for consumer in CONSUMERS[personal.ERASED]:
                consumer.take(event)

    return take


class TestForget:
    def test_blanks_what_was_written_and_keeps_what_moved(self, forget, files):
        before = Transfer.objects.count()
        found = {name for name, rows in written().items() if SECRET in rows}
        assert found == {
            "ledger_note",
            "transactions_batch",
            "transactions_batch_item",
            "transactions_payee",
            "transactions_standing_order",
            "transactions_statement",
            "transactions_webhook",
            "transactions_webhook_delivery",
        }
        forget()
        assert [name for name, rows in written().items() if SECRET in rows] == []
        assert not [path for path in files.rglob("*") if path.is_file()]
        assert Transfer.objects.count() == before
        assert not any(ledger.check_ledger(now=now()).values())

    def test_leaves_others_their_own_words(self, forget, ben, payee):
        forget()
        [order] = StandingOrder.objects.filter(person_id=ben.id)
        assert (order.note, order.to_name) == ("Ben's rent", "")
        lines = ben.get("transactions", account=payee.id).json()["results"]
        assert {line["note"] for line in lines} == {"Ben's own words", ""}
        assert Payee.objects.filter(person_id=ben.id).count() == 1

    def test_again_does_no_harm(self, forget):
        forget()
        after = written()
        forget()
        assert written() == after

    def test_in_a_process_that_lacks_a_holding_fails_and_comes_again(self, forget, monkeypatch):
        monkeypatch.setattr(personal, "ELSEWHERE", {"auth": (), "transactions": ()})
        with pytest.raises(KeyError):
            forget()


class TestTakeOut:
    def test_has_all_that_is_known_and_nothing_of_others(self, known, ben, payer, payee):
        held = personal._holdings["transactions"].tables(known.id)
        rows = {table.name: list(table.rows()) for table in held}
        assert {name: len(found) for name, found in rows.items()} == {
            "transactions": 4,
            "payees": 1,
            "limits": 0,
            "standing_orders": 1,
            "standing_order_days": 0,
            "batches": 1,
            "batch_items": 1,
            "receipts": 1,
            "fees": 0,
            "statements": 1,
            "webhooks": 1,
        }
        [note] = [row["note"] for row in rows["transactions"] if row["type"] == "transfer_out"]
        assert note == f"For {SECRET}"
        assert [row["amount"] for row in rows["transactions"]] == [
            "-2.00",
            "0.50",
            "-1.00",
            "100.00",
        ]
        assert rows["receipts"][0]["amount"] == "2.00"
        assert "sealed_secret" not in rows["webhooks"][0]
        assert str(ben.id) not in json.dumps(rows, default=str)
        # It can be read twice: once for JSON, once for CSV.
        assert [len(list(table.rows())) for table in held] == [len(one) for one in rows.values()]

    def test_of_a_long_history_is_read_page_by_page(self, known, monkeypatch):
        from services.transactions.queries import takeout

        monkeypatch.setattr(takeout, "_PAGE", 2)
        whole = {table.name: len(list(table.rows())) for table in takeout.tables_of(known.id)}
        assert (whole["transactions"], whole["payees"]) == (4, 1)
