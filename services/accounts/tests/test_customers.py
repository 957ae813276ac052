"""A signed-in person becomes a customer, once, and sees the record."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kernel.outbox.models import Event
from services.accounts import commands
from services.accounts.commands.customer_details import TooYoung
from services.accounts.models import Customer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class TestRegister:
    def test_is_answered_exactly_as_agreed(self, ada):
        answer = ada.register(date_of_birth="1988-03-14", phone=" +49 30 901820 ")
        content = answer.json()
        assert answer.status_code == 201
        assert content == {
            "id": str(ada.id),
            "given_name": "Ada",
            "family_name": "Novak",
            "date_of_birth": "1988-03-14",
            "gender": "",
            "occupation": "",
            "income": None,
            "phone": "+49 30 901820",
            "email": "",
            "tax_country": "",
            "tax_id": "",
            "language": "en",
            "is_masked": False,
            "status": "active",
            "created_at": content["created_at"],
        }
        assert content["created_at"].endswith("Z")
        assert ada.get("customers/me").json() == content

    def test_needs_a_name_only(self, ada):
        content = ada.register().json()
        assert (content["date_of_birth"], content["phone"]) == (None, "")

    def test_happens_once(self, ada, refused):
        ada.register()
        refused(ada.register(given_name="Eve"), 409, "customer_exists")
        assert Customer.objects.get().given_name == "Ada"

    def test_is_for_the_one_who_is_signed_in(self, ada, ben):
        ada.register()
        ben.register(given_name="Ben")
        assert ben.get("customers/me").json()["id"] == str(ben.id)
        assert Customer.objects.count() == 2

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"given_name": ""}, "given_name"),
            ({"given_name": "   "}, "given_name"),
            ({"given_name": "x" * 81}, "given_name"),
            ({"given_name": 5}, "given_name"),
            ({"family_name": None}, "family_name"),
            ({"family_name": "a\0b"}, "family_name"),
            ({"family_name": "a\u0085b"}, "family_name"),
            ({"date_of_birth": "14.03.1988"}, "date_of_birth"),
            ({"date_of_birth": "1988-W11-1"}, "date_of_birth"),
            ({"date_of_birth": None}, "date_of_birth"),
            ({"phone": "0" * 21}, "phone"),
            ({"status": "active"}, "status"),
            ({"gender": "f"}, "gender"),
            ({"email": "ada"}, "email"),
            ({"tax_country": "de"}, "tax_country"),
            ({"language": "Deutsch"}, "language"),
            ({"income": {"amount": "1.001", "currency": "EUR"}}, "income.amount"),
            ({"income": {"amount": "1.00", "currency": "XXX"}}, "income.currency"),
            ({"income": "1.00"}, "income.non_field_errors"),
            ({"id": "01a1fc5a-86de-7000-a8e4-f3b99b6f7c60"}, "id"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, ada, refused, changes, field):
        refused(ada.register(**changes), 400, "invalid", field)
        assert not Customer.objects.exists()

    def test_names_everything_that_is_missing(self, ada, refused):
        refused(ada.post("customers", {}), 400, "invalid", "given_name", "family_name")

    @pytest.mark.parametrize(
        ("born", "age"),
        [
            (date(2008, 11, 21), 18),
            (date(2008, 11, 22), 17),
            (date(2008, 12, 1), 17),
            (date(2008, 2, 29), 18),
            (date(2026, 11, 21), 0),
            (date(2099, 1, 1), -73),
        ],
    )
    def test_is_for_people_of_18_or_older(self, ada, born, age):
        asked = {"person_id": ada.id, "given_name": "A", "family_name": "N", "date_of_birth": born}
        if age >= 18:
            assert commands.register_customer(**asked, now=NOW).date_of_birth == born
        else:
            with pytest.raises(TooYoung):
                commands.register_customer(**asked, now=NOW)
            assert not Customer.objects.exists()

    def test_of_somebody_too_young_is_refused_by_name(self, ada, refused):
        day = f"{datetime.now(UTC).year - 17}-01-01"
        refused(ada.register(date_of_birth=day), 422, "too_young", "date_of_birth")

    def test_takes_names_of_any_script(self, ada):
        content = ada.register(given_name="Zoë 😀", family_name="O’Brien-Łukasz").json()
        assert (content["given_name"], content["family_name"]) == ("Zoë 😀", "O’Brien-Łukasz")

    def test_keeps_all_that_is_known(self, ada):
        known = {
            "gender": "female",
            "occupation": "Baker",
            "income": {"amount": "42000.00", "currency": "EUR"},
            "phone": "+49 30 901820",
            "email": "ada@mail.example",
            "tax_country": "DE",
            "tax_id": "12 345 678 901",
            "language": "de",
        }
        content = ada.register(**known).json()
        assert content | known == content
        assert ada.get("customers/me").json() == content

    def test_with_a_tax_id_of_no_country_is_refused(self, ada, refused):
        refused(ada.register(tax_id="1"), 422, "tax_residence_incomplete", "tax_country")

    def test_of_somebody_born_before_everybody_is_refused(self, ada, refused):
        answer = ada.register(date_of_birth="1850-01-01")
        refused(answer, 422, "birth_implausible", "date_of_birth")

    def test_starts_pending_where_staff_decide(self, ada, settings):
        settings.CUSTOMERS_START_ACTIVE = False
        assert ada.register().json()["status"] == "pending"

    def test_tells_customers_nothing_of_others_like_them(self, ada, ben, refused):
        born = {"date_of_birth": "1988-03-14", "phone": "+49 30 901820"}
        alone = ada.register(**born).json()
        alike = ben.register(**born).json()
        same = {"id", "created_at"}
        assert {k: v for k, v in alone.items() if k not in same} == {
            k: v for k, v in alike.items() if k not in same
        }
        refused(ben.register(**born, confirm_duplicates=True), 403, "permission_denied")


class TestAtTheCounter:
    DETAILS = {
        "date_of_birth": "1988-03-14",
        "phone": "030 901820",
        "email": "ada@mail.example",
        "tax_country": "DE",
        "tax_id": "12345678901",
    }

    def test_makes_a_pending_record_with_an_id_of_its_own(self, staff):
        teller = staff("teller")
        content = teller.register(**self.DETAILS).json()
        assert content["id"] != str(teller.id)
        assert (content["status"], content["is_masked"]) == ("pending", True)
        assert content["possible_duplicates"] == []

    def test_invites_the_person_into_the_id(self, staff):
        content = staff("teller").register(**self.DETAILS).json()
        event = Event.objects.get(name="customer.invited")
        assert event.payload == {"person_id": content["id"], "email": "ada@mail.example"}

    def test_invites_nobody_without_an_address(self, staff):
        staff("teller").register()
        assert not Event.objects.filter(name="customer.invited").exists()

    @pytest.mark.parametrize(
        ("changes", "same"),
        [
            ({"given_name": "ADA", "family_name": "Novák"}, ["birth"]),
            ({"family_name": "Ada", "given_name": "Novak"}, ["birth"]),
            ({"given_name": "Eve", "phone": "+49 (30) 90-18-20"}, ["phone"]),
            ({"given_name": "Eve", "tax_id": "123 456 789 01"}, ["tax"]),
        ],
    )
    def test_flags_who_may_be_the_same(self, staff, refused, changes, same):
        teller = staff("teller")
        first = teller.register(**self.DETAILS).json()
        fields = {name: self.DETAILS[name] for name in ("date_of_birth", "tax_country")}
        if same != ["birth"]:
            fields.pop("date_of_birth")
        problem = refused(teller.register(**fields, **changes), 409, "possible_duplicates")
        assert problem["duplicates"] == [{"customer": first["id"], "same": same}]
        assert Customer.objects.count() == 1
        second = teller.register(**fields, **changes, confirm_duplicates=True).json()
        assert second["possible_duplicates"] == [{"customer": first["id"], "same": same}]

    def test_the_next_of_another_name_and_number_is_nobody_known(self, staff):
        teller = staff("teller")
        teller.register(**self.DETAILS)
        answer = teller.register(given_name="Ben", date_of_birth="1988-03-14", phone="030 901821")
        assert answer.status_code == 201


class TestMe:
    def test_is_not_found_before(self, ada, refused):
        refused(ada.get("customers/me"), 404, "customer_not_found")

    @pytest.mark.parametrize("path", ["customers/me", "account-types", "accounts"])
    def test_nobody_sees_anything_without_signing_in(self, ada, refused, path):
        ada.headers = {}
        refused(ada.get(path), 401, "not_authenticated")

    def test_changes_how_the_bank_reaches_them_with_a_fresh_factor(self, ada, refused, confirmed):
        ada.register()
        before = ada.get("customers/me").json()
        changes = {"phone": "+49 30 1", "email": "ada@mail.example", "language": "de"}
        problem = refused(ada.patch("customers/me", changes), 403, "step_up_required")
        facts = {"email": "ada@mail.example", "phone": "+49 30 1"}
        assert problem["step_up"] == {"operation": "change_contact", "facts": facts}
        other = facts | {"email": "eve@mail.example"}
        answer = confirmed(
            ada, "customers/me", changes, operation="change_contact", method="PATCH", **other
        )
        refused(answer, 403, "step_up_mismatch")
        assert ada.get("customers/me").json() == before
        answer = confirmed(
            ada, "customers/me", changes, operation="change_contact", method="PATCH", **facts
        )
        assert answer.json() | changes == answer.json()
        assert ada.get("customers/me").json() == answer.json()

    def test_changes_one_address_without_touching_the_other(self, ada, refused, confirmed):
        ada.register()
        answer = ada.patch("customers/me", {"phone": "+49 30 1"})
        facts = refused(answer, 403, "step_up_required")["step_up"]["facts"]
        assert facts == {"email": "not given", "phone": "+49 30 1"}

    def test_changes_the_language_without_a_fresh_factor(self, ada):
        ada.register()
        assert ada.patch("customers/me", {"language": "de"}).json()["language"] == "de"

    def test_changes_nothing_else(self, ada, refused):
        ada.register()
        refused(ada.patch("customers/me", {"given_name": "Eve"}), 400, "invalid", "given_name")
        refused(ada.patch("customers/me", {"status": "active"}), 400, "invalid", "status")

    def test_changes_only_what_the_bank_lets_them(self, ada, settings, refused):
        settings.CUSTOMERS_MAY_CHANGE = ["email"]
        ada.register()
        answer = ada.patch("customers/me", {"phone": "+49 30 1"})
        refused(answer, 403, "not_yours_to_change", "phone")

    def test_is_not_changed_before_there_is_one(self, ada, refused):
        refused(ada.patch("customers/me", {"language": "de"}), 404, "customer_not_found")
