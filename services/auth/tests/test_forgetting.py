"""A person takes what auth holds on them away, and is forgotten."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from kernel import personal
from kernel.ids import new_id
from services.auth.commands import create_person, deliver_notice, enrol_authenticator
from services.auth.models import Notice, User

pytestmark = pytest.mark.django_db
SECRET = "zyxwv"


def now():
    return datetime.now(UTC)


@pytest.fixture
def person():
    """Return a function that makes somebody of some roles with a factor, who was told something."""

    def make(*roles):
        user = create_person(
            id=new_id(),
            email=f"{SECRET}-{new_id().hex}@bank.example",
            password="correct horse battery",
            phone="+4915199999999",
            date_of_birth=date(1990, 1, 1),
            roles=roles,
        )
        enrol_authenticator(user=user, secret="JBSWY3DPEHPK3PXP")
        facts = {"title": f"About {SECRET}", "text": "."}
        deliver_notice(
            person_id=user.id,
            event_id=new_id(),
            kind="bank_message",
            facts=facts,
            happened_at=now(),
            now=now(),
        )
        return user

    return make


def forget(user):
    holding = personal._holdings["auth"]
    holding.forget(person_id=user.id, account_ids=[], now=now())


def known():
    """Return which tables of auth hold what is personal."""
    labels = ("identity", "account", "mfa", "usersessions")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    rows = {model._meta.db_table: str(list(model.objects.values_list())) for model in models}
    return {name for name, text in rows.items() if SECRET in text or "99999999" in text}


class TestForget:
    def test_takes_the_sign_in_and_what_was_told(self, person):
        user = person("customer")
        assert known() == {"identity_user", "identity_notice", "account_emailaddress"}
        forget(user)
        assert known() == set()
        user = User.objects.get(id=user.id)
        assert (user.is_active, user.has_usable_password(), user.phone) == (False, False, "")
        assert user.email == f"erased-{user.id}@erased.invalid"
        assert not apps.get_model("mfa", "Authenticator").objects.exists()
        forget(user)
        assert known() == set()

    def test_leaves_the_sign_in_of_who_works_for_the_bank(self, person):
        user = person("customer", "teller")
        forget(user)
        user.refresh_from_db()
        assert (user.is_active, user.has_usable_password()) == (True, True)
        assert EmailAddress.objects.filter(user=user).exists()
        assert not Notice.objects.exists()

    def test_leaves_everybody_else_alone(self, person):
        one, other = person("customer"), person("customer")
        forget(one)
        other.refresh_from_db()
        assert other.email.startswith(SECRET)
        assert Notice.objects.filter(person=other).count() == 1


class TestTakeOut:
    def test_has_what_is_known_and_no_secret(self, person):
        user, other = person("customer"), person("customer")
        held = personal._holdings["auth"].tables(user.id)
        rows = {table.name: list(table.rows()) for table in held}
        assert (rows["sign_in"][0]["email"], rows["sign_in"][0]["phone"]) == (
            user.email,
            "+4915199999999",
        )
        assert [one["title"] for one in rows["notices"]] == [f"About {SECRET}"]
        assert [one["type"] for one in rows["second_factors"]] == ["totp"]
        text = json.dumps(rows, default=str)
        for secret in ("JBSWY3DPEHPK3PXP", user.password, other.email):
            assert secret not in text
