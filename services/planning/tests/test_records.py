"""Records: copied from the ledger once, written by hand, found, filed, deleted and brought back."""

import uuid
from datetime import UTC, datetime
from importlib import import_module

import pytest

from services.planning import commands
from services.planning.models import Record

pytestmark = pytest.mark.django_db
COPYING = import_module("services.planning.commands.copy_movements")


def now():
    return datetime.now(UTC)


class TestMovementsOfTheBank:
    def test_each_is_a_record_from_the_first_look_on(self, ada, funded):
        funded.bank.transfer(
            person=ada.id, payer=funded.ada, payee=funded.ben, amount="25.00", note="For lunch"
        )
        found = ada.results("records")
        assert [(one["type"], one["amount"]) for one in found] == [
            ("expense", "-25.00"),
            ("income", "100.00"),
        ]
        assert found[0]["counterparty"] == "Ben Okafor"
        assert found[0]["counterparty_number"] == funded.ben.number
        assert found[0]["text"] == "For lunch"
        assert found[0]["source"] == "bank"
        assert found[0]["account"] == str(funded.ada.id)

    def test_the_other_side_has_its_own(self, ada, ben, funded):
        funded.bank.transfer(person=ada.id, payer=funded.ada, payee=funded.ben, amount="25.00")
        assert [one["amount"] for one in ben.results("records")] == ["25.00"]

    def test_copying_again_writes_nothing(self, ada, funded):
        commands.start_planning(person_id=ada.id, now=now())
        before = set(Record.objects.values_list("id", flat=True))
        assert commands.copy_movements(person_id=ada.id, now=now())
        assert set(Record.objects.values_list("id", flat=True)) == before
        assert len(before) == 1

    def test_two_copiers_at_once_write_each_once(self, ada, funded, monkeypatch):
        commands.start_planning(person_id=ada.id, now=now())
        # The other's rows were not there yet when this one looked.
        monkeypatch.setattr(COPYING, "_last_sequences", lambda *_: {})
        assert commands.copy_movements(person_id=ada.id, now=now())
        assert Record.objects.filter(person_id=ada.id).count() == 1

    def test_a_long_history_is_copied_in_pieces(self, ada, funded, refused, monkeypatch):
        for _ in range(3):
            funded.bank.deposit(person=ada.id, account=funded.ada, amount="1.00")
        monkeypatch.setattr(COPYING, "PAGE", 2)
        times = iter([0.0, 0.0, 99.0])
        monkeypatch.setattr(COPYING.time, "monotonic", lambda: next(times, 99.0))
        answer = ada.get("records")
        refused(answer, 503, "still_copying")
        assert answer.headers["Retry-After"]
        assert Record.objects.count() == 2
        monkeypatch.setattr(COPYING.time, "monotonic", lambda: 0.0)
        assert len(ada.results("records")) == 4

    def test_between_ones_own_accounts_nothing_is_earned_or_spent(self, ada, funded):
        savings = funded.bank.open(person=ada.id, title="Ada Novak")
        funded.bank.transfer(person=ada.id, payer=funded.ada, payee=savings, amount="10.00")
        kinds = {one["amount"]: one["type"] for one in ada.results("records")}
        assert kinds == {"100.00": "income", "-10.00": "transfer", "10.00": "transfer"}

    def test_can_be_filed_and_neither_rewritten_nor_deleted(self, ada, funded, categories, refused):
        (record,) = ada.results("records")
        path = f"records/{record['id']}"
        salary = categories(ada)["Salary"]
        answer = ada.send("PATCH", path, {"category": salary})
        assert (answer.json()["category"], answer.json()["filed_by"]) == (salary, "person")
        for change in ({"amount": "1.00"}, {"text": "x"}, {"date": "2026-01-01"}):
            refused(ada.send("PATCH", path, change), 422, "record_of_the_bank")
        refused(ada.send("DELETE", path), 422, "record_of_the_bank")


