"""Batches at the API: JSON and payment files, all or nothing, best effort, dry run."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kernel.ledger import commands as ledger
from kernel.ledger.models import Account, Request, Transfer
from kernel.outbox.models import Event
from services.transactions.commands.batch_desk import Desk
from services.transactions.models import Batch, BatchItem, LimitUse, Payee
from services.transactions.notices import notices_of
from services.transactions.tests.test_pain import payment_file, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def easy(settings):
    settings.STEP_UP_ABOVE = settings.STEP_UP_NEW_PAYEE_ABOVE = "1000"


@pytest.fixture
def item(payer, payee):
    def make(amount="1.00", **changes):
        return {
            "from_account": str(payer.id),
            "to_account": payee.number,
            "amount": amount,
        } | changes

    return make


@pytest.fixture
def send(ada):
    def post(*transfers, by=ada, key=None, headers=None, **values):
        body = {"transfers": list(transfers)} | values
        return by.post("transfer-batches", body, key=key, **(headers or {}))

    return post


@pytest.fixture
def results(ada):
    def read(batch, **query):
        answer = ada.get(f"transfer-batches/{batch['id']}/items", **query)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    return read


class TestAllOrNothing:
    def test_posts_every_item_and_lists_them(self, send, item, results, payer, payee, balance, ada):
        answer = send(item("1.00", note="May", reference="7"), item("2.50"), reference="Salaries")
        assert answer.status_code == 201, answer.content
        content = answer.json()
        batch = Batch.objects.get()
        assert content == {
            "id": str(batch.id),
            "status": "posted",
            "mode": "all_or_nothing",
            "dry_run": False,
            "source": "json",
            "reference": "Salaries",
            "count": 2,
            "posted": 2,
            "refused": 0,
            "created_at": content["created_at"],
            "balances": [{"account": str(payer.id), "balance": "96.50", "available": "96.50"}],
        }
        assert (balance(payer), balance(payee)) == (9_650, 350)
        first, second = results(content)
        sent = Transfer.objects.get(id=first["transfer_id"])
        assert (sent.amount_minor, sent.note.text, sent.actor_id) == (100, "May", ada.id)
        assert first == {
            "position": 1,
            "status": "posted",
            "from_account": str(payer.id),
            "to_account": payee.number,
            "amount": "1.00",
            "reference": "7",
            "transfer_id": str(sent.id),
            "code": None,
            "detail": None,
        }
        assert (second["position"], second["amount"]) == (2, "2.50")
        shown = ada.get(f"transfers/{first['transfer_id']}").json()
        assert shown["amount"] == "1.00"
        assert not any(ledger.check_ledger(now=datetime.now(UTC)).values())

    def test_posts_nothing_when_one_is_refused_and_says_which(
        self, send, item, payer, balance, refused
    ):
        answer = send(item(), item("99.01"), item(to_account="DE00"))
        problem = refused(answer, 422, "batch_refused")
        assert problem["refused"] == 2
        assert [(one["position"], one["code"]) for one in problem["items"]] == [
            (2, "insufficient_funds"),
            (3, "account_not_found"),
        ]
        assert balance(payer) == 10_000
        assert not Batch.objects.exists()
        assert not LimitUse.objects.exists()

    def test_is_posted_once_for_a_key(self, send, item, payer, balance, refused):
        first, again = send(item(), key="k"), send(item(), key="k")
        assert again.content == first.content
        assert again.headers["Idempotency-Replayed"] == "true"
        refused(send(item("2.00"), key="k"), 422, "idempotency_key_reused")
        refused(send(item(), key="k", mode="best_effort"), 422, "idempotency_key_reused")
        assert balance(payer) == 9_900

    def test_each_item_sees_what_those_before_it_left(self, send, item, teller, ada, payer, payee):
        own = teller.open(ada)
        forth = item("60.00", to_account=str(own.id))
        on = item("60.00", from_account=str(own.id))
        assert send(forth, on).status_code == 201
        assert send(on, forth).json()["items"][0]["code"] == "insufficient_funds"

    def test_anothers_account_does_not_exist(self, send, item, payer, payee):
        answer = send(item(from_account=str(payee.id), to_account=str(payer.id)))
        assert answer.json()["items"][0]["code"] == "account_not_found"


class TestBestEffort:
    def test_posts_what_can_be_and_says_why_not(self, send, item, results, payer, balance):
        answer = send(
            item("60.00"),
            item("60.00"),
            item("40.00"),
            item("x"),
            item(currency="USD"),
            mode="best_effort",
        )
        assert answer.status_code == 201, answer.content
        content = answer.json()
        assert (content["status"], content["posted"], content["refused"]) == (
            "partly_posted",
            2,
            3,
        )
        assert content["balances"][0]["balance"] == "0.00"
        assert [(one["status"], one["code"]) for one in results(content)] == [
            ("posted", None),
            ("refused", "insufficient_funds"),
            ("posted", None),
            ("refused", "amount_invalid"),
            ("refused", "currency_mismatch"),
        ]
        assert [one["position"] for one in results(content, status="refused")] == [2, 4, 5]
        assert balance(payer) == 0

    def test_that_was_cut_off_did_not_happen_and_is_posted_once_by_its_key(
        self, send, item, results, payer, balance, monkeypatch
    ):
        works = Desk.write

        def dies(desk, *, batch_id):
            works(desk, batch_id=batch_id)
            raise RuntimeError("killed")

        monkeypatch.setattr(Desk, "write", dies)
        items = [item(f"{number}.00") for number in range(1, 6)]
        with pytest.raises(RuntimeError), transaction.atomic():
            send(*items, mode="best_effort", key="k")
        assert balance(payer) == 10_000
        assert not Batch.objects.exists()
        monkeypatch.undo()
        answer = send(*items, mode="best_effort", key="k")
        assert (answer.json()["status"], answer.json()["posted"]) == ("posted", 5)
        assert balance(payer) == 10_000 - 1_500
        assert len({one["transfer_id"] for one in results(answer.json())}) == 5
        assert send(*items, mode="best_effort", key="k").content == answer.content
        assert BatchItem.objects.count() == 5

    def test_decides_each_item_once(self, send, item, monkeypatch):
        works, decided = Desk._decide, []

        def counted(desk, line):
            decided.append(line.position)
            return works(desk, line)

        monkeypatch.setattr(Desk, "_decide", counted)
        send(item(), item("999.00"), item(), mode="best_effort")
        assert decided == [1, 2, 3]

    @pytest.mark.parametrize("mode", ["all_or_nothing", "best_effort"])
    def test_a_key_is_not_free_again_when_its_answer_is_let_go_of(
        self, send, item, mode, refused, payer, balance
    ):
        assert send(item(), mode=mode, key="k").status_code == 201
        Request.objects.all().delete()
        refused(send(item(), mode=mode, key="k"), 422, "idempotency_key_reused")
        assert balance(payer) == 9_900

    def test_all_refused_is_refused(self, send, item):
        content = send(item("999.00"), mode="best_effort").json()
        assert (content["status"], content["posted"], content["refused"]) == ("refused", 0, 1)


class TestDryRun:
    @pytest.mark.parametrize("mode", ["all_or_nothing", "best_effort"])
    def test_answers_what_would_happen_and_changes_nothing(self, send, item, payer, balance, mode):
        before = Account.objects.filter(id=payer.id).values().get()
        answer = send(item("60.00", note="x"), item("60.00"), mode=mode, dry_run=True, key="k")
        assert answer.status_code == 200, answer.content
        content = answer.json()
        whole = mode == "all_or_nothing"
        assert (content["status"], content["posted"], content["refused"]) == (
            ("refused", 0, 1) if whole else ("partly_posted", 1, 1)
        )
        assert content["balances"][0]["balance"] == ("100.00" if whole else "40.00")
        assert [(one["status"], one["code"]) for one in content["items"]] == [
            ("posted", None),
            ("refused", "insufficient_funds"),
        ]
        assert Account.objects.filter(id=payer.id).values().get() == before
        assert not Batch.objects.exists()
        assert not LimitUse.objects.exists()
        assert not Transfer.objects.filter(kind="transfer").exists()
        # The key was not used up.
        assert send(item(), key="k").status_code == 201


class TestRules:
    def test_limits_count_each_item(self, send, item, results, settings):
        settings.LIMIT_TRANSFER, settings.LIMIT_DAY = "20", "50"
        content = send(
            item("20.00"), item("20.01"), item("20.00"), item("10.01"), mode="best_effort"
        ).json()
        assert [one["code"] for one in results(content)] == [
            None,
            "limit_exceeded",
            None,
            "limit_exceeded",
        ]
        assert LimitUse.objects.get().day_minor == 4_000
        again = send(item("10.01"), mode="best_effort").json()
        assert results(again)[0]["code"] == "limit_exceeded"
        assert send(item("10.00")).status_code == 201
        assert LimitUse.objects.get().day_minor == 5_000

    def test_a_new_payee_gets_no_more_than_one_payment_at_a_time_would_give(
        self, send, item, results, settings, payee, ada
    ):
        settings.PAYEE_COOLING_LIMIT = "30"
        content = send(item("20.00"), item("20.00"), item("10.00"), mode="best_effort").json()
        assert [one["code"] for one in results(content)] == [None, "payee_cooling_off", None]
        known = Payee.objects.get(person_id=ada.id)
        assert (known.account_id, known.cooling_minor) == (payee.id, 3_000)
        answer = send(item("0.01"), mode="best_effort").json()
        assert results(answer)[0]["code"] == "payee_cooling_off"
        settings.PAYEE_COOLING_LIMIT = "31"
        assert send(item("1.00")).status_code == 201
        known.refresh_from_db()
        assert known.cooling_minor == 3_100

    def test_ones_own_accounts_use_no_limit(self, send, item, teller, ada, settings, payer):
        settings.LIMIT_DAY = "1"
        own = teller.open(ada)
        assert send(item("50.00", to_account=str(own.id))).status_code == 201
        assert not LimitUse.objects.exists()
        assert not Payee.objects.exists()

    @pytest.mark.parametrize("mode", ["all_or_nothing", "best_effort"])
    def test_a_fresh_factor_is_bound_to_every_line(
        self, send, item, settings, refused, step_up, ada, payer, balance, mode
    ):
        settings.STEP_UP_ABOVE = settings.STEP_UP_NEW_PAYEE_ABOVE = "20"
        items = [item("15.00"), item("15.00")]
        problem = refused(send(*items, mode=mode), 403, "step_up_required")
        asked = problem["step_up"]
        assert asked["operation"] == "pay_batch"
        assert (asked["facts"]["count"], asked["facts"]["amount"]) == ("2", "30.00")
        proof = step_up(person_id=ada.id, **asked)
        other = [item("16.00"), item("14.00")]
        refused(send(*other, mode=mode, headers=proof), 403, "step_up_mismatch")
        assert balance(payer) == 10_000
        assert send(*items, mode=mode, headers=proof).status_code == 201
        refused(send(*items, mode=mode, headers=proof), 403, "step_up_used")
        assert balance(payer) == 7_000

    def test_an_account_that_one_may_only_look_at_is_not_moved(self, send, item, teller, ada, ben):
        shared = teller.open(ben, "50.00", holders={ada.id: "view"})
        answer = send(item(from_account=str(shared.id)))
        assert answer.json()["items"][0]["code"] == "access_not_enough"

    def test_one_batch_has_one_currency(self, send, item, teller, ada, payee, results):
        yen = teller.open(ada, "500", currency="JPY")
        content = send(item(), item("5", from_account=str(yen.id)), mode="best_effort").json()
        assert [one["code"] for one in results(content)] == [None, "currency_mismatch"]

    def test_fees_of_the_product_follow_each_payment(
        self, send, item, teller, ada, balance, results, agree
    ):
        fee = {"code": "payment", "kind": "transfer", "when": "each", "amount_minor": 25}
        agree("basic", from_date=datetime.now(UTC).date(), fee=fee)
        account = teller.open(ada, "10.00", product="basic")
        paid = item("4.00", from_account=str(account.id))
        content = send(paid, paid, paid, mode="best_effort").json()
        assert [one["code"] for one in results(content)] == [None, None, "insufficient_funds"]
        assert balance(account) == 1_000 - 2 * 425
        fees = Transfer.objects.filter(kind="fee")
        assert {str(one.linked_id) for one in fees} == {
            one["transfer_id"] for one in results(content)[:2]
        }
        assert not any(ledger.check_ledger(now=datetime.now(UTC)).values())


class TestReading:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"amount": 1}, "transfers.0.amount"),
            ({"amount": ""}, "transfers.0.amount"),
            ({"note": "a\u0000"}, "transfers.0.note"),
            ({"note": "n" * 141}, "transfers.0.note"),
            ({"to_account": None}, "transfers.0.to_account"),
            ({"surprise": "x"}, "transfers.0.surprise"),
        ],
    )
    def test_is_strict_about_items(self, send, item, refused, change, field):
        refused(send(item(**change)), 400, "invalid", field)

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "transfers"),
            ({"transfers": []}, "transfers"),
            ({"transfers": {}}, "transfers"),
            ({"transfers": [1]}, "transfers.0.non_field_errors"),
            ({"transfers": [{}] * 10_001}, "transfers"),
        ],
    )
    def test_is_strict_about_the_list(self, ada, refused, body, field):
        answer = ada.post("transfer-batches", body)
        assert answer.json()["code"] == "invalid"
        assert field in answer.json()["errors"]

    def test_needs_a_key(self, send, item, refused):
        refused(send(item(), key=""), 400, "idempotency_key_missing")

    def test_takes_ten_thousand_items_and_not_too_many_bytes(self, ada, item, refused, settings):
        body = {"transfers": [item("0.01", note="n" * 60)] * 10_000, "dry_run": True}
        answer = ada.post("transfer-batches", body)
        assert answer.status_code == 200, answer.content[:500]
        assert answer.json()["posted"] == 10_000
        settings.BATCH_MAX_BYTES = 1000
        refused(ada.post("transfer-batches", body), 413, "request_too_large")


class TestPaymentFile:
    @pytest.fixture
    def upload(self, ada):
        def post(content, *, key=None, query="", by=ada):
            return by.http.post(
                f"/api/v1/transfer-batches{query}",
                content,
                content_type="application/xml",
                HTTP_IDEMPOTENCY_KEY=key or uuid.uuid4().hex,
                **by.headers,
            )

        return post

    @pytest.mark.parametrize("version", ["03", "09"])
    def test_is_posted_like_json(self, upload, payer, payee, results, balance, version):
        content = payment_file(
            transfer("1.50", iban=payee.number),
            transfer("2", iban=payee.number),
            version=version,
            payer=payer.number,
            total="3.50",
        )
        answer = upload(content, key="k")
        assert answer.status_code == 201, answer.content
        batch = answer.json()
        assert (batch["source"], batch["reference"], batch["posted"]) == (
            "pain.001",
            "salaries-7",
            2,
        )
        first, _ = results(batch)
        assert (first["amount"], first["reference"]) == ("1.5", "Invoice 7")
        assert balance(payee) == 350
        assert Transfer.objects.get(id=first["transfer_id"]).note.text == "Invoice 7 May"
        assert upload(content, key="k").content == answer.content
        assert balance(payee) == 350

    def test_refuses_items_by_line(self, upload, payer, payee, ada):
        tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
        content = payment_file(
            transfer(iban=payee.number), payer=payer.number, day=tomorrow, version="03"
        )
        problem = upload(content).json()
        assert problem["code"] == "batch_refused"
        assert problem["items"][0]["code"] == "value_date_in_future"
        assert problem["items"][0]["detail"].startswith("Line 19:")

    def test_takes_mode_and_dry_run_from_the_query(self, upload, payer, payee, balance):
        content = payment_file(
            transfer("1", iban=payee.number), transfer("999", iban=payee.number), payer=payer.number
        )
        tried = upload(content, query="?mode=best_effort&dry_run=true")
        assert (tried.status_code, tried.json()["posted"]) == (200, 1)
        assert upload(content, query="?mode=best_effort").json()["posted"] == 1
        assert balance(payee) == 100
        assert upload(content, query="?mode=some").status_code == 400

    def test_that_cannot_be_read_is_refused_with_its_line(self, upload, refused):
        content = payment_file().replace(b"<MsgId>", b"<MsgIdx>", 1)
        problem = refused(upload(content), 400, "payment_file_invalid", "document")
        assert problem["line"] > 1
        refused(upload(b"\xff\xfe"), 400, "malformed_request")

    def test_other_bodies_are_not_taken(self, ada, refused):
        answer = ada.http.post(
            "/api/v1/transfer-batches", "x", content_type="text/csv", **ada.headers
        )
        refused(answer, 415, "unsupported_media_type")


class TestReadingBatches:
    def test_is_for_whoever_asked_only(self, send, item, ada, ben, refused):
        batch = send(item()).json()
        shown = ada.get(f"transfer-batches/{batch['id']}").json()
        assert shown == {key: value for key, value in batch.items() if key != "balances"}
        assert [one["id"] for one in ada.get("transfer-batches").json()["results"]] == [batch["id"]]
        assert ben.get("transfer-batches").json()["results"] == []
        for path in ("", "/items"):
            answer = ben.get(f"transfer-batches/{batch['id']}{path}")
            refused(answer, 404, "batch_not_found")

    def test_pages_batches_and_items(self, send, item, ada, refused):
        batches = [send(item()).json()["id"] for _ in range(3)]
        page = ada.get("transfer-batches", limit=2).json()
        rest = ada.follow(page["next"]).json()
        found = [one["id"] for one in page["results"] + rest["results"]]
        assert found == batches[::-1]
        many = send(*[item("0.01")] * 5).json()
        path = f"transfer-batches/{many['id']}/items"
        page = ada.get(path, limit=3).json()
        rest = ada.follow(page["next"]).json()
        assert [one["position"] for one in page["results"] + rest["results"]] == [1, 2, 3, 4, 5]
        assert rest["next"] is None
        for broken in ("bm8", "WyJ4Il0"):
            refused(ada.get(path, cursor=broken), 400, "cursor_invalid", "cursor")
            refused(ada.get("transfer-batches", cursor=broken), 400, "cursor_invalid", "cursor")


class TestNotices:
    def test_tell_each_side_once_what_came_to(self, send, item, ada, ben, payee):
        Event.objects.all().delete()
        send(item("1.00"), item("2.50"))
        told = [notice for event in Event.objects.all() for notice in notices_of(event)]
        assert sorted((one["person_id"], one["kind"], one["facts"]["amount"]) for one in told) == (
            sorted([(str(ada.id), "money_out", "3.50"), (str(ben.id), "money_in", "3.50")])
        )


class TestReceipts:
    def test_lead_to_a_published_seal(self, send, item, ada, ben, results, caller, refused):
        from kernel.ledger.receipts import check_receipt

        transfer_id = results(send(item("1.00")).json())[0]["transfer_id"]
        path = f"transfers/{transfer_id}/receipt"
        assert ada.get(path).json()["proof"] is None
        ledger.roll_business_day(now=datetime.now(UTC) + timedelta(days=1))
        receipt = ada.get(path).json()
        (seal,) = ben.get("seals").json()["results"]
        assert check_receipt(json.loads(json.dumps(receipt))) == seal["seal"]
        assert receipt["proof"]["day"] == seal
        assert set(receipt["parts"]) == {"debit", "actor"}
        assert set(ben.get(path).json()["parts"]) == {"credit"}
        refused(caller().get(path), 404, "transfer_not_found")

    def test_seals_are_paged(self, ada, teller, refused):
        for day in range(1, 4):
            ledger.roll_business_day(now=datetime.now(UTC) + timedelta(days=day))
        page = ada.get("seals", limit=2).json()
        rest = ada.follow(page["next"]).json()
        assert [one["position"] for one in page["results"] + rest["results"]] == [3, 2, 1]
        refused(ada.get("seals", cursor="bm8"), 400, "cursor_invalid", "cursor")
