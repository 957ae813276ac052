"""Staff look after customers' records: masked, revealed for a reason, changed and written down."""

from __future__ import annotations

import uuid

import pytest

from services.accounts.models import Address, Customer

pytestmark = pytest.mark.django_db
REASON = "asked at the counter"


@pytest.fixture
def agent(staff):
    return staff("agent")


@pytest.fixture
def known(ada):
    ada.register(
        date_of_birth="1988-03-14",
        phone="+49 30 901820",
        email="ada@mail.example",
        tax_country="DE",
        tax_id="12345678901",
        gender="female",
        occupation="Baker",
        income={"amount": "42000.00", "currency": "EUR"},
    )
    return ada


def edits_of(caller, customer):
    answer = caller.get(f"customers/{customer.id}/edits")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


class TestLook:
    def test_staff_see_who_it_is_and_no_more(self, agent, known):
        content = agent.get(f"customers/{known.id}").json()
        assert (content["given_name"], content["family_name"]) == ("Ada", "Novak")
        masked = {
            "date_of_birth": "••••",
            "gender": "••••",
            "occupation": "••••",
            "income": {"amount": "••••", "currency": "EUR"},
            "phone": "••••20",
            "email": "a••••@m••••",
            "tax_country": "••••",
            "tax_id": "••••01",
        }
        assert content | masked == content
        assert content["is_masked"] is True

    def test_the_customer_sees_everything(self, known):
        content = known.get(f"customers/{known.id}").json()
        assert content == known.get("customers/me").json()
        assert "possible_duplicates" not in content

    def test_of_nobody_is_not_found(self, agent, refused):
        refused(agent.get(f"customers/{uuid.uuid4()}"), 404, "customer_not_found")

    def test_revealed_shows_everything_and_is_written_down(self, agent, known, png, staff):
        known.upload(f"customers/{known.id}/documents", png, kind="passport", number="C01X00T47")
        known.post(
            f"customers/{known.id}/addresses",
            {"kind": "home", "street": "1 Main St", "city": "Bonn", "country": "DE"},
        )
        content = agent.post(f"customers/{known.id}/reveal", {"reason": REASON}).json()
        assert content["customer"] == known.get("customers/me").json()
        assert content["addresses"][0]["street"] == "1 Main St"
        assert content["documents"][0]["number"] == "C01X00T47"
        written = edits_of(staff("compliance"), known)[0]
        assert (written["action"], written["actor"], written["reason"]) == (
            "revealed",
            str(agent.id),
            REASON,
        )

    def test_revealed_needs_a_reason(self, agent, known, refused):
        refused(agent.post(f"customers/{known.id}/reveal", {}), 400, "invalid", "reason")

    def test_is_not_revealed_to_oneself_as_staff(self, caller, known, refused):
        own = caller("agent", "customer", person_id=known.id)
        refused(own.post(f"customers/{known.id}/reveal", {"reason": REASON}), 403, "own_record")


class TestChange:
    def test_is_written_down_with_before_and_after(self, agent, known, staff):
        changes = {"occupation": "Miller", "income": {"amount": "1.00", "currency": "EUR"}}
        answer = agent.patch(f"customers/{known.id}", {**changes, "reason": REASON})
        assert answer.status_code == 200
        assert known.get("customers/me").json()["occupation"] == "Miller"
        written = edits_of(staff("auditor"), known)[0]
        assert (written["action"], written["actor"]) == ("changed", str(agent.id))
        assert written["reason"] == REASON
        assert written["request_id"] == answer.headers["X-Request-ID"]
        assert written["changes"] == [
            {
                "field": "income",
                "before": {"minor": 4_200_000, "currency": "EUR"},
                "after": {"minor": 100, "currency": "EUR"},
                "hidden": False,
            },
            {"field": "occupation", "before": "Baker", "after": "Miller", "hidden": False},
        ]

    def test_that_changes_nothing_writes_nothing(self, agent, known, staff):
        before = len(edits_of(staff("auditor"), known))
        agent.patch(f"customers/{known.id}", {"occupation": "Baker", "reason": REASON})
        assert len(edits_of(staff("auditor"), known)) == before

    def test_of_the_name_is_what_payers_see(self, agent, known, catalogue):
        opened = known.post("accounts", {"account_type": str(catalogue.everyday.id)}).json()
        agent.patch(f"customers/{known.id}", {"family_name": "Nowak", "reason": REASON})
        assert known.get(f"accounts/{opened['id']}").json()["title"] == "Ada Nowak"

    def test_that_makes_two_people_one_is_flagged(self, agent, known, ben, refused):
        ben.register(given_name="Ben")
        change = {"phone": "030 901820", "reason": REASON}
        problem = refused(agent.patch(f"customers/{ben.id}", change), 409, "possible_duplicates")
        assert problem["duplicates"] == [{"customer": str(known.id), "same": ["phone"]}]
        answer = agent.patch(f"customers/{ben.id}", change | {"confirm_duplicates": True})
        assert answer.status_code == 200

    def test_needs_a_reason(self, agent, known, refused):
        answer = agent.patch(f"customers/{known.id}", {"occupation": "Miller"})
        refused(answer, 400, "invalid", "reason")

    def test_to_somebody_too_young_is_refused(self, agent, known, refused):
        change = {"date_of_birth": "2020-01-01", "reason": REASON}
        refused(agent.patch(f"customers/{known.id}", change), 422, "too_young", "date_of_birth")
        assert Customer.objects.get().date_of_birth.year == 1988

    def test_of_nobody_is_not_found(self, agent, refused):
        change = {"occupation": "Miller", "reason": REASON}
        refused(agent.patch(f"customers/{uuid.uuid4()}", change), 404, "customer_not_found")


