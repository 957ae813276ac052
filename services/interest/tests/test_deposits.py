"""Fixed deposits: the rate of the day holds, the sum stays, and each ends exactly once."""

import itertools
import random
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.ledger import queries as ledger_queries
from kernel.ledger.records import MoneyRequest
from kernel.outbox.models import Event
from services.interest.arithmetic import months_after
from services.interest.models import (
    InterestAccrual,
    InterestDeposit,
    InterestPosting,
    InterestRun,
)

pytestmark = pytest.mark.django_db

NANO = 10**9
COMPOUNDING = ("none", "daily", "monthly")
DAY_COUNTS = ("act_365f", "act_360", "act_act_isda", "30e_360")


@pytest.fixture
def bank(books):
    """A bank with a deposit of one month at 3.65 %, 30 days' interest lost, and a quarter's tax."""
    books.rate(36_500, product="term", term_months=1, penalty_days=10, tax_ppm=250_000)
    books.rate(0)
    return books


@pytest.fixture
def ada():
    return uuid.uuid4()


@pytest.fixture
def purse(bank, ada):
    return bank.open(500_000, holder=ada)


@pytest.fixture
def account(bank, ada):
    return bank.open(holder=ada, product="term")


def place(bank, *, by, key=None, **wanted):
    from services.interest.commands import Wanted, place_deposit

    request = MoneyRequest.make(
        actor_id=by, operation="place_deposit", key=key or uuid.uuid4().hex, body=str(wanted)
    )
    answer = place_deposit(request=request, now=bank.now, wanted=Wanted(**wanted))
    assert answer.body
    return InterestDeposit.objects.order_by("-id").first()


def differences(books):
    from services.interest.commands.control_run import differences as of

    return [of(run.totals) for run in InterestRun.objects.all() if of(run.totals)]


class TestPlacing:
    def test_moves_the_sum_and_keeps_it_on_the_account(self, bank, ada, purse, account):
        from kernel.ledger.errors import AccountBlocked, AccountNotEmpty, InsufficientFunds

        deposit = place(
            bank, by=ada, account=account, amount="1000.00", from_account=purse, pay_to=purse
        )
        assert (bank.balance(account), bank.balance(purse)) == (100_000, 400_000)
        assert (deposit.first_date, deposit.maturity_date) == (date(2025, 1, 1), date(2025, 2, 1))
        # 31 days of ten cents.
        assert deposit.expected_minor == 310
        with pytest.raises(InsufficientFunds):
            bank.move(account, -1)
        from kernel.ledger import commands as ledger

        with pytest.raises((AccountBlocked, AccountNotEmpty)):
            ledger.close_account(account_id=account)
        assert ("interest", "fixed_deposit") in ledger_queries.list_blocks(account_id=account)

    def test_takes_what_is_on_the_account_already(self, bank, ada, purse, account):
        bank.move(account, 100_001)
        place(bank, by=ada, account=account, amount="1000.00", pay_to=purse)
        bank.move(account, -1)
        assert bank.balance(account) == 100_000

    def test_happens_once_for_a_key(self, bank, ada, purse, account):
        wanted = {"account": account, "amount": "10.00", "from_account": purse, "pay_to": purse}
        first = place(bank, by=ada, key="one", **wanted)
        again = place(bank, by=ada, key="one", **wanted)
        assert first.id == again.id
        assert bank.balance(account) == 1_000

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"account": "purse"}, "NotDepositAccount"),
            ({"amount": "0.99"}, "DepositTooSmall"),
            ({"amount": "6000.00"}, "InsufficientFunds"),
            ({"amount": "1,00"}, "AmountInvalid"),
            ({"pay_to": None}, "PayToMissing"),
            ({"pay_to": None, "at_maturity": "roll_over_principal"}, "PayToMissing"),
            ({"pay_to": "account"}, "SameAccount"),
            ({"pay_to": "other"}, "AccountNotFound"),
            ({"from_account": "other"}, "AccountNotFound"),
            ({"account": "other"}, "AccountNotFound"),
            ({"from_account": None}, "InsufficientFunds"),
            ({"pay_to": "dollars"}, "CurrencyMismatch"),
        ],
    )
    def test_that_makes_no_sense_is_refused(self, books, ada, change, refusal):
        from kernel.errors import BankError

        books.rate(36_500, product="term", term_months=1, minimum_minor=100)
        books.rate(0)
        named = {
            "account": books.open(holder=ada, product="term"),
            "purse": books.open(500_000, holder=ada),
            "other": books.open(500_000, product="term"),
            "dollars": books.open(holder=ada, currency="USD"),
        }
        wanted = {
            "account": "account",
            "amount": "1000.00",
            "from_account": "purse",
            "pay_to": "purse",
        } | change
        values = {name: named.get(value, value) for name, value in wanted.items()}
        with pytest.raises(BankError) as refused:
            place(books, by=ada, **values)
        assert type(refused.value).__name__ == refusal
        assert InterestDeposit.objects.count() == 0

    def test_is_refused_while_one_runs(self, bank, ada, purse, account):
        from services.interest.commands import DepositRunning

        wanted = {"account": account, "amount": "10.00", "from_account": purse, "pay_to": purse}
        place(bank, by=ada, **wanted)
        with pytest.raises(DepositRunning):
            place(bank, by=ada, **wanted)
        assert bank.balance(account) == 1_000


