from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.utils import timezone

from kernel.ids import new_id
from services.auth import commands
from services.auth.models import Role, User
from services.auth.tasks import purge_expired

pytestmark = pytest.mark.django_db
ADA = {
    "email": "Ada@Example.org",
    "password": "a good long phrase",
    "phone": "+4930901820",
    "date_of_birth": date(1990, 5, 17),
}


class TestCreatePerson:
    def test_makes_somebody_who_can_sign_in(self, visitor, mailbox):
        person_id = new_id()
        user = commands.create_person(**ADA, roles=["customer", "teller"], id=person_id)
        assert (user.id, user.email) == (person_id, "ada@example.org")
        client = visitor()
        client.give_password("ada@example.org", "a good long phrase")
        assert client.give_code(mailbox.code("ada@example.org")).status_code == 200

    def test_does_nothing_the_second_time_but_add_roles(self):
        first = commands.create_person(**ADA, roles=["customer"])
        second = commands.create_person(**(ADA | {"password": "other"}), roles=["agent"])
        assert first.id == second.id
        assert second.check_password("a good long phrase")
        assert set(second.groups.values_list("name", flat=True)) == {"customer", "agent"}
        assert User.objects.count() == 1

    def test_without_a_password_lets_nobody_in(self, visitor):
        commands.create_person(**(ADA | {"password": None}), roles=["customer"])
        for password in ("None", "x"):
            assert visitor().give_password("ada@example.org", password).status_code == 400

    def test_knows_its_roles(self):
        with pytest.raises(ValueError, match="owner"):
            commands.create_person(**ADA, roles=["owner"])


def test_every_role_is_a_group():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


class TestTheDatabase:
    def test_keeps_addresses_apart_however_they_are_written(self, person):
        person("ada@example.org")
        with pytest.raises(IntegrityError):
            User.objects.create(email="ADA@example.org", **_details())

    def test_finds_people_however_they_write_their_address(self, person):
        user = person("ada@example.org")
        assert User.objects.get_by_natural_key("ADA@Example.ORG") == user
        assert "@" not in str(user)


def test_expired_sessions_are_purged():
    now = timezone.now()
    for name, hours in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=now + timedelta(hours=hours)
        )
    purge_expired(anything="goes")
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def _details() -> dict:
    return {
        "phone": "+4930901820",
        "date_of_birth": date(1990, 5, 17),
        "joined_at": timezone.now(),
    }
