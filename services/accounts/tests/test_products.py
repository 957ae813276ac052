"""Products: versions, four eyes, and which terms hold on a day."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kernel.ledger import queries as ledger
from services.accounts import queries
from services.accounts.models import AccountType, AccountTypeVersion

pytestmark = pytest.mark.django_db
WHY = {"reason": "the board said so"}


def today(days=0):
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


@pytest.fixture
def operations(caller):
    return caller("operations")


@pytest.fixture
def change(operations, catalogue):
    """Return a function that asks for new terms of the everyday account."""

    def ask(*, by=operations, days=0, **changes):
        path = f"account-types/{catalogue.everyday.id}/versions"
        return by.post(path, {"valid_from": today(days)} | WHY | changes)

    return ask


class TestChange:
    def test_is_a_version_from_its_day_on_and_old_accounts_keep_theirs(
        self, ada, change, approve, open_account
    ):
        before = open_account().json()
        waiting = change(overdraft_limit="100.00", name="Everyday plus")
        shown = waiting.json()["approval"]
        assert shown["before"] == {"name": "Everyday", "overdraft limit": "500.00"}
        assert shown["after"] == {"name": "Everyday plus", "overdraft limit": "100.00"}
        assert open_account().json()["overdraft_limit"] == "500.00"
        assert approve(waiting)["result"] == {"version": 2}
        after = open_account().json()
        assert (after["overdraft_limit"], after["account_type"]["name"]) == (
            "100.00",
            "Everyday plus",
        )
        assert ada.get(f"accounts/{before['id']}").json()["overdraft_limit"] == "500.00"

    def test_of_tomorrow_holds_tomorrow(self, ada, change, approve, catalogue):
        fees = [{"code": "card", "kind": "card", "amount": "2.50", "when": "monthly"}]
        approve(change(days=1, fees=fees, limit_day="1000.00", needs_approval=True))
        path = f"account-types/{catalogue.everyday.id}"
        assert ada.get(path).json()["fees"] == []
        second, first = ada.get(f"{path}/versions").json()["results"]
        assert (second["number"], second["valid_from"]) == (2, today(1))
        assert (second["fees"], second["limit_day"], second["needs_approval"]) == (
            fees,
            "1000.00",
            True,
        )
        assert (first["number"], first["valid_from"], first["fees"]) == (1, None, [])
        tomorrow = date.fromisoformat(today(1))
        _, terms = queries.get_account_type(account_type_id=catalogue.everyday.id, on=tomorrow)
        assert terms.fees == [
            {"code": "card", "kind": "card", "amount_minor": 250, "when": "monthly"}
        ]

    def test_back_in_time_or_of_nothing_is_refused(self, change, refused, operations):
        refused(change(days=-1, name="Past"), 422, "version_in_past", "valid_from")
        refused(change(name="Everyday"), 409, "terms_unchanged")
        refused(change(term_months=12), 400, "term_missing", "term_months")
        refused(change(minimum_opening="-1"), 400, "amount_invalid", "minimum_opening")
        refused(change(is_offered="yes"), 400, "invalid", "is_offered")
        refused(change(currency="USD"), 400, "invalid", "currency")
        refused(
            change(fees=[{"code": "x"}]),
            400,
            "invalid",
            *(f"fees.0.{name}" for name in ("amount", "kind", "when")),
        )
        answer = operations.post(
            f"account-types/{uuid.uuid4()}/versions", {"valid_from": today()} | WHY
        )
        refused(answer, 404, "account_type_not_found", "account_type")

    def test_is_stale_once_the_terms_have_changed(self, change, approve, caller, refused):
        waiting = change(name="One").json()["approval"]["id"]
        approve(change(name="Two"))
        answer = caller("supervisor").post(f"approvals/accounts/{waiting}/approve")
        refused(answer, 409, "approval_stale")
        assert AccountTypeVersion.objects.count() == 1

    def test_is_not_approved_by_who_asked(self, change, caller, refused):
        supervisor = caller("supervisor")
        waiting = change(by=supervisor, name="One").json()["approval"]["id"]
        answer = supervisor.post(f"approvals/accounts/{waiting}/approve")
        refused(answer, 403, "own_request")

    def test_that_ends_the_offer_takes_it_off_the_list(
        self, ada, change, approve, catalogue, operations
    ):
        approve(change(is_offered=False))
        assert [one["code"] for one in ada.get("account-types").json()["results"]] == ["savings"]
        ever = operations.get("account-types?offered=ever").json()["results"]
        assert [one["code"] for one in ever] == ["everyday", "old", "savings"]

    def test_is_written_down_readably(self, change, approve, caller, catalogue, operations):
        approve(change(name="Plus", overdraft_limit="0"))
        path = f"account-types/{catalogue.everyday.id}/edits"
        (edit,) = caller("auditor").get(path).json()["results"]
        assert (edit["action"], edit["actor"]) == ("product.change", str(operations.id))
        changes = {one["field"]: (one["before"], one["after"]) for one in edit["changes"]}
        assert changes["overdraft_limit"] == ("500.00", "0.00")
        assert changes["version"] == (None, 2)


class TestFees:
    def fee(self, **changes):
        return {"code": "card", "kind": "card", "amount": "2.50", "when": "monthly"} | changes

    @pytest.mark.parametrize(
        "others",
        [{}, {"code": "x", "kind": "transfer"}, {"code": "x", "when": "each"}],
        ids=["one code twice", "a transfer's by the month", "a card's with each transfer"],
    )
    def test_that_nobody_could_charge_are_refused(self, change, refused, others):
        fees = [self.fee(), self.fee(**others)]
        refused(change(fees=fees), 400, "fees_unclear", "fees")

    def test_and_limits_are_the_ledgers_with_each_version(self, change, approve, operations):
        approve(change(fees=[self.fee()], limit_week="70.00"))
        approve(change(days=1, fees=[], limit_week=None))
        now_, later = ledger.list_terms()
        assert (now_.product, now_.number, now_.currency) == ("everyday", 2, "EUR")
        assert now_.from_date.isoformat() == today()
        assert [(fee.code, fee.when, fee.amount_minor) for fee in now_.fees] == [
            ("card", "monthly", 250)
        ]
        assert now_.limits == {"week": 7_000}
        assert (later.fees, later.limits, later.number) == ((), {}, 3)

    def test_of_a_new_product_are_the_ledgers_from_its_first_day(self, operations, approve):
        body = TestAdd.BODY | WHY | {"valid_from": today(2), "fees": [self.fee(when="yearly")]}
        approve(operations.post("account-types", body))
        (terms,) = ledger.list_terms()
        assert (terms.product, terms.number, terms.from_date.isoformat()) == (
            "term-12",
            1,
            today(2),
        )
        assert terms.fees[0].when == "yearly"


class TestAdd:
    BODY = {
        "code": "term-12",
        "kind": "fixed_deposit",
        "currency": "EUR",
        "name": "Twelve months",
        "term_months": 12,
        "minimum_opening": "1000.00",
    }

    def test_offers_a_new_product_from_its_day_on(self, ada, operations, approve, refused):
        body = self.BODY | WHY | {"valid_from": today()}
        approve(operations.post("account-types", body))
        offers = {one["code"]: one for one in ada.get("account-types").json()["results"]}
        assert offers["term-12"]["minimum_opening"] == "1000.00"
        refused(operations.post("account-types", body), 409, "product_exists", "code")
        later = body | {"code": "later", "valid_from": today(1)}
        approve(operations.post("account-types", later))
        assert "later" not in {one["code"] for one in ada.get("account-types").json()["results"]}

    def test_in_a_currency_that_does_not_exist_is_refused(self, operations, refused):
        body = self.BODY | WHY | {"valid_from": today(), "currency": "EUX"}
        refused(operations.post("account-types", body), 400, "currency_unknown", "currency")

    def test_to_see_all_that_there_ever_were_is_for_staff(self, ada, catalogue, refused):
        refused(ada.get("account-types?offered=ever"), 403, "permission_denied")


class TestTermsInForce(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(days=st.lists(st.integers(-5, 5), max_size=6), on=st.integers(-6, 6))
    def test_are_the_latest_that_have_come(self, days, on):
        start = date(2026, 6, 15)
        product = AccountType.objects.create(
            code=uuid.uuid4().hex[:30], name="1", kind="current", currency="EUR"
        )
        for number, day in enumerate(days, start=2):
            AccountTypeVersion.objects.create(
                account_type=product,
                number=number,
                name=str(number),
                valid_from=start + timedelta(days=day),
                created_at=datetime.now(UTC),
                created_by=uuid.uuid4(),
                approved_by=uuid.uuid4(),
            )
        come = [(day, number) for number, day in enumerate(days, start=2) if day <= on]
        expected = str(max(come)[1]) if come else "1"
        found = queries.terms_in_force([product], on=start + timedelta(days=on))
        assert found[product.id].name == expected