class TestEdits:
    def test_hide_values_from_staff_who_need_none(self, agent, known):
        change = {"phone": "+49 30 1", "language": "de", "reason": REASON}
        agent.patch(f"customers/{known.id}", change)
        (written, _) = edits_of(agent, known)
        assert written["changes"] == [
            {"field": "language", "before": "en", "after": "de", "hidden": False},
            {"field": "phone", "before": None, "after": None, "hidden": True},
        ]

    def test_show_customers_their_own_and_not_who_of_staff(self, agent, known):
        agent.patch(f"customers/{known.id}", {"occupation": "Miller", "reason": REASON})
        agent.post(f"customers/{known.id}/reveal", {"reason": REASON})
        written = edits_of(known, known)
        assert [(each["action"], each["actor"]) for each in written] == [
            ("changed", None),
            ("registered", str(known.id)),
        ]
        assert written[0]["reason"] == ""
        assert written[0]["changes"][0]["after"] == "Miller"

    def test_are_read_page_by_page(self, known, agent):
        for number in range(4):
            known.patch("customers/me", {"occupation": f"Miller {number}"})
        seen, path = [], f"customers/{known.id}/edits?limit=2"
        while path:
            page = known.get(path.removeprefix("/api/v1/")).json()
            seen += [each["id"] for each in page["results"]]
            path = page["next"]
        assert len(seen) == len(set(seen)) == 5

    def test_say_nothing_readable_in_the_database(self, known, agent):
        from kernel.audit.models import Edit

        agent.patch(f"customers/{known.id}", {"occupation": "Miller", "reason": "private matter"})
        stored = " ".join(
            f"{edit.before} {edit.after} {edit.reason}" for edit in Edit.objects.all()
        )
        for word in ("Ada", "Novak", "901820", "Baker", "Miller", "private", "4200000"):
            assert word not in stored


class TestAddresses:
    HOME = {"kind": "home", "street": "1 Main St", "city": "Bonn", "country": "DE"}

    def path(self, person):
        return f"customers/{person.id}/addresses"

    def test_a_change_ends_the_old_one_and_keeps_it(self, known):
        first = known.post(self.path(known), self.HOME).json()
        second = known.post(self.path(known), self.HOME | {"street": "2 Main St"}).json()
        assert known.get(self.path(known)).json()["results"] == [second]
        past = first | {"valid_to": second["valid_from"]}
        found = known.get(f"{self.path(known)}?history=true").json()["results"]
        assert found == [second, past]

    def test_each_kind_stands_for_itself(self, known):
        for kind in ("work", "home", "tax", "postal"):
            known.post(self.path(known), self.HOME | {"kind": kind})
        found = known.get(self.path(known)).json()["results"]
        assert [each["kind"] for each in found] == ["home", "postal", "tax", "work"]

    def test_the_database_keeps_one_current_one(self, known):
        from django.db import IntegrityError, transaction

        known.post(self.path(known), self.HOME)
        address = Address.objects.get()
        twin = Address(
            customer=address.customer, kind="home", country="DE", valid_from=address.valid_from
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)

    def test_can_be_ended_once(self, known, refused):
        address = known.post(self.path(known), self.HOME).json()
        ended = known.delete(f"{self.path(known)}/{address['id']}").json()
        assert ended["valid_to"] is not None
        assert known.get(self.path(known)).json()["results"] == []
        refused(known.delete(f"{self.path(known)}/{address['id']}"), 404, "address_not_found")

    def test_of_somebody_else_is_not_ended_under_ones_own_id(self, known, ben, refused):
        ben.register(given_name="Ben")
        address = known.post(self.path(known), self.HOME).json()
        refused(ben.delete(f"{self.path(ben)}/{address['id']}"), 404, "address_not_found")
        assert Address.objects.get().is_current

    def test_staff_see_the_country_alone(self, known, agent):
        known.post(self.path(known), self.HOME | {"postal_code": "53111"})
        (seen,) = agent.get(self.path(known)).json()["results"]
        assert (seen["street"], seen["postal_code"], seen["city"]) == ("••••", "••••", "••••")
        assert (seen["country"], seen["region"]) == ("DE", "")

    def test_are_written_down_with_before_and_after(self, known, agent, staff):
        known.post(self.path(known), self.HOME)
        agent.post(self.path(known), self.HOME | {"city": "Köln", "reason": REASON})
        written = edits_of(staff("auditor"), known)[0]
        assert (written["action"], written["reason"]) == ("address.moved", REASON)
        changes = {each["field"]: (each["before"], each["after"]) for each in written["changes"]}
        assert changes["city"] == ("Bonn", "Köln")
        assert "street" not in changes

    def test_are_the_banks_where_it_says_so(self, known, settings, refused, agent):
        settings.CUSTOMERS_MAY_CHANGE = []
        refused(known.post(self.path(known), self.HOME), 403, "not_yours_to_change")
        assert agent.post(self.path(known), self.HOME).status_code == 201

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "holiday"}, "kind"),
            ({"street": ""}, "street"),
            ({"country": "Germany"}, "country"),
            ({"is_current": True}, "is_current"),
            ({"valid_from": "2020-01-01"}, "valid_from"),
        ],
    )
    def test_name_the_field_that_is_wrong(self, known, refused, changes, field):
        refused(known.post(self.path(known), self.HOME | changes), 400, "invalid", field)