class TestTheTerm:
    def test_earns_at_the_rate_of_its_first_day_and_on_its_principal_only(
        self, bank, ada, purse, account
    ):
        place(bank, by=ada, account=account, amount="1000.00", from_account=purse, pay_to=purse)
        bank.rate(73_000, product="term", day=date(2025, 1, 3), term_months=1)
        bank.pass_days(2)
        # More money at the old rate would be a savings account that nobody else gets.
        bank.move(account, 900_000)
        bank.pass_days(2)
        rows = InterestAccrual.objects.filter(account_id=account).order_by("business_date")
        assert [(row.balance_minor, row.accrued_nano) for row in rows] == [(100_000, 10 * NANO)] * 4
        assert differences(bank) == []

    def test_is_not_credited_before_its_end(self, bank, ada, purse, account):
        bank.rate(36_500, product="long", term_months=3)
        other = bank.open(holder=ada, product="long")
        place(bank, by=ada, account=other, amount="1000.00", from_account=purse, pay_to=purse)
        bank.skip_days(40)
        assert not InterestPosting.objects.filter(account_id=other).exists()
        assert differences(bank) == []


class TestMaturity:
    def test_pays_principal_and_interest_to_the_named_account_once(self, bank, ada, purse, account):
        place(bank, by=ada, account=account, amount="1000.00", from_account=purse, pay_to=purse)
        bank.skip_days(30)
        assert InterestDeposit.objects.get().status == "running"
        bank.pass_days(1)
        bank.run()
        deposit = InterestDeposit.objects.get()
        # 3.10 less a quarter, rounded half to even: 0.78 of tax.
        assert (deposit.credited_minor, deposit.tax_minor) == (310, 78)
        assert (deposit.status, deposit.paid_minor) == ("matured", 100_232)
        assert (bank.balance(account), bank.balance(purse)) == (0, 500_232)
        assert InterestRun.objects.filter(kind="mature").count() == 1
        assert ledger_queries.list_blocks(account_id=account) == []
        bank.pass_days(5)
        assert InterestAccrual.objects.filter(account_id=account).count() == 31
        assert (bank.balance(purse), differences(bank), bank.is_sound()) == (500_232, [], True)

    def test_rolls_over_with_its_interest_at_the_new_rate(self, bank, ada, purse, account):
        first = place(
            bank,
            by=ada,
            account=account,
            amount="1000.00",
            from_account=purse,
            at_maturity="roll_over",
        )
        bank.rate(73_000, product="term", day=date(2025, 1, 15), term_months=2)
        bank.skip_days(30)
        bank.pass_days(3)
        second = InterestDeposit.objects.exclude(id=first.id).get()
        assert (second.rolled_from_id, second.principal_minor) == (first.id, 100_232)
        assert (second.first_date, second.maturity_date) == (date(2025, 2, 1), date(2025, 4, 1))
        rows = InterestAccrual.objects.filter(account_id=account, business_date__month=2)
        assert {row.accrued_nano for row in rows} == {20_046_400_000}
        # What was rounded away ended with the first deposit.
        latest = rows.order_by("-business_date")[0]
        assert latest.uncredited_nano == 2 * 20_046_400_000
        assert (differences(bank), bank.is_sound()) == ([], True)

    def test_rolls_over_the_principal_and_pays_the_interest(self, bank, ada, purse, account):
        place(
            bank,
            by=ada,
            account=account,
            amount="1000.00",
            from_account=purse,
            at_maturity="roll_over_principal",
            pay_to=purse,
        )
        bank.skip_days(30)
        bank.pass_days(1)
        running = InterestDeposit.objects.get(status="running")
        assert (running.principal_minor, bank.balance(purse)) == (100_000, 400_232)

    def test_comes_to_the_same_when_the_bank_was_away(self, bank, ada, purse, account):
        place(
            bank,
            by=ada,
            account=account,
            amount="1000.00",
            from_account=purse,
            at_maturity="roll_over",
        )
        bank.skip_days(40)
        second = InterestDeposit.objects.get(status="running")
        assert (second.first_date, second.principal_minor) == (date(2025, 2, 1), 100_232)
        assert InterestAccrual.objects.filter(account_id=account).count() == 40
        bank.pass_days(2)
        assert (differences(bank), bank.is_sound()) == ([], True)

    def test_keeps_the_money_where_it_is_when_it_cannot_be_paid_out(
        self, bank, ada, purse, account
    ):
        from kernel.ledger import commands as ledger

        place(bank, by=ada, account=account, amount="1000.00", from_account=purse, pay_to=purse)
        ledger.change_status(account_id=purse, status="frozen")
        bank.skip_days(30)
        bank.pass_days(1)
        deposit = InterestDeposit.objects.get()
        assert (deposit.status, deposit.payout_refusal) == ("matured", "account_frozen")
        bank.move(account, -100_232)
        assert (bank.balance(account), differences(bank)) == (0, [])

    def test_waits_while_the_account_is_frozen(self, bank, ada, purse, account):
        from kernel.ledger import commands as ledger

        place(
            bank,
            by=ada,
            account=account,
            amount="1000.00",
            from_account=purse,
            at_maturity="roll_over",
        )
        ledger.change_status(account_id=account, status="frozen")
        bank.skip_days(30)
        bank.pass_days(3)
        assert InterestDeposit.objects.get().status == "running"
        assert differences(bank) == []
        ledger.change_status(account_id=account, status="open")
        bank.pass_days(2)
        first = InterestDeposit.objects.get(status="matured")
        second = InterestDeposit.objects.get(status="running")
        assert (first.end_date, first.credited_minor) == (date(2025, 2, 1), 310)
        # The days in between earn nothing: nobody could have had the money.
        assert second.first_date == date(2025, 2, 4)
        assert (differences(bank), bank.is_sound()) == ([], True)

    def test_is_told_a_week_before_and_when_it_came(self, bank, ada, purse, account):
        from services.interest.commands import remind_of_maturity

        place(bank, by=ada, account=account, amount="1000.00", from_account=purse, pay_to=purse)
        bank.skip_days(23)
        assert remind_of_maturity(now=bank.now) == 0
        bank.pass_days(1)
        assert [remind_of_maturity(now=bank.now) for _ in range(2)] == [1, 0]
        bank.skip_days(7)
        told = [one.payload for one in Event.objects.filter(name="notice.asked").order_by("id")]
        assert [one["kind"] for one in told] == ["deposit_matures_soon", "deposit_matured"]
        assert {one["person_id"] for one in told} == {str(ada)}
        assert told[1]["facts"] == {
            "account": told[0]["facts"]["account"],
            "interest": "3.10",
            "currency": "EUR",
            "maturity_date": "2025-02-01",
            "what_next": "1002.32 EUR went to the account that you named",
        }


