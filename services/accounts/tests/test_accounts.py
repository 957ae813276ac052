"""Open an account, look at it, close it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError

from kernel.ledger import commands as ledger
from services.accounts.iban import is_valid_iban
from services.accounts.models import Account, Branch, Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_account(ada, catalogue):
    """Return a function that opens an account for Ada, who is a customer."""
    ada.register()

    def send(*, key=None, by=ada, **changes):
        return by.post("accounts", {"account_type": str(catalogue.everyday.id)} | changes, key=key)

    return send


class TestCatalogue:
    def test_lists_branches_by_code(self, ada, catalogue):
        assert ada.get("branches").json() == {
            "results": [
                {"id": str(branch.id), "code": branch.code, "name": branch.name, "city": city}
                for branch, city in ((catalogue.street, "Berlin"), (catalogue.harbour, "Hamburg"))
            ],
            "next": None,
            "previous": None,
        }

    def test_lists_the_products_on_offer_by_code(self, ada, catalogue):
        content = ada.get("account-types").json()
        everyday, savings = content["results"]
        assert (content["next"], content["previous"]) == (None, None)
        assert savings == {
            "id": str(catalogue.savings.id),
            "code": "savings",
            "name": "Savings",
            "kind": "savings",
            "currency": "EUR",
            "minimum_opening": "25.00",
            "overdraft_limit": "0.00",
            "description": "It grows.",
        }
        assert (everyday["code"], everyday["overdraft_limit"]) == ("everyday", "500.00")


class TestOpen:
    def test_is_answered_exactly_as_agreed(self, ada, open_account, catalogue, settings):
        before = datetime.now(UTC)
        answer = open_account(nickname=" Household ", branch=str(catalogue.harbour.id))
        content = answer.json()
        assert answer.status_code == 201
        assert "Idempotency-Replayed" not in answer.headers
        assert is_valid_iban(content["number"])
        assert content["number"].startswith(settings.BANK_COUNTRY)
        assert settings.BANK_CODE in content["number"]
        assert before <= datetime.fromisoformat(content["opened_at"]) <= datetime.now(UTC)
        assert content == {
            "id": str(Account.objects.get().id),
            "number": content["number"],
            "title": "Ada Novak",
            "nickname": "Household",
            "account_type": {
                "id": str(catalogue.everyday.id),
                "code": "everyday",
                "name": "Everyday",
                "kind": "current",
            },
            "branch": {"id": str(catalogue.harbour.id), "code": "002", "name": "Harbour"},
            "bank_name": settings.BANK_NAME,
            "currency": "EUR",
            "status": "open",
            "access": "owner",
            "balance": "0.00",
            "available": "500.00",
            "opened_at": content["opened_at"],
        }
        assert ada.get(f"accounts/{content['id']}").json() == content
        assert ada.get("accounts").json() == {"results": [content], "next": None, "previous": None}

    def test_is_at_the_first_branch_when_none_is_named(self, open_account):
        assert open_account().json()["branch"]["code"] == "001"
        assert open_account(nickname="").json()["nickname"] == ""

    def test_happens_once_under_one_key(self, open_account):
        first = open_account(key="Key-A", nickname="One")
        again = open_account(key="Key-A", nickname="One")
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert Account.objects.count() == 1
        assert open_account(key="key-a", nickname="One").content != first.content

    def test_under_a_key_used_for_something_else_is_refused(self, open_account, refused):
        open_account(key="k", nickname="One")
        refused(open_account(key="k", nickname="Two"), 422, "idempotency_key_reused")
        assert Account.objects.count() == 1

    def test_of_another_person_under_the_same_key_is_another_intent(self, open_account, ben):
        ben.register(given_name="Ben")
        first, second = open_account(key="k").json(), open_account(key="k", by=ben).json()
        assert (first["title"], second["title"]) == ("Ada Novak", "Ben Novak")

    def test_needs_a_key(self, open_account, refused):
        refused(open_account(key=""), 400, "idempotency_key_missing")
        refused(open_account(key="a b"), 400, "idempotency_key_invalid")

    def test_is_for_customers(self, open_account, ben, refused):
        refused(open_account(by=ben), 404, "customer_not_found")

    @pytest.mark.parametrize("status", ["pending", "rejected", "closed"])
    def test_is_for_customers_whose_record_is_active(self, open_account, refused, status):
        Customer.objects.update(status=status)
        refused(open_account(), 422, "customer_not_active")
        assert not Account.objects.exists()

    def test_is_of_a_product_on_offer(self, open_account, catalogue, refused):
        for product in (catalogue.old.id, uuid.uuid4()):
            answer = open_account(account_type=str(product))
            refused(answer, 404, "account_type_not_found", "account_type")

    def test_is_at_a_branch_that_exists(self, open_account, refused):
        refused(open_account(branch=str(uuid.uuid4())), 404, "branch_not_found", "branch")
        Branch.objects.all().delete()
        refused(open_account(), 404, "branch_not_found", "branch")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"account_type": 5}, "account_type"),
            ({"account_type": "everyday"}, "account_type"),
            ({"branch": 1}, "branch"),
            ({"branch": None}, "branch"),
            ({"nickname": "x" * 41}, "nickname"),
            ({"nickname": "a\tb"}, "nickname"),
            ({"currency": "EUR"}, "currency"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, open_account, refused, changes, field):
        refused(open_account(**changes), 400, "invalid", field)

    def test_refused_binds_no_key(self, open_account, catalogue, refused):
        answer = open_account(key="k", branch=str(uuid.uuid4()))
        refused(answer, 404, "branch_not_found", "branch")
        answer = open_account(key="k")
        assert answer.status_code == 201
        assert "Idempotency-Replayed" not in answer.headers

    def test_for_somebody_with_a_very_long_name_fits_the_title(self, ben, catalogue):
        ben.register(given_name="G" * 80, family_name="F" * 80)
        content = ben.post("accounts", {"account_type": str(catalogue.everyday.id)}).json()
        assert content["title"] == "G" * 80 + " " + "F" * 59

    def test_in_another_currency_has_its_decimals(self, ada, open_account, catalogue):
        yen = catalogue.product("yen", currency="JPY")
        assert open_account(account_type=str(yen.id)).json()["balance"] == "0"

    def test_gives_every_account_its_own_number(self, open_account):
        assert len({open_account().json()["number"] for _ in range(10)}) == 10

    def test_a_number_that_is_taken_is_given_to_nobody_else(self, open_account, monkeypatch):
        taken = open_account().json()["number"]
        opening = import_module("services.accounts.commands.open_account")
        monkeypatch.setattr(opening, "new_iban", lambda: taken)
        with pytest.raises(IntegrityError):
            opening.agree_account(
                customer=Customer.objects.get(),
                product=Account.objects.get().account_type,
                branch=Branch.objects.first(),
                now=datetime.now(UTC),
            )
        assert Account.objects.count() == 1


class TestLook:
    def test_shows_what_is_on_it(self, ada, open_account, pay_in):
        account = open_account().json()
        pay_in(account["id"], "12.50")
        found = ada.get(f"accounts/{account['id']}").json()
        assert found == account | {"balance": "12.50", "available": "512.50"}

    def test_lists_the_oldest_first(self, ada, open_account):
        opened = [open_account(nickname=name).json() for name in ("a", "b", "c")]
        assert ada.get("accounts").json()["results"] == opened

    def test_of_somebody_elses_is_not_found(self, ada, ben, open_account, refused):
        account = open_account().json()
        refused(ben.get(f"accounts/{account['id']}"), 404, "account_not_found")
        refused(ada.get(f"accounts/{uuid.uuid4()}"), 404, "account_not_found")
        refused(ada.get("accounts/5"), 404, "not_found")
        assert ben.get("accounts").json()["results"] == []

    def test_of_one_that_was_never_agreed_here_is_not_found(self, ada, catalogue, refused):
        account = ledger.open_account(
            number="STRAY",
            title="Stray",
            currency="EUR",
            holders={ada.id: "owner"},
            now=datetime.now(UTC),
        )
        refused(ada.get(f"accounts/{account.id}"), 404, "account_not_found")
        assert ada.get("accounts").json()["results"] == []


class TestClose:
    def test_an_empty_one(self, ada, open_account):
        account = open_account().json()
        answer = ada.post(f"accounts/{account['id']}/close")
        assert (answer.status_code, answer.json()) == (200, account | {"status": "closed"})
        assert Account.objects.get().closed_at is not None
        assert ada.get(f"accounts/{account['id']}").json()["status"] == "closed"

    def test_twice_is_refused(self, ada, open_account, refused):
        path = f"accounts/{open_account().json()['id']}/close"
        ada.post(path)
        first = Account.objects.get().closed_at
        refused(ada.post(path), 422, "account_closed")
        assert Account.objects.get().closed_at == first

    def test_one_with_money_is_refused_and_stays_open(self, ada, open_account, pay_in, refused):
        account = open_account().json()
        pay_in(account["id"], "0.01")
        refused(ada.post(f"accounts/{account['id']}/close"), 422, "account_not_empty")
        assert Account.objects.get().closed_at is None
        assert ada.get(f"accounts/{account['id']}").json()["status"] == "open"

    def test_one_that_something_needs_is_refused(self, ada, open_account, refused):
        account = open_account().json()
        apps.get_model("ledger", "Block").objects.create(
            account_id=account["id"],
            service="transactions",
            reason="a standing order",
            created_at=datetime.now(UTC),
        )
        problem = refused(ada.post(f"accounts/{account['id']}/close"), 422, "account_blocked")
        assert "standing order" in problem["detail"]

    def test_somebody_elses_is_not_found(self, ada, ben, open_account, refused):
        account = open_account().json()
        refused(ben.post(f"accounts/{account['id']}/close"), 404, "account_not_found")
        refused(ada.post(f"accounts/{uuid.uuid4()}/close"), 404, "account_not_found")
        assert ada.get(f"accounts/{account['id']}").json()["status"] == "open"

    @pytest.mark.parametrize("access", ["joint", "view"])
    def test_is_for_the_owner_alone(self, ada, ben, open_account, refused, access):
        account = open_account().json()
        apps.get_model("ledger", "Holder").objects.create(
            person_id=ben.id, account_id=account["id"], access=access
        )
        assert ben.get(f"accounts/{account['id']}").json()["access"] == access
        refused(ben.post(f"accounts/{account['id']}/close"), 403, "owner_only")
        assert ada.get(f"accounts/{account['id']}").json()["status"] == "open"
