"""From a stranger's sign-up to money that arrives at somebody else's."""

from __future__ import annotations

from datetime import date, timedelta

from schwifty import IBAN

from tests.journeys.client import Mailbox
from tests.journeys.customer import Customer, content, open_account, register
from tests.journeys.waiting import wait_until

NOTICE_SECONDS = 45.0


def grouped(iban: str) -> str:
    """Return an IBAN as people write it, in groups of four."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def test_a_newcomer_gets_from_sign_up_to_the_first_transfer(new_person):
    person = new_person(phone="+4930901821", date_of_birth="1984-02-29")
    person.sign_up()
    me = content(person.get("/auth/me"))
    assert (me["email"], me["phone"], me["date_of_birth"], me["roles"]) == (
        person.email,
        "+4930901821",
        "1984-02-29",
        ["customer"],
    )
    assert content(person.get("/customers/me"), status=404)["code"] == "customer_not_found"

    record = register(person, given_name="Zoë", family_name="Müller-Ó Briain")
    assert record["id"] == me["id"]
    everyday = open_account(person)
    assert IBAN(everyday["number"]).is_valid
    assert (everyday["balance"], everyday["title"]) == ("0.00", "Zoë Müller-Ó Briain")
    newcomer = Customer(
        person=person, given_name="Zoë", family_name="Müller-Ó Briain", account=everyday
    )

    deposit = newcomer.deposit("150.05", note="Pocket money")
    assert deposit["balances"] == [
        {"account": everyday["id"], "balance": "150.05", "available": "150.05"}
    ]
    savings = newcomer.open_account(product="savings", nickname="Rainy days")
    assert savings["number"] != everyday["number"]

    transfer = newcomer.transfer("50.00", to=savings["id"], note="Für später ☔")
    assert (transfer["status"], transfer["type"], transfer["note"]) == (
        "posted",
        "transfer",
        "Für später ☔",
    )
    assert transfer["from_account"]["id"] == everyday["id"]
    assert transfer["to_account"]["number"] == savings["number"]
    assert {found["account"]: found["balance"] for found in transfer["balances"]} == {
        everyday["id"]: "100.05",
        savings["id"]: "50.00",
    }

    listed = content(person.get("/accounts"))["results"]
    assert {found["id"]: found["balance"] for found in listed} == {
        everyday["id"]: "100.05",
        savings["id"]: "50.00",
    }
    assert [
        (found["type"], found["amount"], found["balance_after"])
        for found in newcomer.transactions()
    ] == [("transfer_out", "50.00", "100.05"), ("deposit", "150.05", "150.05")]
    assert newcomer.transactions(savings)[0]["transfer_id"] == transfer["id"]


def test_a_balance_of_the_past_is_the_one_that_the_bank_knew_then(customer):
    someone = customer()
    first = someone.deposit("10.00")
    second = someone.deposit("5.50")
    someone.withdraw("0.50")
    day = date.fromisoformat(first["value_date"])

    assert someone.balance()["balance"] == "15.00"
    assert someone.balance(at=first["posted_at"])["balance"] == "10.00"
    assert someone.balance(at=second["posted_at"])["balance"] == "15.50"
    assert someone.balance(at=someone.account["opened_at"])["balance"] == "0.00"
    assert someone.balance(at=day.isoformat())["balance"] == "15.00"
    assert someone.balance(at=(day - timedelta(days=1)).isoformat())["balance"] == "0.00"


def test_money_reaches_another_customer_by_iban_with_spaces_by_number_and_by_id(customer):
    payer = customer(funds="100.00", given_name="Petra", family_name="Payer")
    payee = customer(given_name="Rolf", family_name="Receiver")
    number = payee.account["number"]

    spellings = [grouped(number), number, payee.account["id"], grouped(number.lower())]
    sent = [payer.transfer("10.00", to=to, note=f"To {to}") for to in spellings]

    assert payer.balance()["balance"] == "60.00"
    assert payee.balance()["balance"] == "40.00"
    assert {found["to_account"]["id"] for found in sent} == {payee.account["id"]}
    # What the payer is told of balances is the payer's own.
    assert [found["balances"] for found in sent][-1] == [
        {"account": payer.account["id"], "balance": "60.00", "available": "60.00"}
    ]


def test_both_sides_see_the_same_transfer_each_from_their_own(customer):
    payer = customer(funds="20.00", given_name="Petra", family_name="Payer")
    payee = customer(given_name="Rolf", family_name="Receiver")
    transfer = payer.transfer("7.25", to=payee.account["number"], note="Lunch 🍲")

    out, into = payer.transactions()[0], payee.transactions()[0]
    assert out["transfer_id"] == into["transfer_id"] == transfer["id"]
    assert out["note"] == into["note"] == "Lunch 🍲"
    assert out["posted_at"] == into["posted_at"] == transfer["posted_at"]
    assert (out["type"], out["direction"], out["amount"], out["balance_after"]) == (
        "transfer_out",
        "out",
        "7.25",
        "12.75",
    )
    assert (into["type"], into["direction"], into["amount"], into["balance_after"]) == (
        "transfer_in",
        "in",
        "7.25",
        "7.25",
    )
    assert out["counterparty"] == {"name": "Rolf Receiver", "number": payee.account["number"]}
    assert into["counterparty"] == {"name": "Petra Payer", "number": payer.account["number"]}

    for holder, own in ((payer, out), (payee, into)):
        assert content(holder.person.get(f"/transactions/{own['id']}")) == own
        seen = content(holder.person.get(f"/transfers/{transfer['id']}"))
        assert (seen["amount"], seen["note"]) == ("7.25", "Lunch 🍲")
    assert content(payer.person.get(f"/transactions/{into['id']}"), status=404)["code"]


def test_transactions_are_found_by_type_text_amount_and_day_in_pages(customer):
    someone = customer(funds="100.00")
    savings = someone.open_account(product="savings")
    for amount, note in (("1.00", "Milk"), ("2.00", "Bread and milk"), ("3.00", "Coffee")):
        someone.transfer(amount, to=savings["id"], note=note)

    def amounts(**filters: str) -> list[str]:
        return [found["amount"] for found in someone.transactions(**filters)]

    assert amounts() == ["3.00", "2.00", "1.00", "100.00"]
    assert amounts(limit="1") == ["3.00", "2.00", "1.00", "100.00"]
    assert amounts(order="-amount") == ["100.00", "3.00", "2.00", "1.00"]
    assert amounts(type="transfer_out") == ["3.00", "2.00", "1.00"]
    assert amounts(text="milk") == ["2.00", "1.00"]
    assert amounts(min_amount="2", max_amount="3.00") == ["3.00", "2.00"]
    tomorrow = (date.fromisoformat(someone.transactions()[0]["value_date"])) + timedelta(days=1)
    assert amounts(from_date=tomorrow.isoformat()) == []


def test_both_holders_are_told_by_mail_that_money_moved(bank, customer):
    payer, payee = customer(funds="30.00"), customer()
    payer.transfer("12.34", to=payee.account["id"], note="Not for a mail")
    mailbox = Mailbox(bank.mail_dir)

    def arrived(holder: Customer, words: str) -> list[str]:
        mails = mailbox.mails(holder.person.email)
        return [mail.body for mail in mails if mail.subject == words]

    told = [
        wait_until(
            lambda holder=holder, words=words: arrived(holder, words),
            what=f"the mail {words!r}",
            within=NOTICE_SECONDS,
        )
        for holder, words in (
            (payee, "12.34 EUR arrived"),
            (payer, "12.34 EUR left your account"),
        )
    ]
    for bodies, holder in zip(told, (payee, payer), strict=True):
        assert len(bodies) == 1
        assert f"…{holder.account['number'][-4:]}" in bodies[0]
        assert holder.account["number"] not in bodies[0]
        assert "Not for a mail" not in bodies[0]


def test_who_signed_out_comes_back_with_password_and_a_mailed_code(customer):
    someone = customer(funds="5.00")
    someone.person.sign_out()
    assert content(someone.person.get("/accounts"), status=401)["code"] == "not_authenticated"
    someone.person.sign_in()
    assert content(someone.person.get("/accounts"))["results"][0]["balance"] == "5.00"
