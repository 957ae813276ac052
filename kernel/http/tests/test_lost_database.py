from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from kernel.ledger.queries import accounts

CODES = {"mysql": (1205, 2006), "sqlite": ("database is locked",), "postgresql": ()}


@pytest.mark.skipif(
    "services.transactions" not in settings.INSTALLED_APPS, reason="asks the transactions service"
)
class TestALostDatabase:
    @pytest.mark.parametrize("code", CODES[connection.vendor])
    def test_is_answered_with_try_again_and_not_as_a_defect(self, db, sign_in, monkeypatch, code):
        def fail(*_args, **_kwargs):
            raise OperationalError(code, "away")

        monkeypatch.setattr(accounts.Holder.objects, "filter", fail)
        path = f"/api/v1/balances/{uuid.uuid4()}"
        answer = Client().get(path, **sign_in(person_id=uuid.uuid4()))
        assert (answer.status_code, answer.json()["code"]) == (503, "try_again")
        assert answer["Retry-After"] == "1"

    def test_another_failure_of_the_database_is_a_defect(self, db, sign_in, monkeypatch):
        def fail(*_args, **_kwargs):
            raise OperationalError(1054, "no such column")

        monkeypatch.setattr(accounts.Holder.objects, "filter", fail)
        path = f"/api/v1/balances/{uuid.uuid4()}"
        client = Client(raise_request_exception=False)
        answer = client.get(path, **sign_in(person_id=uuid.uuid4()))
        assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