class TestRecordsByHand:
    def test_are_written_changed_deleted_and_restored(self, ada, spend, categories):
        record = spend(ada, "12.50", counterparty="Corner  Cafe", text="Lunch")
        assert record["amount"] == "-12.50"
        assert record["counterparty"] == "Corner Cafe"
        assert (record["source"], record["account"]) == ("manual", None)
        path = f"records/{record['id']}"
        changed = ada.send("PATCH", path, {"amount": "13.00", "type": "income"}).json()
        assert (changed["amount"], changed["type"]) == ("13.00", "income")
        assert ada.send("DELETE", path).status_code == 204
        assert ada.send("DELETE", path).status_code == 204
        assert ada.results("records") == []
        assert [one["id"] for one in ada.results("records", deleted="true")] == [record["id"]]
        assert ada.post(f"{path}/restore").json()["deleted_at"] is None
        assert ada.post(f"{path}/restore").status_code == 200
        assert [one["id"] for one in ada.results("records")] == [record["id"]]

    def test_keep_what_was_done_to_them(self, ada, spend):
        path = f"records/{spend(ada, '12.50')['id']}"
        ada.send("PATCH", path, {"amount": "13.00"})
        ada.send("DELETE", path)
        ada.post(f"{path}/restore")
        changes = ada.results(f"{path}/changes")
        assert [one["action"] for one in changes] == ["restored", "deleted", "changed", "created"]
        assert (changes[2]["before"], changes[2]["after"]) == (
            {"amount": "12.50"},
            {"amount": "13.00"},
        )
        assert changes[3]["after"]["currency"] == "EUR"

    def test_a_deleted_one_is_not_changed(self, ada, spend, refused):
        path = f"records/{spend(ada, '12.50')['id']}"
        ada.send("DELETE", path)
        refused(ada.send("PATCH", path, {"amount": "13.00"}), 422, "record_deleted")

    @pytest.mark.parametrize(
        "change",
        [
            {"amount": "0.00"},
            {"amount": "-1.00"},
            {"amount": 5},
            {"amount": "1.001"},
            {"currency": "XXQ"},
            {"currency": "eur"},
            {"date": "2026-02-30"},
            {"date": "1500-01-01"},
            {"date": "2999-01-01"},
            {"type": "transfer"},
            {"text": "a\u0000b"},
            {"text": "a" * 141},
            {"category": "no id"},
            {"sequence": 1},
        ],
    )
    def test_one_that_makes_no_sense_is_400(self, ada, change):
        body = {"type": "expense", "amount": "1.00", "currency": "EUR", "date": "2026-01-01"}
        assert ada.post("records", body | change).status_code == 400
        assert Record.objects.count() == 0

    def test_amounts_have_their_currencys_decimals(self, ada, spend):
        assert spend(ada, "500", currency="JPY")["amount"] == "-500"
        assert spend(ada, "1.250", currency="BHD")["amount"] == "-1.250"


class TestSomebodyElses:
    def test_record_does_not_exist(self, ada, ben, spend, refused):
        path = f"records/{spend(ada, '12.50')['id']}"
        refused(ben.get(path), 404, "record_not_found")
        refused(ben.get(f"{path}/changes"), 404, "record_not_found")
        refused(ben.send("PATCH", path, {"amount": "1.00"}), 404, "record_not_found")
        refused(ben.send("DELETE", path), 404, "record_not_found")
        refused(ben.post(f"{path}/restore"), 404, "record_not_found")
        assert ben.results("records") == []

    def test_category_cannot_be_used(self, ada, ben, refused):
        category = ben.post("categories", {"name": "Hobbies"}).json()["id"]
        body = {"type": "expense", "amount": "1.00", "currency": "EUR", "date": "2026-01-01"}
        refused(ada.post("records", body | {"category": category}), 404, "category_not_found")


class TestTheQuery:
    @pytest.fixture
    def many(self, ada, spend, categories):
        food = categories(ada)["Food"]
        spend(ada, "10.00", date="2026-01-05", counterparty="Corner Café", category=food)
        spend(ada, "20.00", date="2026-02-05", text="Monthly ticket")
        spend(ada, "30", date="2026-03-05", currency="JPY")
        spend(ada, "40.00", date="2026-04-05", type="income", counterparty="Aunt")

    def amounts(self, ada, **query):
        return [one["amount"] for one in ada.results("records", **query)]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, ["40.00", "-30", "-20.00", "-10.00"]),
            ({"sort": "date"}, ["-10.00", "-20.00", "-30", "40.00"]),
            ({"sort": "-amount"}, ["40.00", "-20.00", "-10.00", "-30"]),
            ({"sort": "amount"}, ["-30", "-10.00", "-20.00", "40.00"]),
            ({"type": "income"}, ["40.00"]),
            ({"type": "income,expense", "currency": "EUR"}, ["40.00", "-20.00", "-10.00"]),
            ({"from_date": "2026-02-05", "to_date": "2026-03-05"}, ["-30", "-20.00"]),
            ({"min_amount": "20", "max_amount": "30.00"}, ["-30", "-20.00"]),
            ({"text": "CAFÉ"}, ["-10.00"]),
            ({"text": "cafe\u0301"}, ["-10.00"]),
            ({"text": "ticket"}, ["-20.00"]),
            ({"text": "%"}, []),
            ({"source": "bank"}, []),
            ({"account": str(uuid.uuid4())}, []),
        ],
        ids=lambda value: ",".join(f"{k}" for k in value) if isinstance(value, dict) else "",
    )
    def test_keeps_and_sorts(self, ada, many, query, expected):
        assert self.amounts(ada, **query) == expected

    def test_keeps_a_category(self, ada, many, categories):
        assert self.amounts(ada, category=categories(ada)["Food"]) == ["-10.00"]

    @pytest.mark.parametrize("sort", ["date", "-date", "amount", "-amount"])
    def test_pages_have_each_record_once(self, ada, many, spend, sort):
        spend(ada, "20.00", date="2026-02-05")
        page = ada.get("records", sort=sort, limit="2").json()
        seen = [one["id"] for one in page["results"]]
        while page["next"]:
            page = ada.follow(page["next"]).json()
            seen += [one["id"] for one in page["results"]]
        assert seen == [one["id"] for one in ada.results("records", sort=sort)]
        assert len(set(seen)) == 5

    @pytest.mark.parametrize(
        "query",
        [
            {"limit": "0"},
            {"limit": "201"},
            {"sort": "name"},
            {"type": "gift"},
            {"min_amount": "-1"},
            {"from_date": "yesterday"},
            {"category": "food"},
            {"cursor": "x"},
            {"colour": "red"},
        ],
        ids=",".join,
    )
    def test_one_that_makes_no_sense_is_400(self, ada, query):
        assert ada.get("records", **query).status_code == 400

    def test_a_cursor_of_another_order_is_refused(self, ada, many, refused):
        cursor = ada.get("records", limit="1").json()["next"].split("cursor=")[1]
        refused(ada.get("records", sort="amount", cursor=cursor), 400, "cursor_invalid")