class TestTheSum:
    def test_of_a_term_is_what_was_announced(self, books):
        chance, ada, placed = random.Random(5), uuid.uuid4(), []
        for compounding, day_count in itertools.product(COMPOUNDING, DAY_COUNTS):
            product = f"{compounding}-{day_count}"
            books.rate(
                chance.randint(1, 200_000),
                product=product,
                term_months=1,
                compounding=compounding,
                day_count=day_count,
            )
            principal = chance.randint(1, 10**9)
            account = books.open(principal, holder=ada, product=product)
            amount = f"{principal // 100}.{principal % 100:02}"
            placed.append(
                place(books, by=ada, account=account, amount=amount, at_maturity="roll_over")
            )
        books.skip_days(31)
        for deposit in placed:
            deposit.refresh_from_db()
            assert deposit.status == "matured"
            assert deposit.credited_minor == deposit.expected_minor
        assert differences(books) == []

    @given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 360))
    def test_months_end_with_the_same_day_or_the_last_one(self, day, months):
        end = months_after(day, months)
        assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
        assert end.day == day.day or (end + timedelta(days=1)).day == 1


@pytest.fixture
def owner(caller):
    return caller()


@pytest.fixture
def placed(books, owner):
    """A deposit of 1,000.00 over the API, five days ago, which earns ten cents a day."""
    books.today = datetime.now(UTC).date() - timedelta(days=5)
    from kernel.ledger import commands as ledger

    ledger.roll_business_day(now=books.now)
    books.rate(36_500, product="term", term_months=12, penalty_days=2)
    books.rate(0)
    purse = books.open(500_000, holder=owner.id)
    account = books.open(holder=owner.id, product="term")
    deposit = place(
        books, by=owner.id, account=account, amount="1000.00", from_account=purse, pay_to=purse
    )
    books.pass_days(5)
    return deposit


