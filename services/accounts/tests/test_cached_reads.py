"""Reads that are kept in Redis say a change at once, and nobody is answered with what staff see."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.core.cache import caches

from services.accounts import commands
from services.accounts.models import AccountType

pytestmark = pytest.mark.django_db(transaction=True)
LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}


@pytest.fixture(autouse=True)
def kept(settings):
    """A cache that keeps, as Redis does."""
    settings.CACHES = {**settings.CACHES, "shared": LOCAL}
    caches["shared"].clear()
    yield
    caches["shared"].clear()


class TestThePaths:
    @pytest.fixture
    def ask(self, client, sign_in):
        def send(path, *, roles=("customer",), method="get", body=None):
            headers = sign_in(person_id=uuid.uuid4(), roles=roles)
            content = {} if body is None else {"data": json.dumps(body)}
            return getattr(client, method)(
                f"/api/v1/{path}", content_type="application/json", **content, **headers
            )

        return send

    def test_of_branches_say_a_change_at_once(self, ask, django_assert_num_queries):
        branch = commands.create_branch(
            code="001",
            name="Old",
            street="",
            postal_code="",
            city="",
            actor_id=uuid.uuid4(),
            now=datetime.now(UTC),
        )
        assert [one["name"] for one in ask("branches").json()["results"]] == ["Old"]
        with django_assert_num_queries(0):
            assert [one["name"] for one in ask("branches").json()["results"]] == ["Old"]
        changed = ask(
            f"branches/{branch.id}", roles=("operations",), method="patch", body={"name": "New"}
        )
        assert changed.status_code == 200, changed.content
        assert [one["name"] for one in ask("branches").json()["results"]] == ["New"]

    def test_of_products_show_customers_only_what_is_on_offer(self, ask):
        values = {"kind": "savings", "currency": "EUR", "description": ""}
        AccountType.objects.create(code="on", name="On", **values)
        AccountType.objects.create(code="off", name="Off", is_offered=False, **values)

        def codes(path, roles):
            return [one["code"] for one in ask(path, roles=roles).json()["results"]]

        ever, offered = "account-types?offered=ever", "account-types"
        assert codes(ever, ("supervisor",)) == ["off", "on"]
        assert codes(offered, ("customer",)) == ["on"]
        assert codes(ever, ("supervisor",)) == ["off", "on"]
        assert codes(offered, ("supervisor",)) == ["on"]
        assert ask(ever).status_code == 403
