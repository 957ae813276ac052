"""Closing an account: what has accrued is paid first, or the ledger says why it stays open."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.ledger import commands as ledger
from kernel.ledger import queries as ledger_queries
from kernel.ledger.errors import AccountBlocked, AccountFrozen, InsufficientFunds
from kernel.ledger.records import MoneyRequest
from kernel.permissions import PERMISSIONS, ROLES
from services.interest.models import InterestAccrual, InterestPosting, InterestRun

pytestmark = pytest.mark.django_db

NANO = 10**9
UNPAID = [("interest", "unpaid_interest")]


def settle(books, account, *, key=None, by=None):
    import json

    from services.interest.commands import settle_interest

    request = MoneyRequest.make(
        actor_id=by or uuid.uuid4(),
        operation="settle_interest",
        key=key or uuid.uuid4().hex,
        body=str(account),
    )
    answer = settle_interest(
        request=request, now=books.now, account_id=account, for_bank=by is None
    )
    return json.loads(answer.body)


def clean(books):
    from services.interest.commands.control_run import differences

    wrong = [differences(run.totals) for run in InterestRun.objects.all()]
    return not any(wrong) and books.is_sound()


@pytest.fixture
def account(books):
    """1,000.00 that earns ten cents a day, for three days, less a quarter's tax."""
    books.rate(36_500, tax_ppm=250_000)
    account = books.open(100_000)
    books.pass_days(3)
    return account


class TestClosing:
    def test_is_blocked_while_interest_is_unpaid(self, books, account):
        books.move(account, -100_000)
        with pytest.raises(AccountBlocked) as blocked:
            ledger.close_account(account_id=account)
        assert blocked.value.extra == {
            "blocks": [{"service": "interest", "reason": "unpaid_interest"}]
        }

    def test_works_once_the_interest_is_booked(self, books, account):
        found = settle(books, account)
        assert (found["credited"], found["tax"], found["charged"]) == ("0.30", "0.08", "0.00")
        assert found["through"] == "2025-01-03"
        assert ledger_queries.list_blocks(account_id=account) == []
        # What the sweep of a closing account pays out includes it.
        assert books.balance(account) == 100_022
        books.move(account, -100_022)
        ledger.close_account(account_id=account)
        books.pass_days(2)
        assert not InterestAccrual.objects.filter(
            account_id=account, business_date__gte=date(2025, 1, 4), accrued_nano__gt=0
        ).exists()
        assert clean(books)

    def test_is_not_blocked_where_nothing_was_earned(self, books):
        books.rate(36_500)
        account = books.open()
        books.pass_days(2)
        ledger.close_account(account_id=account)

    def test_is_blocked_again_when_the_account_earns_on(self, books, account):
        settle(books, account)
        books.pass_days(1)
        assert ledger_queries.list_blocks(account_id=account) == UNPAID
        assert clean(books)

    @pytest.mark.parametrize("rounding", ["half_even", "down"])
    def test_is_blocked_again_by_a_rest_that_is_nearly_a_unit(self, books, rounding):
        books.rate(36_500, rounding=rounding)
        # 3.99 hundredths a day.
        account = books.open(39_900)
        books.pass_days(1)
        settle(books, account)
        books.pass_days(1)
        assert ledger_queries.list_blocks(account_id=account) == UNPAID

    def test_is_blocked_by_interest_that_a_back_dated_movement_brought(self, books):
        books.rate(36_500)
        account = books.open()
        books.pass_days(3)
        assert ledger_queries.list_blocks(account_id=account) == []
        books.move(account, 100_000, value_date=date(2025, 1, 1))
        books.move(account, -100_000)
        books.pass_days(1)
        assert ledger_queries.list_blocks(account_id=account) == UNPAID
        assert settle(books, account)["credited"] == "0.30"

    def test_leaves_one_block_however_long_the_account_earns(self, books, account):
        books.pass_days(3)
        assert ledger_queries.list_blocks(account_id=account) == UNPAID


