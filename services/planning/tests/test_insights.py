"""Insights: every figure, over every edge of a period, in one statement, in one currency."""

import uuid
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from services.planning import commands, queries
from services.planning.commands import RatesInvalid
from services.planning.conversion import Rates
from services.planning.models import DailyRate, Record

pytestmark = pytest.mark.django_db
YEAR = {"from_date": "2026-01-01", "to_date": "2026-12-31"}
RATES = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time="2026-03-05"><Cube currency="CZK" rate="25.000"/><Cube currency="JPY"
 rate="160.5"/></Cube><Cube time="2026-03-02"><Cube currency="CZK" rate="24"/></Cube></Cube>
</gesmes:Envelope>"""


@pytest.fixture
def year(ada, spend, categories):
    """Two months of income and spending, and a little the year before."""
    mine = categories(ada)
    spend(ada, "100.00", date="2025-12-31", counterparty="Landlord")
    spend(ada, "1000.00", date="2026-01-01", type="income", category=mine["Salary"])
    spend(ada, "300.00", date="2026-01-02", counterparty="Landlord", category=mine["Rent"])
    spend(ada, "50.00", date="2026-01-31", counterparty="Corner Cafe", category=mine["Food"])
    spend(ada, "1000.00", date="2026-02-01", type="income", category=mine["Salary"])
    spend(ada, "150.00", date="2026-02-28", counterparty="Corner Cafe", category=mine["Food"])
    spend(ada, "7.00", date="2027-01-01")
    return mine


def insights(person, **query):
    answer = person.get("insights", **(YEAR | query))
    assert answer.status_code == 200, answer.content
    return answer.json()


class TestTheFigures:
    def test_are_those_of_the_period(self, ada, year):
        found = insights(ada)
        assert found["total"] == {
            "income": "2000.00",
            "expenses": "500.00",
            "net": "1500.00",
            "count": 5,
        }
        assert (found["ratio"], found["average"]) == ("4.000000", "500.00")
        assert found["months"] == [
            {
                "month": "2026-01",
                "income": "1000.00",
                "expenses": "350.00",
                "net": "650.00",
                "count": 3,
            },
            {
                "month": "2026-02",
                "income": "1000.00",
                "expenses": "150.00",
                "net": "850.00",
                "count": 2,
            },
        ]
        assert [
            (one["name"], one["count"], one["amount"], one["share"]) for one in found["categories"]
        ] == [
            ("Salary", 2, "2000.00", "100.0000"),
            ("Rent", 1, "300.00", "60.0000"),
            ("Food", 2, "200.00", "40.0000"),
        ]
        assert found["most_frequent_category"] == year["Salary"]
        assert [(one["name"], one["amount"]) for one in found["counterparties"]] == [
            ("Landlord", "300.00"),
            ("Corner Cafe", "200.00"),
        ]
        assert [one["date"] for one in found["recent"]][:2] == ["2026-02-28", "2026-02-01"]
        assert found["unconverted"] == []

    def test_are_compared_with_the_period_before(self, ada, year):
        found = insights(ada, from_date="2026-02-01", to_date="2026-02-28")
        assert found["previous"]["expenses"] == "50.00"
        assert found["change"] == {"income": None, "expenses": "200.0000"}
        assert insights(ada)["previous"]["expenses"] == "100.00"

    def test_of_nothing_are_nothing(self, ada):
        found = insights(ada)
        assert found["total"] == {"income": "0.00", "expenses": "0.00", "net": "0.00", "count": 0}
        assert (found["ratio"], found["average"]) == (None, "0.00")
        assert (found["months"], found["most_frequent_category"]) == ([], None)

    def test_leave_out_what_is_deleted_and_what_only_moved(self, ada, funded, spend):
        savings = funded.bank.open(person=ada.id, title="Ada Novak")
        funded.bank.transfer(person=ada.id, payer=funded.ada, payee=savings, amount="10.00")
        ada.send("DELETE", f"records/{spend(ada, '12.50')['id']}")
        total = ada.get("insights").json()["total"]
        assert (total["income"], total["expenses"], total["count"]) == ("100.00", "0.00", 1)

    def test_are_the_persons_own(self, ben, ada, year):
        assert insights(ben)["total"]["count"] == 0

    def test_are_read_in_fewer_than_three_queries(self, ada, year):
        insights(ada)
        with CaptureQueriesContext(connection) as seen:
            insights(ada)
        assert len(seen) == 2

    @pytest.mark.parametrize(
        "query",
        [
            {"from_date": "2026-02-02", "to_date": "2026-02-01"},
            {"from_date": "soon"},
            {"currency": "XXQ"},
            {"limit": "5"},
        ],
        ids=",".join,
    )
    def test_of_no_period_are_refused(self, ada, query):
        assert ada.get("insights", **query).status_code == 400

    def test_can_be_asked_from_the_first_day_there_is(self, ada, year):
        found = insights(ada, from_date="0001-01-01", to_date="9999-12-31")
        assert found["total"]["count"] == 7

    @pytest.mark.parametrize("role", ["viewer", "analyst", "administrator"])
    def test_are_read_by_viewers(self, ada, year, caller, role):
        insights(ada)
        assert insights(caller(roles=(role,)), owner=str(ada.id))["total"]["count"] == 5

    def test_are_nobody_elses(self, ada, ben, year, refused):
        insights(ada)
        refused(ben.get("insights", owner=str(ada.id)), 404, "planning_not_found")

    @given(
        flows=st.lists(
            st.tuples(
                st.booleans(),
                st.integers(1, 10**9),
                st.dates(date(2026, 1, 1), date(2026, 12, 31)),
                st.sampled_from(["", "A", "B"]),
            ),
            max_size=12,
        )
    )
    def test_add_up(self, flows):
        person_id, now = uuid.uuid4(), datetime.now(UTC)
        other = queries.default_category_id()
        Record.objects.bulk_create(
            commands.records.written(
                person_id=person_id,
                kind="income" if comes_in else "expense",
                amount_minor=minor if comes_in else -minor,
                currency="EUR",
                day=day,
                category_id=other,
                counterparty=name,
                text="",
                now=now,
            )
            for comes_in, minor, day, name in flows
        )
        found = queries.get_insights(
            person_id=person_id,
            currency="EUR",
            from_date=date(2026, 1, 1),
            to_date=date(2026, 12, 31),
        )
        income = sum(minor for comes_in, minor, _, _ in flows if comes_in)
        expenses = sum(minor for comes_in, minor, _, _ in flows if not comes_in)
        assert (found.flow.income_minor, found.flow.expenses_minor) == (income, expenses)
        assert sum(flow.net_minor for flow in found.months.values()) == income - expenses
        assert sum(part.amount_minor for part in found.categories) == income + expenses
        assert sum(part.count for part in found.categories) == len(flows)


class TestSeveralCurrencies:
    @pytest.fixture
    def abroad(self, ada, spend):
        spend(ada, "10.00", date="2026-03-05")
        spend(ada, "250.00", date="2026-03-06", currency="CZK", counterparty="Hospoda")
        spend(ada, "48.00", date="2026-03-04", currency="CZK")
        spend(ada, "321", date="2026-03-05", currency="JPY")
        spend(ada, "9.00", date="2026-01-05", currency="CZK")
        return commands.import_rates(document=RATES)

    def test_are_converted_at_the_rate_of_each_day(self, ada, abroad):
        assert abroad == 3
        found = insights(ada)
        # 10 + 250 / 25 + 48 / 24 + 321 / 160.5; in January there was no rate yet.
        assert found["total"]["expenses"] == "24.00"
        assert found["unconverted"] == [{"currency": "CZK", "count": 1, "amount": "-9.00"}]
        assert found["counterparties"][0]["amount"] == "10.00"

    def test_can_be_asked_for_in_another(self, ada, abroad):
        found = insights(ada, currency="CZK")
        # 10 * 25 + 250 + 48 + 2 * 25 + 9
        assert found["total"]["expenses"] == "607.00"
        assert found["unconverted"] == []

    def test_need_one_more_query(self, ada, abroad):
        with CaptureQueriesContext(connection) as seen:
            queries.get_insights(
                person_id=ada.id,
                currency="EUR",
                from_date=date(2026, 1, 1),
                to_date=date(2026, 12, 31),
            )
        assert len(seen) == 2

    @given(
        minor=st.integers(-(10**12), 10**12),
        nano=st.integers(10**6, 10**13),
        currency=st.sampled_from(["CZK", "JPY", "BHD"]),
    )
    def test_lose_at_most_half_a_unit(self, minor, nano, currency):
        day = date(2026, 3, 5)
        rates = Rates.of([(currency, day, nano)])
        into = rates.convert(minor, currency=currency, to="EUR", day=day)
        scale = {"CZK": 1, "JPY": 100, "BHD": 1}[currency]
        unit = 10 if currency == "BHD" else 1
        assert abs(2 * into * nano * unit - 2 * minor * scale * 10**9) <= nano * unit
        assert rates.convert(-minor, currency=currency, to="EUR", day=day) == -into

    def test_without_a_rate_nothing_is_made_up(self):
        rates = Rates.of([("CZK", date(2026, 3, 5), 25 * 10**9)])
        assert rates.convert(100, currency="CZK", to="EUR", day=date(2026, 3, 4)) is None
        assert rates.convert(100, currency="EUR", to="USD", day=date(2026, 3, 5)) is None


class TestRates:
    def test_are_set_by_administrators_alone(self, ada, caller, refused):
        body = {"document": RATES}
        refused(ada.post("exchange-rates", body), 403, "permission_denied")
        refused(caller(roles=("analyst",)).post("exchange-rates", body), 403, "permission_denied")
        made = caller(roles=("administrator",)).post("exchange-rates", body)
        assert (made.status_code, made.json()) == (201, {"count": 3})
        rates = ada.results("exchange-rates")
        assert [(one["currency"], one["rate"]) for one in rates] == [
            ("CZK", "25.000000000"),
            ("JPY", "160.500000000"),
        ]

    def test_are_imported_from_a_file_and_a_day_is_replaced(self, tmp_path):
        file, said = tmp_path / "rates.xml", StringIO()
        for rate in ("24", "24.5"):
            file.write_text(RATES.replace('rate="24"', f'rate="{rate}"'), encoding="utf-8")
            call_command("import_rates", str(file), stdout=said)
        assert said.getvalue() == "3 rates.\n3 rates.\n"
        nano = DailyRate.objects.get(currency="CZK", rate_date=date(2026, 3, 2)).per_euro_nano
        assert nano == 24_500_000_000
        assert DailyRate.objects.count() == 3

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(CommandError):
            call_command("import_rates", str(tmp_path / "none.xml"))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (RATES, "no xml"),
            (RATES, "<a/>"),
            ('rate="24"', 'rate="0"'),
            ('rate="24"', 'rate="-1"'),
            ('rate="24"', 'rate="1e3"'),
            ("2026-03-02", "2026-02-30"),
            ('currency="JPY"', 'currency="CZK"'),
            ('<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE a [<!ENTITY b "c">]>'),
        ],
        ids=["text", "other", "zero", "negative", "exponent", "no day", "twice", "entity"],
    )
    def test_that_cannot_be_read_are_refused_whole(self, old, new):
        with pytest.raises(RatesInvalid):
            commands.import_rates(document=RATES.replace(old, new))
        assert DailyRate.objects.count() == 0

    def test_there_are_none_at_first(self, ada):
        assert ada.results("exchange-rates") == []
