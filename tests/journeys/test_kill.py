"""A process that is killed loses nothing that it had acknowledged."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import httpx
import pytest

from tests.journeys.client import Mailbox
from tests.journeys.customer import Customer, content, new_key
from tests.journeys.waiting import wait_until

THREADS = 8
# So many transfers are acknowledged before the process is killed.
BURST = 60
NOTICE_SECONDS = 90.0


@dataclass
class Burst:
    """Transfers of a cent from several threads at once, each with its own key and note."""

    payer: Customer
    payee: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Send until an outcome is unknown, which it is after every answer but 201."""
        while not self.over.is_set():
            key = new_key()
            try:
                answer = self.send(key)
            except httpx.TransportError:
                answer = None
            if answer is None or answer.status_code != httpx.codes.CREATED:
                self.unknown.append(key)
                return
            self.acknowledged[key] = answer.json()["id"]

    def send(self, key: str) -> httpx.Response:
        """Send one cent; the note says which one it is."""
        return self.payer.ask_transfer("0.01", to=self.payee, note=key, key=key)


@pytest.fixture
def money_process(kind) -> str:
    """Return which process posts transfers."""
    return "transactions" if kind == "split" else "web"


def test_a_killed_process_loses_no_acknowledged_transfer_and_doubles_none(
    bank, money_process, customer
):
    payer, payee = customer(funds="500.00"), customer()
    burst = Burst(payer=payer, payee=payee.account["id"])
    threads = [threading.Thread(target=burst.run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: len(burst.acknowledged) >= BURST, what="the burst")
        bank.stop(money_process, kill=True)
        wait_until(lambda: len(burst.unknown) == THREADS, what="the last outcomes")
    finally:
        burst.over.set()
        for thread in threads:
            thread.join()
        bank.start(money_process)

    before = dict(burst.acknowledged)
    for key in burst.unknown:
        burst.acknowledged[key] = content(burst.send(key), status=201)["id"]

    out = payer.transactions(type="transfer_out")
    assert {found["note"]: found["transfer_id"] for found in out} == burst.acknowledged
    assert len(out) == len(burst.acknowledged) == len(before) + len(burst.unknown)
    moved = f"{len(out) / 100:.2f}"
    assert payer.balance()["balance"] == f"{500 - len(out) / 100:.2f}"
    assert payee.balance()["balance"] == moved
    # Asking once more, for what was acknowledged too, is answered and moves nothing.
    for key in [*before][:: len(before) // 10]:
        again = burst.send(key)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert content(again, status=201)["id"] == before[key]
    assert payee.balance()["balance"] == moved
    # A difference makes the command fail, and with it this call.
    assert "invariants hold" in bank.manage("check_ledger")


def test_transfers_go_on_without_redis_and_their_mails_arrive_after_it_came_back(bank, customer):
    payer, payee = customer(funds="50.00"), customer()
    bank.stop("redis", kill=True)
    try:
        sent = [payer.transfer("1.00", to=payee.account["id"]) for _ in range(5)]
        assert payee.balance()["balance"] == "5.00"
        assert len({transfer["id"] for transfer in sent}) == 5
        answer = httpx.post(
            f"{bank.base_url}/api/v1/auth/app/v1/auth/login",
            json={"email": payer.person.email, "password": payer.person.password},
            timeout=30.0,
        )
        # Nobody signs in without the counters of failed attempts, and that is said.
        assert content(answer, status=503)["code"] == "try_again"
        assert answer.headers["Retry-After"]
    finally:
        bank.start("redis")
    mailbox = Mailbox(bank.mail_dir)

    def told() -> list[str]:
        bank.tend()
        mails = mailbox.mails(payee.person.email)
        return [mail.subject for mail in mails if mail.subject == "1.00 EUR arrived"]

    wait_until(lambda: len(told()) >= 5, what="the mails", within=NOTICE_SECONDS)
    payer.person.sign_out()
    payer.person.sign_in()
    assert payer.balance()["balance"] == "45.00"
