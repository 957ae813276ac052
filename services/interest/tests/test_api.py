"""The API: what people see of their interest, what operations steer, and who may neither."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from kernel.permissions import PERMISSIONS, ROLES
from services.interest.models import InterestAccrual, InterestRate, InterestRun

pytestmark = pytest.mark.django_db

TERMS = {
    "account_type": "savings",
    "effective_date": "2999-01-01",
    "currency": "EUR",
    "annual_rate": "1.25",
    "tiers": [{"from": "1000.00", "annual_rate": "1.5"}],
    "compounding": "monthly",
    "minimum_balance": "5.00",
    "tax_rate": "25",
    "reason": "The market moved",
}
RUN_PATHS = {
    "": "interest.read_runs",
    "/pause": "interest.run",
    "/resume": "interest.run",
    "/dry-run": "interest.run",
    "/sign-off": "interest.sign_off",
}


@pytest.fixture
def ada(caller):
    return caller()


@pytest.fixture
def supervisor(caller):
    return caller(roles=("supervisor",))


@pytest.fixture
def operations(caller):
    return caller(roles=("operations",))


@pytest.fixture
def account(books, ada):
    """Ada's savings, 1,000.00 at 3.65 % for two days that are accrued."""
    books.today = (datetime.now(UTC) - timedelta(days=2)).date()
    from kernel.ledger import commands

    commands.roll_business_day(now=books.now)
    books.rate(36_500, currency="EUR")
    account = books.open(100_000, holder=ada.id)
    books.pass_days(2)
    return account


class TestRates:
    def test_are_proposed_by_one_and_published_by_another(self, supervisor, caller):
        answer = supervisor.post("interest-rates", TERMS)
        assert answer.status_code == 202, answer.content
        waiting = answer.json()["approval"]
        assert waiting["after"]["rates"] == "from 0.00 EUR: 1.2500 %; from 1000.00 EUR: 1.5000 %"
        assert InterestRate.objects.count() == 0
        path = f"approvals/interest/{waiting['id']}/approve"
        assert supervisor.post(path).json()["code"] == "own_request"
        assert caller(roles=("compliance",)).post(path).json()["status"] == "approved"
        (rate,) = Client().get("/api/v1/interest-rates").json()["results"]
        assert rate["tiers"] == [
            {"from": "0.00", "annual_rate": "1.2500"},
            {"from": "1000.00", "annual_rate": "1.5000"},
        ]
        assert (rate["minimum_balance"], rate["tax_rate"]) == ("5.00", "25.0000")
        assert rate["compounding"] == "monthly"

    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"annual_rate": "100.0001"}, "rate_out_of_range", "annual_rate"),
            ({"annual_rate": "-1"}, "rate_out_of_range", "annual_rate"),
            ({"annual_rate": "1e1"}, "rate_out_of_range", "annual_rate"),
            ({"tax_rate": "101"}, "rate_out_of_range", "tax_rate"),
            (
                {"tiers": [{"from": "9.00", "annual_rate": "1"}] * 2},
                "tiers_not_rising",
                "tiers",
            ),
            ({"minimum_balance": "1.234"}, "amount_invalid", "minimum_balance"),
            ({"currency": "XXX"}, "currency_unknown", "currency"),
            ({"effective_date": "2000-01-01"}, "rate_not_later", "effective_date"),
            ({"compounding": "hourly"}, "invalid", "compounding"),
            ({"colour": "red"}, "invalid", "colour"),
        ],
    )
    def test_that_make_no_sense_are_refused(self, books, supervisor, change, code, field):
        books.rate()
        answer = supervisor.post("interest-rates", TERMS | change)
        assert answer.status_code in {400, 422}, answer.content
        assert list(answer.json()["errors"]) == [field]
        assert answer.json()["code"] == code or code == "invalid"

    @pytest.mark.parametrize("role", sorted(ROLES - PERMISSIONS["interest.propose_rate"]))
    def test_are_not_proposed_by_others(self, caller, role):
        answer = caller(roles=(role,)).post("interest-rates", TERMS)
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")

    def test_are_not_proposed_by_nobody(self, db):
        answer = Client().post("/api/v1/interest-rates", TERMS, content_type="application/json")
        assert answer.status_code == 401


class TestOnesInterest:
    def test_is_what_has_accrued(self, ada, account, books):
        answer = ada.get("interest", account=account)
        assert answer.status_code == 200, answer.content
        found = answer.json()
        credited = InterestAccrual.objects.filter(account_id=account).count() == 0
        assert not credited
        assert (found["annual_rate"], found["annual_yield"]) == ("3.6500", "3.71")
        assert found["accrued_through"] == (books.today - timedelta(days=1)).isoformat()
        assert sum(float(month["accrued"]) for month in found["months"]) == 0.2
        assert found["next_credit_date"][-2:] == "01"

    def test_explains_each_day(self, ada, account, books):
        first = (books.today - timedelta(days=2)).isoformat()
        last = (books.today - timedelta(days=1)).isoformat()
        answer = ada.get("interest/explain", account=account, **{"from": first, "to": last})
        found = answer.json()["days"]
        assert [day["date"] for day in found] == [first, last]
        assert found[0]["formula"] == "1000.00 * 3.6500 % * 1/365 = 0.10000000000"
        assert (found[0]["balance"], found[0]["fraction"]) == ("1000.00", "1/365")

    def test_shows_corrections_beside_the_day(self, ada, account, books):
        day = books.today - timedelta(days=2)
        books.move(account, 100_000, value_date=day)
        books.today += timedelta(days=1)
        from kernel.ledger import commands

        commands.roll_business_day(now=books.now)
        books.run()
        answer = ada.get("interest/explain", account=account, **{"from": str(day), "to": str(day)})
        (found,) = answer.json()["days"]
        assert found["accrued"] == "0.10000000000"
        assert [one["accrued"] for one in found["corrections"]] == ["0.10000000000"]

    @pytest.mark.parametrize("days", [-1, 366])
    def test_is_explained_for_a_year_at_most(self, ada, account, books, days):
        period = {"from": str(books.today), "to": str(books.today + timedelta(days=days))}
        answer = ada.get("interest/explain", account=account, **period)
        assert (answer.status_code, answer.json()["code"]) == (400, "period_too_long")

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_is_there_for_its_holder_and_those_who_may_look(self, caller, account, role):
        other = caller(roles=(role,))
        period = {"from": "2025-01-01", "to": "2025-01-02"}
        for path, query in (("interest", {}), ("interest/explain", period)):
            for of in (account, uuid.uuid4()):
                answer = other.get(path, account=of, **query)
                if role in PERMISSIONS["interest.read"] and of == account:
                    assert answer.status_code == 200
                else:
                    told = (answer.status_code, answer.json()["code"])
                    assert told == (404, "account_not_found")

    def test_asks_who_one_is(self, account):
        for path in ("interest", "interest/explain", "interest-runs"):
            assert Client().get(f"/api/v1/{path}", {"account": account}).status_code == 401