class TestRules:
    def test_file_what_comes(self, ada, spend, categories):
        food = categories(ada)["Food"]
        made = ada.post("category-rules", {"category": food, "counterparty": "CORNER cafe"})
        assert (made.status_code, made.json()["filed_count"]) == (201, 0)
        assert [one["id"] for one in ada.results("category-rules")] == [made.json()["id"]]
        record = spend(ada, "5.00", counterparty="Corner Cafe No. 7")
        assert (record["category"], record["filed_by"]) == (food, "rule")
        assert spend(ada, "5.00", counterparty="Garage")["filed_by"] == "nobody"

    def test_file_what_the_bank_copies(self, ada, funded, categories):
        rule = {"category": categories(ada)["Food"], "counterparty": funded.ben.number}
        ada.post("category-rules", rule)
        funded.bank.transfer(person=ada.id, payer=funded.ada, payee=funded.ben, amount="25.00")
        assert [one["filed_by"] for one in ada.results("records")] == ["rule", "nobody"]

    def test_show_what_they_would_do_to_the_past_and_then_do_it(self, ada, spend, categories):
        mine = categories(ada)
        for amount in ("5.00", "15.00", "25.00"):
            spend(ada, amount, text="Weekly shop")
        spend(ada, "15.00", text="Weekly shop", category=mine["Rent"])
        spend(ada, "15", text="Weekly shop", currency="JPY")
        rule = {
            "category": mine["Food"],
            "text": "SHOP",
            "currency": "EUR",
            "min_amount": "10.00",
            "max_amount": "20.00",
        }
        shown = ada.post("category-rules/preview", rule).json()
        assert (shown["count"], len(shown["records"])) == (1, 1)
        assert shown["records"][0]["amount"] == "-15.00"
        assert ada.results("category-rules") == []
        made = ada.post("category-rules", rule | {"apply_to_past": True}).json()
        assert (made["filed_count"], made["min_amount"]) == (1, "10.00")
        assert len(ada.results("records", category=mine["Food"])) == 1
        assert len(ada.results("records", category=mine["Rent"])) == 1

    def test_the_first_that_matches_decides(self, ada, spend, categories):
        mine = categories(ada)
        ada.post("category-rules", {"category": mine["Food"], "text": "shop"})
        ada.post("category-rules", {"category": mine["Rent"], "type": "expense"})
        assert spend(ada, "5.00", text="Shop")["category"] == mine["Food"]
        assert spend(ada, "5.00", text="Other")["category"] == mine["Rent"]

    def test_are_forgotten(self, ada, ben, categories, refused):
        rule = {"category": categories(ada)["Food"], "text": "shop"}
        path = f"category-rules/{ada.post('category-rules', rule).json()['id']}"
        refused(ben.send("DELETE", path), 404, "rule_not_found")
        assert ada.send("DELETE", path).status_code == 204
        assert ada.results("category-rules") == []

    def test_that_make_no_sense_are_refused(self, ada, ben, categories, refused, monkeypatch):
        food = categories(ada)["Food"]
        refused(ada.post("category-rules", {"category": food}), 400, "rule_empty")
        amounts = {"category": food, "currency": "EUR", "min_amount": "2.00", "max_amount": "1.00"}
        refused(ada.post("category-rules", amounts), 400, "rule_range_invalid")
        unclear = {"category": food, "min_amount": "2.00"}
        refused(ada.post("category-rules/preview", unclear), 400, "currency_unknown")
        theirs = ben.post("categories", {"name": "Hobbies"}).json()["id"]
        strange = {"category": theirs, "text": "x"}
        refused(ada.post("category-rules", strange), 404, "category_not_found")
        monkeypatch.setattr(commands.rules, "MAX_RULES", 0)
        refused(ada.post("category-rules", {"category": food, "text": "x"}), 422, "too_many_rules")
