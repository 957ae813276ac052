"""The life of customers and accounts, as the counter, the back office and the owner see it."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

from config.demo.people import PASSWORD, STAFF
from tests.journeys.client import Mailbox, Person
from tests.journeys.customer import Customer, content, new_key
from tests.journeys.signing_in import App, Staff, claims, give_password
from tests.journeys.waiting import wait_until

WHY = {"reason": "It is part of the story."}
SECONDS = 60


@pytest.fixture(scope="module")
def staff(new_person) -> dict[str, Staff]:
    """Members of the demo's staff by their role, signed in with their authenticators."""
    found: dict[str, Staff] = {}
    for one in STAFF:
        if one.role in {"agent", "teller", "supervisor", "operations", "compliance", "auditor"}:
            person = new_person(email=one.email, password=PASSWORD)
            member = Staff(person=person, app=App(one.authenticator_secret), id=str(one.id))
            give_password(person)
            person.finish("auth/2fa/authenticate", {"code": member.app.code()})
            assert claims(person)["roles"] == [one.role]
            found[one.role] = member
    return found


@pytest.fixture(scope="module")
def owner(customer) -> Customer:
    return customer(funds="300.00", given_name="Orla", family_name="Byrne")


@pytest.fixture(scope="module")
def partner(customer) -> Customer:
    return customer(given_name="Piotr", family_name="Byrne")


def scan() -> bytes:
    """Return a PDF of one page."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=100, height=100)
    writer.write(out)
    return out.getvalue()


def upload(person: Person, path: str, file: bytes, **fields: str) -> httpx.Response:
    return person.http.post(
        f"/api/v1{path}",
        files={"file": ("scan", file, "application/octet-stream")},
        data=fields,
        headers=person.headers(),
    )


def confirmed(person: Person, path: str, body: dict[str, Any]) -> httpx.Response:
    """Ask, be told what to confirm, confirm it with a mailed code, and ask again."""
    problem = content(person.post(path, json=body), status=403)
    assert problem["code"] == "step_up_required"
    mailbox = Mailbox(person.mail_dir)
    before = len(mailbox.codes(person.email))
    question = content(person.post("/auth/step-up", json=problem["step_up"]), status=201)
    code = mailbox.wait_for_code(person.email, beyond=before)
    answer = person.post(f"/auth/step-up/{question['id']}", json={"method": "email", "code": code})
    return person.post(path, json=body, headers={"Step-Up": content(answer)["approval"]})


def decided(checker: Staff, asked: httpx.Response, verb: str = "approve") -> dict[str, Any]:
    """Decide, as the second person, about what an answer says is waiting."""
    waiting = content(asked, status=202)["approval"]
    body = {} if verb == "approve" else WHY
    path = f"/approvals/accounts/{waiting['id']}/{verb}"
    return content(checker.person.post(path, json=body))


def kinds_told(person: Person) -> set[str]:
    """Return the kinds of what a person was told of an account's rights."""
    notices = content(person.get("/notifications"))["results"]
    return {one["kind"] for one in notices if one["kind"] == "right_offered"}


