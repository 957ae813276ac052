"""At rest nothing personal can be read, nothing can be swapped, and keys can be changed."""

from __future__ import annotations

import base64
import secrets
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from kernel.crypto import CannotUnseal
from services.accounts.commands.rotate_keys import rotate_keys
from services.accounts.models import Customer, SearchToken

pytestmark = pytest.mark.django_db
CANARIES = ("Zaphod", "Beeblebrox", "901820", "zaphod@mail.example", "Galaxyruler", "12345678901")


def new_key(name):
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


@pytest.fixture
def known(ada):
    ada.register(
        given_name="Zaphod",
        family_name="Beeblebrox",
        phone="+49 30 901820",
        email="zaphod@mail.example",
        occupation="Galaxyruler",
        tax_country="DE",
        tax_id="12345678901",
        date_of_birth="1988-03-14",
    )
    ada.post(
        f"customers/{ada.id}/addresses",
        {"kind": "home", "street": "Galaxyruler 1", "city": "Zaphod", "country": "DE"},
    )
    return ada


class TestAtRest:
    def test_no_table_of_the_service_holds_a_word_of_it(self, known):
        with connection.cursor() as cursor:
            names = [
                name
                for name in connection.introspection.table_names(cursor)
                if name.startswith(("accounts_", "audit_"))
            ]
            assert "accounts_customer" in names
            stored = b""
            for name in names:
                cursor.execute(f"SELECT * FROM {name}")  # noqa: S608  (a name of our own)
                for row in cursor.fetchall():
                    for value in row:
                        raw = bytes(value) if isinstance(value, bytes | memoryview) else None
                        stored += str(value).encode() if raw is None else raw
        for canary in CANARIES:
            assert canary.encode() not in stored
            assert canary.lower().encode() not in stored

    def test_a_value_moved_to_another_column_does_not_open(self, known):
        customer = Customer.objects.get()
        customer.given_name_sealed = customer.family_name_sealed
        with pytest.raises(CannotUnseal):
            _ = customer.given_name

    def test_a_value_or_key_moved_to_another_row_does_not_open(self, known, ben):
        ben.register(given_name="Ben")
        theirs = Customer.objects.get(id=known.id)
        customer = Customer.objects.get(id=ben.id)
        customer.given_name_sealed = theirs.given_name_sealed
        with pytest.raises(CannotUnseal):
            _ = customer.given_name
        customer = Customer.objects.get(id=ben.id)
        customer.data_key = theirs.data_key
        with pytest.raises(CannotUnseal):
            _ = customer.given_name

    def test_equal_values_look_different(self, known, ben):
        ben.register(given_name="Zaphod", family_name="Zaphod")
        sealed = [bytes(row.given_name_sealed) for row in Customer.objects.all()]
        sealed.append(bytes(Customer.objects.get(id=ben.id).family_name_sealed))
        assert len(set(sealed)) == 3


class TestRotation:
    def found(self, staff):
        rows = staff("teller").get("customers?name=zaphod&phone=030901820").json()["results"]
        return len(rows)

    def test_wraps_keys_and_makes_tokens_with_the_newest(self, known, staff, settings):
        sealed = bytes(Customer.objects.get().given_name_sealed)
        old_data, old_index = settings.DATA_KEYS, settings.INDEX_KEYS
        tokens = SearchToken.objects.count()
        settings.DATA_KEYS = f"{new_key('next')},{old_data}"
        settings.INDEX_KEYS = f"{new_key('next')},{old_index}"
        # Between the new key and the rotation everything works.
        assert self.found(staff) == 1
        out = StringIO()
        call_command("rotate_data_keys", stdout=out)
        assert out.getvalue() == "1 of 1 customers brought to the newest keys.\n"
        assert self.found(staff) == 1
        settings.DATA_KEYS = settings.DATA_KEYS.split(",")[0]
        settings.INDEX_KEYS = settings.INDEX_KEYS.split(",")[0]
        # The old keys are gone, and the values were not touched.
        assert self.found(staff) == 1
        customer = Customer.objects.get()
        assert (customer.given_name, bytes(customer.given_name_sealed)) == ("Zaphod", sealed)
        assert SearchToken.objects.count() == tokens

    def test_goes_on_where_it_was_stopped(self, known, caller, settings):
        for _ in range(3):
            caller().register()
        settings.DATA_KEYS = f"{new_key('next')},{settings.DATA_KEYS}"

        class Stopped(Exception):
            pass

        def stop(seen):
            if seen == 2:
                raise Stopped

        with pytest.raises(Stopped):
            rotate_keys(chunk=1, on_done=stop)
        seen = []
        assert rotate_keys(chunk=1, on_done=seen.append) == 2
        assert seen == [1, 2, 3, 4]
        assert rotate_keys() == 0

    def test_without_the_old_key_before_it_was_rotated_stops(self, known, settings):
        settings.DATA_KEYS = new_key("other")
        with pytest.raises(CannotUnseal):
            rotate_keys()
