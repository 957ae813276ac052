"""One person may ask for money to be moved so often in a day, whoever holds the token."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from redis.exceptions import ConnectionError as Disconnected
from rest_framework.exceptions import Throttled
from rest_framework.test import APIRequestFactory

from kernel.http import limits
from kernel.http.errors import answer_problem
from kernel.http.limits import count_money_call
from kernel.http.once import MoneyView
from kernel.http.permissions import OWN
from kernel.ledger.records import Answer

NOW = datetime(2026, 11, 21, 23, 59, 30, 500_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def limit(settings, monkeypatch):
    settings.MONEY_CALLS_PER_DAY = 3
    monkeypatch.setattr(limits, "_ask_again_at", 0.0)
    yield settings
    cache.clear()


def call(person_id, times=1, now=NOW):
    for _ in range(times):
        count_money_call(person_id=person_id, now=now)


class TestLimit:
    def test_lets_as_many_calls_through_as_it_says_and_no_more(self):
        person = uuid.uuid4()
        call(person, times=3)
        for _ in range(2):
            with pytest.raises(Throttled):
                call(person)

    def test_is_each_persons_own(self):
        call(uuid.uuid4(), times=3)
        call(uuid.uuid4(), times=3)

    def test_begins_anew_with_the_utc_day_and_says_when_that_is(self):
        person = uuid.uuid4()
        call(person, times=3)
        with pytest.raises(Throttled) as refused:
            call(person)
        answer = answer_problem(refused.value, {})
        assert (answer.status_code, answer.data["code"]) == (429, "too_many_requests")
        assert answer.headers["Retry-After"] == "31"
        call(person, times=3, now=NOW + timedelta(seconds=31))

    def test_may_be_switched_off(self, limit):
        limit.MONEY_CALLS_PER_DAY = 0
        call(uuid.uuid4(), times=5)


class PayView(MoneyView):
    operation = "pay"
    permissions = {"POST": OWN}
    paid = 0

    def post(self, request):
        return self.answer_once(request, self.pay)

    @classmethod
    def pay(cls, **_):
        cls.paid += 1
        return Answer(body="{}", replayed=False)


@pytest.mark.django_db
class TestMoneyView:
    def test_refuses_the_call_too_many_before_its_command(self, sign_in, limit):
        limit.MONEY_CALLS_PER_DAY = 2
        person = uuid.uuid4()

        def post(who):
            headers = {"HTTP_IDEMPOTENCY_KEY": uuid.uuid4().hex, **sign_in(person_id=who)}
            request = APIRequestFactory().post("/", {}, format="json", **headers)
            return PayView.as_view()(request).status_code

        before = PayView.paid
        assert [post(person) for _ in range(4)] == [201, 201, 429, 429]
        assert PayView.paid == before + 2
        # A refusal of the bank's rules is kept; this is none.
        assert not apps.get_model("ledger", "Refusal").objects.exists()
        assert post(uuid.uuid4()) == 201


class TestWithoutRedis:
    def test_is_not_in_the_way_and_asks_again_after_a_while(self, monkeypatch):
        asked = []

        def lost(key):
            asked.append(key)
            raise Disconnected

        monkeypatch.setattr(cache, "incr", lost)
        call(uuid.uuid4(), times=5)
        assert len(asked) == 1
        monkeypatch.setattr(limits, "_ask_again_at", 0.0)
        call(uuid.uuid4())
        assert len(asked) == 2

    def test_counts_again_when_redis_is_back(self, monkeypatch):
        with monkeypatch.context() as lost:
            lost.setattr(cache, "incr", _fail)
            call(uuid.uuid4(), times=5)
        monkeypatch.setattr(limits, "_ask_again_at", 0.0)
        person = uuid.uuid4()
        call(person, times=3)
        with pytest.raises(Throttled):
            call(person)

    def test_a_counter_that_vanishes_meanwhile_counts_as_none(self, monkeypatch):
        monkeypatch.setattr(cache, "add", lambda *_, **__: False)
        call(uuid.uuid4(), times=5)


def _fail(_key):
    raise Disconnected