def send(caller, path, body, *, key=None, proof=None, method="post"):
    headers = {"HTTP_IDEMPOTENCY_KEY": key or uuid.uuid4().hex, **(proof or {})}
    return getattr(caller.http, method)(
        f"/api/v1/{path}", body, content_type="application/json", **caller.headers, **headers
    )


class TestClosingEarly:
    def test_shows_its_price_first(self, owner, placed):
        answer = owner.get(f"fixed-deposits/{placed.id}/closing")
        assert answer.status_code == 200, answer.content
        assert answer.json() == {
            "currency": "EUR",
            "principal": "1000.00",
            "accrued": "0.50",
            "forfeited": "0.20",
            "credited": "0.30",
            "tax": "0.00",
            "pays": "1000.30",
        }

    def test_needs_a_fresh_factor_bound_to_its_price(self, books, owner, placed, step_up):
        path = f"fixed-deposits/{placed.id}/closing"
        asked = send(owner, path, {})
        assert (asked.status_code, asked.json()["code"]) == (403, "step_up_required")
        facts = asked.json()["step_up"]["facts"]
        assert (facts["forfeited"], facts["currency"]) == ("0.20", "EUR")
        wrong = step_up(
            person_id=owner.id, operation="close_deposit", facts=facts | {"forfeited": "0.10"}
        )
        assert send(owner, path, {}, proof=wrong).json()["code"] == "step_up_mismatch"
        placed.refresh_from_db()
        assert placed.status == "running"
        proof = step_up(person_id=owner.id, operation="close_deposit", facts=facts)
        done = send(owner, path, {}, key="close", proof=proof)
        assert done.status_code == 201, done.content
        found = done.json()
        assert (found["status"], found["credited"], found["forfeited"], found["paid_out"]) == (
            "closed_early",
            "0.30",
            "0.20",
            "1000.30",
        )
        assert books.balance(placed.account_id) == 0
        again = send(owner, path, {}, key="close", proof=proof)
        assert (again.content, again.headers["Idempotency-Replayed"]) == (done.content, "true")
        over = send(owner, path, {})
        assert (over.status_code, over.json()["code"]) == (409, "deposit_over")
        assert owner.get(path).json()["code"] == "deposit_over"
        books.pass_days(2)
        assert InterestAccrual.objects.filter(account_id=placed.account_id).count() == 5
        assert (differences(books), books.is_sound()) == ([], True)

    def test_never_costs_a_part_of_the_principal(self, books, owner, step_up):
        books.today = datetime.now(UTC).date() - timedelta(days=1)
        from kernel.ledger import commands as ledger

        ledger.roll_business_day(now=books.now)
        books.rate(36_500, product="term", term_months=1, penalty_days=90)
        account = books.open(100_000, holder=owner.id, product="term")
        deposit = place(
            books, by=owner.id, account=account, amount="1000.00", at_maturity="roll_over"
        )
        books.pass_days(1)
        path = f"fixed-deposits/{deposit.id}/closing"
        facts = send(owner, path, {}).json()["step_up"]["facts"]
        proof = step_up(person_id=owner.id, operation="close_deposit", facts=facts)
        found = send(owner, path, {}, proof=proof).json()
        assert (found["credited"], found["forfeited"], found["paid_out"]) == (
            "0.00",
            "0.10",
            "0.00",
        )
        assert books.balance(account) == 100_000
        books.move(account, -100_000)

    def test_waits_for_yesterdays_interest(self, books, owner, placed):
        books.roll()
        answer = send(owner, f"fixed-deposits/{placed.id}/closing", {})
        assert (answer.status_code, answer.json()["code"]) == (503, "interest_behind")


