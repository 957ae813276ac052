"""Goals with pots, budgets with a pace, and what people are told about them."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.outbox.models import Event
from services.planning import commands, queries, tasks
from services.planning.models import Alert, Budget, Planner

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
NEXT_YEAR = (TODAY + timedelta(days=365)).isoformat()
HOLIDAY = {"name": "Holiday", "currency": "EUR", "amount": "600.00", "by_date": NEXT_YEAR}


def goal(person, **values):
    answer = person.post("savings-goals", HOLIDAY | values)
    assert answer.status_code == 201, answer.content
    return answer.json()


def told(kind=None):
    events = Event.objects.filter(name="notice.asked").order_by("id")
    found = [event.payload for event in events]
    return [one for one in found if kind in {None, one["kind"]}]


class TestGoals:
    def test_are_written_read_changed_and_forgotten(self, ada, refused):
        made = goal(ada)
        assert (made["amount"], made["saved"], made["share"]) == ("600.00", "0.00", None)
        share = ada.post("savings-goals", {"name": "Later", "currency": "EUR", "share": "12.5"})
        assert (share.json()["share"], share.json()["due"]) == ("12.5", None)
        assert [one["name"] for one in ada.results("savings-goals")] == ["Holiday", "Later"]
        one = f"savings-goals/{made['id']}"
        assert ada.send("PATCH", one, {"amount": "700.00"}).json()["amount"] == "700.00"
        assert ada.get(one).json()["amount"] == "700.00"
        assert ada.send("DELETE", one).status_code == 204
        refused(ada.get(one), 404, "goal_not_found")

    def test_are_nobody_elses(self, ada, ben, refused):
        one = f"savings-goals/{goal(ada)['id']}"
        refused(ben.get(one), 404, "goal_not_found")
        refused(ben.send("PATCH", one, {"name": "Mine"}), 404, "goal_not_found")
        refused(ben.send("DELETE", one), 404, "goal_not_found")
        assert ben.results("savings-goals") == []

    def test_hold_what_a_real_transfer_put_into_their_pot(self, ada, ben, funded, refused):
        pot = funded.bank.open(person=ada.id, title="Ada Novak")
        ada.get("records")
        made = goal(ada, pot=str(pot.id))
        funded.bank.transfer(person=ada.id, payer=funded.ada, payee=pot, amount="40.00")
        ada.get("records")
        (found,) = ada.results("savings-goals")
        assert (found["saved"], found["pot"]) == ("40.00", str(pot.id))
        # What was moved in this cycle is a part of what this cycle is to add.
        assert found["due"] == made["due"]
        refused(ada.post("savings-goals", HOLIDAY | {"pot": str(pot.id)}), 409, "pot_taken")
        ada.send("DELETE", f"savings-goals/{made['id']}")
        assert goal(ada, pot=str(pot.id))["saved"] == "40.00"

    def test_have_a_pot_of_ones_own(self, ada, funded, refused):
        theirs = HOLIDAY | {"pot": str(funded.ben.id)}
        refused(ada.post("savings-goals", theirs), 404, "account_not_found")
        made_up = HOLIDAY | {"pot": str(uuid.uuid4())}
        refused(ada.post("savings-goals", made_up), 404, "account_not_found")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"share": "10"}, "goal_unclear"),
            ({"by_date": None}, "invalid"),
            ({"amount": "0.00"}, "amount_invalid"),
            ({"by_date": "2020-01-01"}, "goal_date_in_past"),
            ({"currency": "XXQ"}, "currency_unknown"),
        ],
        ids=["both", "no day", "nothing", "past", "currency"],
    )
    def test_that_make_no_sense_are_refused(self, ada, refused, body, code):
        refused(ada.post("savings-goals", HOLIDAY | body), 400, code)

    @pytest.mark.parametrize("share", ["0", "100.1", "-1", "1.00001"])
    def test_share_more_than_nothing_and_at_most_all(self, ada, share):
        body = {"name": "Later", "currency": "EUR", "share": share}
        assert ada.post("savings-goals", body).status_code == 400


class TestBudgets:
    def budget(self, person, categories, **values):
        body = {"category": categories(person)["Food"], "amount": "300.00", "currency": "EUR"}
        answer = person.post("budgets", body | values)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def test_are_written_read_changed_and_forgotten(self, ada, ben, spend, categories, refused):
        made = self.budget(ada, categories)
        spend(ada, "30.00", category=categories(ada)["Food"])
        spend(ada, "5.00", category=categories(ada)["Rent"])
        (found,) = ada.results("budgets")
        assert (found["spent"], found["left"], found["carried"]) == ("30.00", "270.00", "0.00")
        assert found["from_date"] == TODAY.replace(day=1).isoformat()
        one = f"budgets/{made['id']}"
        body = {"category": categories(ada)["Food"], "amount": "1.00", "currency": "EUR"}
        refused(ada.post("budgets", body), 409, "budget_exists")
        for answer in (ben.get(one), ben.send("PATCH", one, {}), ben.send("DELETE", one)):
            refused(answer, 404, "budget_not_found")
        assert ada.send("PATCH", one, {"amount": "20.00"}).json()["left"] == "-10.00"
        assert ada.send("DELETE", one).status_code == 204
        refused(ada.get(one), 404, "budget_not_found")

    def use(self, person, day, **values):
        Budget.objects.filter(person_id=person.id).update(**values)
        (found,) = queries.list_budget_uses(person_id=person.id, today=date.fromisoformat(day))
        return found

    def test_have_a_pace(self, ada, categories):
        self.budget(ada, categories)
        assert self.use(ada, "2026-06-10").pace_minor == 10_000
        assert self.use(ada, "2026-06-30").pace_minor == 30_000

    def test_roll_over_what_is_left_or_overspent(self, ada, spend, categories):
        food = categories(ada)["Food"]
        self.budget(ada, categories, rolls_over=True)
        spend(ada, "100.00", date="2026-01-31", category=food)
        spend(ada, "350.00", date="2026-02-28", category=food)
        since = {"first_date": date(2026, 1, 20)}
        assert self.use(ada, "2026-01-31", **since).carried_minor == 0
        assert self.use(ada, "2026-02-10", **since).carried_minor == 20_000
        assert self.use(ada, "2026-03-10", **since).carried_minor == 15_000
        assert self.use(ada, "2026-03-10", rolls_over=False).carried_minor == 0

    def test_go_from_payday_to_payday(self, ada, spend, categories):
        food = categories(ada)["Food"]
        plan = {"name": "Pay", "amount": "9.00", "currency": "EUR", "frequency": "monthly"}
        ada.post("incomes", plan | {"first_date": "2026-01-15"})
        self.budget(ada, categories, cycle="payday", rolls_over=True)
        spend(ada, "100.00", date="2026-02-14", category=food)
        spend(ada, "40.00", date="2026-02-15", category=food)
        found = self.use(ada, "2026-02-20", first_date=date(2026, 1, 20))
        assert (found.cycle.first_date, found.cycle.next_date) == (
            date(2026, 2, 15),
            date(2026, 3, 15),
        )
        assert (found.carried_minor, found.spent_minor) == (20_000, 4_000)


class TestAlerts:
    def watch(self, person):
        planner = commands.start_planning(person_id=person.id, now=datetime.now(UTC))
        return commands.watch_spending(planner=planner, now=datetime.now(UTC))

    def test_say_once_a_day_that_the_allowance_is_near_and_passed(self, ada, spend):
        spend(ada, "3000.00", type="income")
        allowance = ada.get("allowance").json()["allowance"]
        whole = int(allowance.split(".")[0])
        spend(ada, f"{whole * 9 // 10}.00")
        assert (self.watch(ada), self.watch(ada)) == (1, 0)
        spend(ada, f"{whole}.00")
        assert (self.watch(ada), self.watch(ada)) == (1, 0)
        assert [one["kind"] for one in told()] == ["allowance_near", "allowance_passed"]
        assert told()[0]["facts"]["amount"] == allowance
        assert Alert.objects.count() == 2

    def test_say_that_a_budget_is_passed(self, ada, spend, categories):
        food = categories(ada)["Food"]
        ada.post("budgets", {"category": food, "amount": "10.00", "currency": "EUR"})
        spend(ada, "11.00", category=food)
        self.watch(ada)
        (found,) = told("budget_passed")
        assert found["facts"] == {
            "category": "Food",
            "amount": "10.00",
            "spent": "11.00",
            "currency": "EUR",
        }

    def test_are_not_for_who_wants_none(self, ada, spend):
        ada.send("PATCH", "planning/settings", {"has_alerts": False})
        spend(ada, "10.00")
        assert self.watch(ada) == 0

    def test_come_with_the_movement(self, ada, ben, funded):
        ada.get("allowance")
        funded.bank.transfer(person=ada.id, payer=funded.ada, payee=funded.ben, amount="99.00")
        moved = Event.objects.filter(name="transfer.posted").order_by("-id").first()
        tasks.follow_movement(**moved.payload)
        tasks.follow_movement(**moved.payload)
        assert len(told("allowance_passed")) == 1
        assert not Planner.objects.filter(person_id=ben.id).exists()
        tasks.follow_movement(account_id=str(funded.ada.id), came_in=1)
        tasks.follow_movement(transfer_id=str(uuid.uuid4()))
        assert len(told()) == 1


class TestTheWeek:
    @pytest.fixture
    def monday(self):
        return TODAY - timedelta(days=TODAY.weekday())

    @pytest.fixture
    def planning(self, ada, spend, categories, monday):
        """Ada spent 12.50 on food last week, and plans since long."""
        day = (monday - timedelta(days=3)).isoformat()
        spend(ada, "12.50", date=day, category=categories(ada)["Food"])
        spend(ada, "20.00", date=day, type="income")
        ada.get("planning/settings")
        Planner.objects.update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
        return ada

    def test_is_summed_up_once(self, planning, monday):
        tasks.mail_week()
        tasks.mail_week()
        (found,) = told("planning_week")
        assert found["person_id"] == str(planning.id)
        assert (found["facts"]["income"], found["facts"]["expenses"]) == ("20.00", "12.50")
        assert (found["facts"]["net"], found["facts"]["most"]) == ("7.50", "Food")
        assert found["facts"]["to_date"] == (monday - timedelta(days=1)).isoformat()

    def test_is_mailed_again_the_next_week_and_not_when_nothing_moved(self, planning):
        now = datetime.now(UTC)
        assert commands.mail_week(now=now) == 1
        assert commands.mail_week(now=now + timedelta(days=21)) == 1
        assert len(told("planning_week")) == 1

    def test_is_not_for_who_wants_none_or_is_new(self, planning, ben):
        ben.get("planning/settings")
        planning.send("PATCH", "planning/settings", {"has_weekly_mail": False})
        tasks.mail_week()
        assert told() == []