def taken_out(person: Person) -> dict[str, bytes]:
    """Return the files of a person's archive, once a worker has made it where it must."""

    def look() -> httpx.Response | None:
        answer = person.get("/customers/me/data")
        return None if answer.status_code == httpx.codes.ACCEPTED else answer

    answer = wait_until(look, what="the archive", within=SECONDS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def product(person: Person, code: str) -> dict[str, Any]:
    offers = content(person.get("/account-types"))["results"]
    found: dict[str, Any] = next(offer for offer in offers if offer["code"] == code)
    return found


class TestAtTheCounter:
    def test_somebody_becomes_a_customer_with_an_account(self, staff):
        teller, officer, agent = (staff[role].person for role in ("teller", "compliance", "agent"))
        name = f"Żofia{uuid.uuid4().hex[:8]}"
        details = {
            "given_name": name,
            "family_name": "O'Hara-Łęcka",
            "date_of_birth": "1979-02-28",
            "phone": f"+4930{uuid.uuid4().int % 10**8:08d}",
            "tax_country": "DE",
            "tax_id": uuid.uuid4().hex[:11],
            "income": {"amount": "41000.00", "currency": "EUR"},
        }
        made = content(teller.post("/customers", json=details), status=201)
        assert (made["status"], made["is_masked"]) == ("pending", True)
        again = content(teller.post("/customers", json=details), status=409)
        assert again["duplicates"][0]["customer"] == made["id"]
        assert set(again["duplicates"][0]["same"]) == {"birth", "phone", "tax"}
        path = f"/customers/{made['id']}"
        plain = name.replace("Ż", "z").upper()
        for query in ({"name": f"{plain} LECKA"}, {"phone": details["phone"]}):
            found = content(teller.get("/customers", params=query))["results"]
            assert [one["id"] for one in found] == [made["id"]]

        address = {"kind": "home", "street": "1 Quay", "city": "Hamburg", "country": "DE"}
        content(agent.post(f"{path}/addresses", json=address | WHY), status=201)
        refused = upload(agent, f"{path}/documents", b"<html>passport</html>", kind="passport")
        assert content(refused, status=400)["errors"]["file"]
        document = content(
            upload(agent, f"{path}/documents", scan(), kind="passport", number="C01X00T47"),
            status=201,
        )
        early = officer.post(f"{path}/status", json={"status": "active"} | WHY)
        assert early.status_code == 422
        for kind in ("identity", "address", "screening"):
            body = {"kind": kind, "verdict": "passed", "comment": "seen"}
            if kind == "identity":
                body["document"] = document["id"]
            content(officer.post(f"{path}/checks", json=body), status=201)
        content(officer.post(f"{path}/status", json={"status": "active"} | WHY))
        assert content(teller.get(f"{path}/status"))["status"] == "active"
        body = {"account_type": product(teller, "everyday")["id"], "customer": made["id"]}
        account = content(teller.post("/accounts", json=body, key=new_key()), status=201)
        assert account["number"][:2] == "DE"
        by_number = {"account_number": account["number"]}
        found = content(teller.get("/customers", params=by_number))["results"]
        assert [one["id"] for one in found] == [made["id"]]
        shown = content(teller.post(f"{path}/reveal", json=WHY))
        assert shown["customer"]["tax_id"] == details["tax_id"]
        edits = content(staff["auditor"].person.get(f"{path}/edits"))["results"]
        assert edits[0]["action"] == "revealed"
        registered = next(one for one in edits if one["action"] == "registered")
        changes = {one["field"]: one["after"] for one in registered["changes"]}
        assert (changes["given_name"], registered["actor"]) == (name, staff["teller"].id)


class TestAnAccount:
    def test_is_shared_when_the_other_one_agrees(self, owner, partner):
        path = f"/accounts/{owner.account['id']}"
        me = content(partner.person.get("/customers/me"))
        offer = confirmed(
            owner.person, f"{path}/holders", {"customer": me["id"], "access": "joint"}
        )
        offered = content(offer, status=202)["invitation"]
        assert content(partner.person.get(path), status=404)["code"] == "account_not_found"
        waiting = content(partner.person.get("/accounts/invitations"))["results"]
        assert [one["id"] for one in waiting] == [offered["id"]]
        kinds = wait_until(lambda: kinds_told(partner.person), what="the notice")
        assert "right_offered" in kinds
        content(partner.person.post(f"/accounts/invitations/{offered['id']}/accept"))
        assert content(partner.person.get(path))["access"] == "joint"
        assert partner.person.delete(f"{path}/holders/{me['id']}").status_code == 204

    def test_that_is_frozen_moves_no_money(self, owner, partner, staff):
        path = f"/accounts/{owner.account['id']}"
        agent = staff["agent"].person
        frozen = content(agent.post(f"{path}/freeze", json={"scope": "all"} | WHY))
        assert frozen["status"] == "frozen"
        refused = owner.ask_transfer("1.00", to=partner.account["id"])
        assert content(refused, status=422)["code"] == "account_frozen"
        own = owner.person.post(f"{path}/unfreeze", json=WHY)
        assert content(own, status=403)["code"] == "bank_only"
        content(agent.post(f"{path}/unfreeze", json=WHY))
        owner.transfer("1.00", to=partner.account["id"])
        edits = content(staff["auditor"].person.get(f"{path}/edits"))["results"]
        assert [one["action"] for one in edits[:2]] == ["account.unfreeze", "account.freeze"]
        assert (edits[1]["reason"], edits[1]["actor"]) == (WHY["reason"], staff["agent"].id)
        change = next(one for one in edits[1]["changes"] if one["field"] == "status")
        assert (change["before"], change["after"]) == ("open", "frozen")

    def test_is_closed_swept_archived_and_restored_by_two(self, owner, staff):
        account = owner.open_account()
        owner.deposit("77.00", account=account)
        path = f"/accounts/{account['id']}"
        left = content(owner.person.post(f"{path}/close", json={}), status=422)
        assert left["code"] == "account_not_empty"
        before = owner.balance()["balance"]
        closed = confirmed(owner.person, f"{path}/close", {"sweep_to": owner.account["number"]})
        assert content(closed)["status"] == "closed"
        assert float(owner.balance()["balance"]) == float(before) + 77
        query = {"number": account["number"]}
        (kept,) = content(owner.person.get("/closed-accounts", params=query))["results"]
        assert (kept["balance"], kept["swept_to"]) == ("77.00", owner.account["number"])
        agent, supervisor = staff["agent"], staff["supervisor"]
        asked = agent.person.post(f"/closed-accounts/{kept['id']}/restore", json=WHY)
        waiting = content(asked, status=202)["approval"]
        own = agent.person.post(f"/approvals/accounts/{waiting['id']}/approve", json={})
        assert own.status_code == 403
        assert decided(supervisor, asked)["status"] == "approved"
        assert content(owner.person.get(path))["status"] == "open"

    def test_with_an_overdraft_has_one_that_two_people_agreed(self, owner, staff):
        path = f"/accounts/{owner.account['id']}"
        body = {"amount": "1234.00"} | WHY
        asked = staff["agent"].person.post(f"{path}/overdraft", json=body)
        waiting = content(asked, status=202)["approval"]
        assert waiting["after"] == {"overdraft": "1234.00 EUR"}
        assert decided(staff["supervisor"], asked)["status"] == "approved"
        assert content(owner.person.get(path))["overdraft_limit"] == "1234.00"


class TestAProduct:
    def test_has_new_terms_when_two_people_agree(self, owner, staff):
        operations, supervisor = staff["operations"], staff["supervisor"]
        code = f"p{uuid.uuid4().hex[:8]}"
        today = datetime.now(UTC).date()
        new = {
            "code": code,
            "kind": "savings",
            "currency": "EUR",
            "name": "Rainy days",
            "minimum_opening": "50.00",
            "minimum_balance": "20.00",
            "valid_from": today.isoformat(),
        }
        asked = operations.person.post("/account-types", json=new | WHY)
        assert decided(supervisor, asked)["status"] == "approved"
        offered = product(owner.person, code)
        account = owner.open_account(product=code)
        owner.deposit("49.00", account=account)
        assert owner.balance(account)["available"] == "0.00"
        owner.deposit("1.00", account=account)
        assert owner.balance(account)["available"] == "30.00"
        later = {"valid_from": (today + timedelta(days=30)).isoformat(), "minimum_balance": "5.00"}
        path = f"/account-types/{offered['id']}/versions"
        asked = operations.person.post(path, json=later | WHY)
        assert decided(supervisor, asked, "reject")["status"] == "rejected"
        asked = operations.person.post(path, json=later | WHY)
        assert decided(supervisor, asked)["status"] == "approved"
        versions = content(owner.person.get(path))["results"]
        assert [one["minimum_balance"] for one in versions] == ["5.00", "20.00"]
        assert product(owner.person, code)["minimum_balance"] == "20.00"

    def test_costs_and_allows_what_its_terms_say(self, owner, partner, staff):
        code = f"p{uuid.uuid4().hex[:8]}"
        fee = {"code": "payment", "kind": "transfer", "amount": "0.35", "when": "each"}
        new = {
            "code": code,
            "kind": "current",
            "currency": "EUR",
            "name": "By the piece",
            "fees": [fee],
            "limit_transfer": "10.00",
            "valid_from": datetime.now(UTC).date().isoformat(),
        }
        asked = staff["operations"].person.post("/account-types", json=new | WHY)
        assert decided(staff["supervisor"], asked)["status"] == "approved"
        assert product(owner.person, code)["fees"] == [fee]
        prices = content(owner.person.get("/fees"))["results"]
        (price,) = [one for one in prices if one["product"] == code]
        assert {name: price[name] for name in fee} == fee
        account = owner.open_account(product=code)
        owner.deposit("20.00", account=account)
        body = {"from_account": account["id"], "to_account": partner.account["id"]}
        refused = owner.person.post("/transfers", json=body | {"amount": "10.01"}, key=new_key())
        assert content(refused, status=422)["limit"]["amount"] == "10.00"
        paid = owner.person.post("/transfers", json=body | {"amount": "10.00"}, key=new_key())
        assert content(paid, status=201)["fee"] == "0.35"
        assert owner.balance(account)["balance"] == "9.65"


class TestDataRights:
    def test_give_a_customer_all_of_it_in_one_archive(self, owner):
        files = taken_out(owner.person)
        assert b"Orla" in files["customer.json"]
        assert owner.account["number"].encode() in files["accounts.csv"]
        assert owner.person.email.encode() in files["auth/sign_in.json"]
        assert b"300.00" in files["transactions/transactions.json"]

    def test_say_first_what_erasure_would_do(self, owner, staff):
        me = content(owner.person.get("/customers/me"))
        preview = content(staff["compliance"].person.get(f"/customers/{me['id']}/erasure"))
        assert (preview["is_possible"], preview["goes"]["details"]) == (False, 1)
        assert "accounts_open" in preview["obstacles"]
        asked = staff["compliance"].person.post(f"/customers/{me['id']}/erasure", json=WHY)
        assert content(asked, status=422)["code"] == "erasure_not_allowed"


class TestImport:
    def carry_out(self, clerk: Person, file: bytes, **fields: str) -> dict[str, Any]:
        """Hand a file in and wait until a worker has carried it out."""
        taken = content(upload(clerk, "/customers/imports", file, **fields), status=202)

        def look() -> dict[str, Any] | None:
            found = content(clerk.get(f"/customers/imports/{taken['id']}"))
            return None if found["status"] == "waiting" else found

        return wait_until(look, what="the import", within=SECONDS)

    def test_is_tried_first_then_all_or_nothing(self, staff):
        clerk, mark = staff["operations"].person, uuid.uuid4().hex[:8]
        rows = [
            ["reference", "given_name", "family_name", "date_of_birth", "account_type"],
            ["1", f"Ines{mark}", "Ferro", date(1990, 1, 1).isoformat(), "everyday"],
            ["1", f"Ines{mark}", "Ferro", date(1990, 1, 1).isoformat(), "savings"],
        ]
        csv = "\n".join(",".join(row) for row in rows).encode()
        dry = self.carry_out(clerk, csv, dry_run="true")
        assert (dry["status"], dry["customer_count"], dry["account_count"]) == ("checked", 1, 2)
        wrong = self.carry_out(clerk, csv + b"\n2,Eve,,x,gold\n")
        assert (wrong["status"], wrong["error_count"] > 0) == ("refused", True)
        assert {one["row"] for one in wrong["errors"]} == {4}
        search = {"name": f"ines{mark}"}
        assert content(clerk.get("/customers", params=search))["results"] == []
        book = Workbook()
        for row in rows:
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        assert self.carry_out(clerk, out.getvalue())["status"] == "done"
        (found,) = content(clerk.get("/customers", params=search))["results"]
        listed = content(clerk.get("/accounts", params={"customer": found["id"]}))["results"]
        assert sorted(one["account_type"]["code"] for one in listed) == ["everyday", "savings"]