class TestTheApi:
    def test_places_lists_and_instructs(self, books, owner, placed):
        (purse,) = [one for one in books.accounts if one == placed.pay_to_id]
        account = books.open(holder=owner.id, product="term")
        body = {
            "account": str(account),
            "amount": "500.00",
            "from_account": str(purse),
            "at_maturity": "roll_over",
        }
        made = send(owner, "fixed-deposits", body)
        assert made.status_code == 201, made.content
        assert (made.json()["annual_rate"], made.json()["expected_interest"]) == (
            "3.6500",
            "18.25",
        )
        listed = owner.get("fixed-deposits").json()["results"]
        assert [one["id"] for one in listed] == [made.json()["id"], str(placed.id)]
        assert listed[1]["accrued"] == "0.50"
        assert owner.get("fixed-deposits", account=account).json()["results"][0] == listed[0]
        assert owner.get("fixed-deposits", status="matured").json()["results"] == []
        path = f"fixed-deposits/{made.json()['id']}"
        changed = send(
            owner, path, {"at_maturity": "pay_out", "pay_to": str(purse)}, method="patch"
        )
        assert changed.json()["at_maturity"] == "pay_out"
        assert owner.get(path).json()["pay_to"] == str(purse)
        wrong = send(owner, path, {"at_maturity": "pay_out"}, method="patch")
        assert wrong.json()["code"] == "pay_to_missing"
        page = owner.get("fixed-deposits", limit="1").json()
        rest = owner.http.get(page["next"], **owner.headers).json()["results"]
        assert [one["id"] for one in rest] == [str(placed.id)]

    def test_shows_a_deposit_as_the_interest_of_its_account(self, owner, placed):
        found = owner.get("interest", account=placed.account_id).json()
        assert (found["annual_rate"], found["accrued"]) == ("3.6500", "0.50")
        assert found["next_credit_date"] == placed.maturity_date.isoformat()

    def test_hides_what_is_somebody_elses(self, caller, placed):
        other = caller()
        for path in (f"fixed-deposits/{placed.id}", f"fixed-deposits/{placed.id}/closing"):
            answer = other.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "deposit_not_found")
        closing = send(other, f"fixed-deposits/{placed.id}/closing", {})
        told = send(
            other, f"fixed-deposits/{placed.id}", {"at_maturity": "roll_over"}, method="patch"
        )
        assert {closing.json()["code"], told.json()["code"]} == {"deposit_not_found"}
        assert other.get("fixed-deposits").json()["results"] == []
        assert other.get("fixed-deposits", account=placed.account_id).status_code == 404
        auditor = caller(roles=("auditor",))
        assert auditor.get(f"fixed-deposits/{placed.id}").status_code == 200
        assert auditor.get("fixed-deposits", account=placed.account_id).json()["results"]

    def test_lets_a_viewer_look_and_no_more(self, books, caller, placed):
        from kernel.ledger import commands as ledger

        viewer = caller()
        ledger.set_access(account_id=placed.account_id, person_id=viewer.id, access="view")
        assert viewer.get(f"fixed-deposits/{placed.id}").status_code == 200
        answer = send(viewer, f"fixed-deposits/{placed.id}/closing", {})
        assert (answer.status_code, answer.json()["code"]) == (403, "access_not_enough")


class TestTerms:
    def test_are_there_from_the_first_rate_on_or_never(self, books):
        from services.interest.commands import TermChanged

        books.rate(product="term", term_months=6)
        books.rate(product="plain")
        later = books.today + timedelta(days=1)
        with pytest.raises(TermChanged):
            books.rate(product="term", day=later)
        with pytest.raises(TermChanged):
            books.rate(product="plain", day=later, term_months=6)
        with pytest.raises(TermChanged):
            books.rate(product="other", penalty_days=6)