class TestSettling:
    def test_books_once_however_often_it_is_asked_for(self, books, account):
        first = settle(books, account, key="one", by=None)
        assert first["credited"] == "0.30"
        assert settle(books, account)["credited"] == "0.00"
        assert InterestPosting.objects.count() == 1
        assert books.balance(account) == 100_022

    def test_repeats_the_answer_of_a_key(self, books):
        ada = uuid.uuid4()
        books.rate(36_500)
        account = books.open(100_000, holder=ada)
        books.pass_days(1)
        first = settle(books, account, key="one", by=ada)
        assert settle(books, account, key="one", by=ada) == first
        assert first["credited"] == "0.10"

    def test_carries_what_was_rounded_away(self, books):
        books.rate(36_500)
        account = books.open(100_040)
        books.pass_days(3)
        settle(books, account)
        books.pass_days(1)
        row = InterestAccrual.objects.filter(account_id=account).latest("business_date")
        # 30.012 cents: 30 were credited, and the next day earns on them too.
        assert row.uncredited_nano == 12_000_000 + 10_007_000_000
        assert clean(books)

    def test_after_the_periods_own_credit_finds_nothing_left(self, books):
        books.rate(36_500, posting_period="daily")
        account = books.open(100_000)
        books.pass_days(1)
        assert settle(books, account)["credited"] == "0.00"
        assert ledger_queries.list_blocks(account_id=account) == []
        assert books.balance(account) == 100_010

    def test_charges_what_is_owed(self, books):
        books.rate(0, overdraft_rate_ppm=73_000)
        account = books.open(floor=-200_000)
        books.move(account, -100_000)
        books.pass_days(3)
        assert ledger_queries.list_blocks(account_id=account) == UNPAID
        found = settle(books, account)
        assert (found["charged"], books.balance(account)) == ("0.60", -100_060)
        assert clean(books)

    def test_is_refused_when_more_is_owed_than_there_is(self, books):
        books.rate(0, overdraft_rate_ppm=73_000)
        account = books.open(floor=-100_000)
        books.move(account, -100_000)
        books.pass_days(3)
        with pytest.raises(InsufficientFunds):
            settle(books, account)
        assert InterestPosting.objects.count() == 0
        assert ledger_queries.list_blocks(account_id=account) == UNPAID

    def test_waits_for_yesterdays_interest(self, books, account):
        from services.interest.commands import InterestBehind

        books.roll()
        with pytest.raises(InterestBehind):
            settle(books, account)
        books.run()
        assert settle(books, account)["credited"] == "0.40"

    def test_of_a_frozen_account_is_refused(self, books, account):
        ledger.change_status(account_id=account, status="frozen")
        with pytest.raises(AccountFrozen):
            settle(books, account)
        assert ledger_queries.list_blocks(account_id=account) == UNPAID

    def test_is_refused_while_a_deposit_runs(self, books):
        from services.interest.commands import DepositOnAccount
        from services.interest.tests.test_deposits import place

        ada = uuid.uuid4()
        books.rate(36_500, product="term", term_months=1)
        account = books.open(100_000, holder=ada, product="term")
        place(books, by=ada, account=account, amount="10.00", at_maturity="roll_over")
        with pytest.raises(DepositOnAccount):
            settle(books, account)


class TestTheApi:
    @pytest.fixture
    def mine(self, books, caller):
        """An account that has earned ten cents by yesterday, and its owner."""
        books.today = datetime.now(UTC).date() - timedelta(days=1)
        ledger.roll_business_day(now=books.now)
        books.rate(36_500)
        owner = caller()
        account = books.open(100_000, holder=owner.id)
        books.pass_days(1)
        return owner, account

    def test_books_for_the_owner(self, mine):
        owner, account = mine
        answer = post(owner, account)
        assert answer.status_code == 201, answer.content
        assert answer.json()["credited"] == "0.10"

    def test_needs_a_key(self, mine):
        owner, account = mine
        answer = owner.post("interest/settlements", {"account": str(account)})
        assert answer.json()["code"] == "idempotency_key_missing"

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_books_for_nobody_else_but_those_who_close_accounts(self, caller, mine, role):
        answer = post(caller(roles=(role,)), mine[1])
        if role in PERMISSIONS["interest.settle"]:
            assert answer.status_code == 201, answer.content
        else:
            assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")

    def test_books_not_for_who_may_only_look(self, caller, mine):
        viewer = caller()
        ledger.set_access(account_id=mine[1], person_id=viewer.id, access="view")
        answer = post(viewer, mine[1])
        assert (answer.status_code, answer.json()["code"]) == (403, "access_not_enough")

    def test_knows_no_account_that_is_made_up(self, caller, mine):
        for one in (mine[0], caller(roles=("supervisor",))):
            answer = post(one, uuid.uuid4())
            assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")


def post(caller, account):
    return caller.http.post(
        "/api/v1/interest/settlements",
        {"account": str(account)},
        content_type="application/json",
        HTTP_IDEMPOTENCY_KEY=uuid.uuid4().hex,
        **caller.headers,
    )