class TestProjections:
    def test_say_what_an_amount_would_earn(self, books):
        books.rate(36_500, day=datetime(2020, 1, 1, tzinfo=UTC).date(), posting_period="daily")
        asked = {"account_type": "savings", "amount": "1000.00", "currency": "EUR", "days": "2"}
        answer = Client().get("/api/v1/interest-projections", asked)
        assert answer.status_code == 200, answer.content
        found = answer.json()
        assert (found["interest"], found["balance"]) == ("0.20", "1000.20")
        assert len(found["credits"]) == 2

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ({"amount": "0"}, 400),
            ({"days": "0"}, 400),
            ({"days": "3661"}, 400),
            ({"account_type": "gold"}, 404),
        ],
    )
    def test_of_nonsense_are_refused(self, books, change, status):
        books.rate(day=datetime(2020, 1, 1, tzinfo=UTC).date())
        asked = {"account_type": "savings", "amount": "10.00", "currency": "EUR", "days": "5"}
        assert Client().get("/api/v1/interest-projections", asked | change).status_code == status


class TestRuns:
    def test_are_planned_tried_paused_resumed_done_and_signed_off(
        self, books, operations, supervisor
    ):
        books.rate(36_500)
        books.open(100_000)
        books.roll()
        run = operations.post("interest-runs").json()
        assert (run["status"], run["accounts"], run["chunks_done"]) == ("planned", 1, 0)
        path = f"interest-runs/{run['id']}"
        tried = operations.post(f"{path}/dry-run").json()["totals"]
        assert tried["accrued_nano"] == "10000000000"
        assert InterestAccrual.objects.count() == 0
        assert operations.post(f"{path}/pause").json()["status"] == "paused"
        books.run()
        assert InterestAccrual.objects.count() == 0
        assert operations.post("interest-runs").json()["code"] == "nothing_due"
        assert supervisor.post(f"{path}/sign-off").json()["code"] == "run_not_there"
        assert operations.post(f"{path}/resume").json()["status"] == "running"
        books.run()
        done = operations.get(path).json()
        assert (done["status"], done["rows"], done["chunks_done"]) == ("done", 1, 1)
        assert done["totals"]["accrued_nano"] == tried["accrued_nano"]
        assert operations.post(f"{path}/dry-run").json()["code"] == "already_done"
        signed = supervisor.post(f"{path}/sign-off").json()
        assert (signed["status"], signed["signed_off_by"]) == ("signed_off", str(supervisor.id))
        assert supervisor.post(f"{path}/sign-off").status_code == 409

    def test_with_a_difference_are_not_signed_off(self, books, supervisor):
        books.rate()
        books.pass_days()
        run = InterestRun.objects.get()
        run.totals["missing_accounts"] = "2"
        run.save()
        answer = supervisor.post(f"interest-runs/{run.id}/sign-off")
        assert (answer.status_code, answer.json()["code"]) == (422, "run_not_clean")
        assert "missing_accounts: 2" in answer.json()["detail"]

    def test_are_listed_in_pages_the_latest_first(self, books, operations):
        books.rate(posting_period="daily")
        books.pass_days(2)
        found, address = [], "/api/v1/interest-runs?limit=1"
        while address:
            page = operations.http.get(address, **operations.headers).json()
            found += [(run["business_date"], run["kind"]) for run in page["results"]]
            address = page["next"]
        assert found == [
            ("2025-01-02", "credit"),
            ("2025-01-02", "accrual"),
            ("2025-01-01", "credit"),
            ("2025-01-01", "accrual"),
        ]

    @pytest.mark.parametrize("role", sorted(ROLES))
    @pytest.mark.parametrize("path", RUN_PATHS)
    def test_need_a_permission_and_then_a_run(self, caller, path, role):
        person = caller(roles=(role,))
        address = f"interest-runs/{uuid.uuid4()}{path}"
        answer = person.post(address) if path else person.get(address)
        if role in PERMISSIONS[RUN_PATHS[path]]:
            assert (answer.status_code, answer.json()["code"]) == (404, "interest_run_not_found")
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")

    @pytest.mark.parametrize("role", sorted(ROLES - PERMISSIONS["interest.run"]))
    def test_are_not_started_by_others(self, caller, role):
        assert caller(roles=(role,)).post("interest-runs").status_code == 403
