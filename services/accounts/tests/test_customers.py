"""A signed-in person becomes a customer, once, and sees the record."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.accounts import commands
from services.accounts.commands.register_customer import TooYoung
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
            "phone": "+49 30 901820",
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


class TestMe:
    def test_is_not_found_before(self, ada, refused):
        refused(ada.get("customers/me"), 404, "customer_not_found")

    @pytest.mark.parametrize("path", ["customers/me", "branches", "account-types", "accounts"])
    def test_nobody_sees_anything_without_signing_in(self, ada, refused, path):
        ada.headers = {}
        refused(ada.get(path), 401, "not_authenticated")
