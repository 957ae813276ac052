"""The life itself: clients in threads, days that end, sweeps and proofs between them.

What each client was told is kept; at the end every acknowledged effect must be in the books, every
refused one not, every repeated request answered byte for byte, and every invariant and seal true.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

HOT, COLD, CLIENTS = 6, 40, 6
FUNDS = 1_000_000
DAY_SECONDS, PROOF_SECONDS = 2.0, 10.0


@dataclass
class Client:
    """One client: what it was told, and what that did to the accounts."""

    seed: int
    world: Any
    counts: Counter[str] = field(default_factory=Counter)
    effects: Counter[uuid.UUID] = field(default_factory=Counter)
    told: list[Any] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def live(self, until: float) -> None:
        """Act until the time is over."""
        from django.db import connection

        chance = random.Random(self.seed)
        try:
            while time.monotonic() < until:
                self._act(chance)
        except Exception as failure:  # noqa: BLE001  (whatever it is, it is the finding)
            self.problems.append(f"{type(failure).__name__}: {failure}")
        finally:
            connection.close()

    def _act(self, chance: random.Random) -> None:
        ways = (
            *[self._transfer] * 6,
            *[self._deposit] * 2,
            *[self._withdraw] * 2,
            *[self._hold] * 4,
            *[self._capture] * 3,
            self._void,
            *[self._reverse] * 2,
            *[self._batch] * 2,
            *[self._repeat] * 2,
            self._freeze,
        )
        chance.choice(ways)(chance)

    def _ask(self, name: str, command: Any, effects: Any, **values: Any) -> dict[str, Any] | None:
        import json

        from kernel.errors import BankError
        from kernel.ledger.records import MoneyRequest

        request = MoneyRequest.make(
            actor_id=self.world.person, operation=name, key=uuid.uuid4().hex, body={}
        )
        try:
            answer = command(request=request, **values)
        except BankError as refusal:
            self.counts[f"{name} refused: {refusal.code}"] += 1
            return None
        self.counts[name] += 1
        content: dict[str, Any] = json.loads(answer.body)
        for account_id, amount in effects(content) if callable(effects) else effects:
            self.effects[account_id] += amount
        if len(self.told) < 2000:
            self.told.append((command, request, values, answer.body))
        return content

    def _accounts(self, chance: random.Random) -> tuple[uuid.UUID, uuid.UUID]:
        payer, payee = chance.sample(self.world.accounts, 2)
        if chance.random() < 0.6:
            payer = chance.choice(self.world.accounts[:HOT])
        return payer, payee if payee != payer else self.world.accounts[-1]

    def _transfer(self, chance: random.Random) -> None:
        from kernel.ledger.tests import movements

        payer, payee = self._accounts(chance)
        if payer == payee:
            return
        minor = chance.randint(1, FUNDS // 4)
        content = self._ask(
            "transfer",
            movements.transfer,
            [(payer, -minor), (payee, minor)],
            payer_id=payer,
            payee_id=payee,
            amount=_text(minor),
        )
        if content and chance.random() < 0.2:
            self.world.reversible.append((uuid.UUID(content["id"]), payer, payee, minor))

    def _deposit(self, chance: random.Random) -> None:
        from kernel.ledger.tests import movements

        account, _ = self._accounts(chance)
        minor = chance.randint(1, FUNDS // 8)
        self._ask(
            "deposit",
            movements.deposit,
            [(account, minor)],
            account_id=account,
            amount=_text(minor),
        )

    def _withdraw(self, chance: random.Random) -> None:
        from kernel.ledger.tests import movements

        account, _ = self._accounts(chance)
        minor = chance.randint(1, FUNDS // 8)
        self._ask(
            "withdrawal",
            movements.withdraw,
            [(account, -minor)],
            account_id=account,
            amount=_text(minor),
        )

    def _hold(self, chance: random.Random) -> None:
        from kernel.ledger.tests import movements

        account, payee = self._accounts(chance)
        to = None if chance.random() < 0.3 or account == payee else payee
        content = self._ask(
            "hold",
            movements.hold,
            [],
            account_id=account,
            payee_id=to,
            amount=_text(chance.randint(1, FUNDS // 4)),
            lasts=timedelta(seconds=chance.choice([1, 30, 3600])),
        )
        if content:
            self.world.holds.append((uuid.UUID(content["id"]), account, to))

    def _capture(self, chance: random.Random) -> None:
        from kernel.ledger import queries
        from kernel.ledger.tests import movements

        if not self.world.holds:
            return
        hold_id, account, to = chance.choice(self.world.holds)
        taken = chance.randint(1, FUNDS // 8)
        self._ask(
            "capture",
            movements.capture,
            [(account, -taken), *([] if to is None else [(to, taken)])],
            hold_id=hold_id,
            amount_minor=taken,
            is_final=chance.random() < 0.3,
        )
        reserved = queries.get_reservation(hold_id=hold_id, now=datetime.now(UTC))
        if reserved.status != "active":
            self.world.forget(hold_id)

    def _void(self, chance: random.Random) -> None:
        from kernel.ledger.tests import movements

        if not self.world.holds:
            return
        hold_id, *_ = chance.choice(self.world.holds)
        self._ask("void", movements.void, [], hold_id=hold_id)
        self.world.forget(hold_id)

    def _reverse(self, chance: random.Random) -> None:
        from kernel.ledger.tests import movements

        if not self.world.reversible:
            return
        transfer_id, payer, payee, minor = chance.choice(self.world.reversible)
        self._ask(
            "reversal",
            movements.reverse,
            [(payer, minor), (payee, -minor)],
            transfer_id=transfer_id,
            as_original=chance.random() < 0.5,
        )

    def _batch(self, chance: random.Random) -> None:
        from kernel.ledger.tests import movements

        items = []
        for _ in range(chance.randint(1, 60)):
            payer, payee = self._accounts(chance)
            if payer != payee:
                items.append((payer, payee, chance.randint(1, FUNDS // 50)))

        def effects(content: dict[str, Any]) -> list[tuple[uuid.UUID, int]]:
            found = []
            for (payer, payee, minor), result in zip(items, content["results"], strict=True):
                if "-" in result:
                    found += [(payer, -minor), (payee, minor)]
                    self.counts["batch item"] += 1
            return found

        self._ask("batch", movements.batch, effects, items=items)

    def _repeat(self, chance: random.Random) -> None:
        if not self.told:
            return
        command, request, values, body = chance.choice(self.told)
        answer = command(request=request, **values)
        self.counts["repeated"] += 1
        if not answer.replayed or answer.body != body:
            self.problems.append(f"{request.operation} was answered differently when repeated")

    def _freeze(self, chance: random.Random) -> None:
        from kernel.errors import BankError
        from kernel.ledger import commands

        account = chance.choice(self.world.accounts[HOT:])
        try:
            commands.change_status(account_id=account, status=chance.choice(["open", "frozen"]))
            self.counts["status changed"] += 1
        except BankError:
            pass


class World:
    """The accounts, and what clients tell each other: holds to capture, transfers to reverse."""

    def __init__(self) -> None:
        """Open the bank."""
        from kernel.ledger import commands
        from kernel.ledger.records import MoneyRequest
        from kernel.ledger.tests import movements

        self.now = datetime.now(UTC)
        commands.roll_business_day(now=self.now)
        self.person = uuid.uuid4()
        self.holds: list[tuple[uuid.UUID, uuid.UUID, uuid.UUID | None]] = []
        self.reversible: list[tuple[uuid.UUID, uuid.UUID, uuid.UUID, int]] = []
        self.accounts = [
            commands.open_account(
                number=f"SOAK{number:04d}",
                title="Somebody",
                currency="EUR",
                holders={self.person: "owner"},
                floor_minor=-(number % 3) * 10_000,
                now=self.now,
            ).id
            for number in range(HOT + COLD)
        ]
        for account in self.accounts:
            movements.deposit(
                request=MoneyRequest.make(
                    actor_id=self.person, operation="deposit", key=uuid.uuid4().hex, body={}
                ),
                account_id=account,
                amount=_text(FUNDS),
            )

    def forget(self, hold_id: uuid.UUID) -> None:
        """Let go of a hold that has ended."""
        self.holds[:] = [one for one in self.holds if one[0] != hold_id]

    def next_day(self) -> None:
        """End the business day."""
        from kernel.ledger import commands

        self.now += timedelta(days=1)
        commands.roll_business_day(now=self.now)


def _text(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _prove(counts: Counter[str], problems: list[str]) -> None:
    from kernel.ledger import commands

    broken = {
        name: count for name, count in commands.check_ledger(now=datetime.now(UTC)).items() if count
    }
    counts["proofs"] += 1
    if broken:
        problems.append(f"broken invariants: {broken}")


def live(*, seconds: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Live and prove; return what was counted and what was found wrong."""
    world = World()
    until = time.monotonic() + seconds
    clients = [Client(seed=seed * 1000 + number, world=world) for number in range(CLIENTS)]
    threads = [threading.Thread(target=client.live, args=(until,)) for client in clients]
    counts: Counter[str] = Counter()
    problems: list[str] = []
    for thread in threads:
        thread.start()
    _keep_house(world, until=until, counts=counts, problems=problems)
    for thread in threads:
        thread.join()
    world.next_day()
    _prove(counts, problems)
    _verify(counts, problems)
    for client in clients:
        counts.update(client.counts)
        problems += client.problems
    problems += _compare(world, clients)
    return counts, problems


def _keep_house(world: World, *, until: float, counts: Counter[str], problems: list[str]) -> None:
    """End days and sweep holds while the clients act, and prove the books now and then."""
    from django.db import OperationalError

    from kernel.ledger import commands
    from kernel.ledger.contention import what_happened

    proof_at = time.monotonic() + PROOF_SECONDS
    while time.monotonic() < until:
        time.sleep(DAY_SECONDS)
        try:
            world.next_day()
            counts["business days"] += 1
            counts["holds expired"] += commands.expire_holds(now=datetime.now(UTC))
        except OperationalError as failure:
            # Beat comes again; what may not happen is that it never gets through.
            event = what_happened(failure)
            counts[f"housekeeping met others: {event}"] += 1
            if event is None:
                problems.append(f"housekeeping: {failure}")
        if time.monotonic() > proof_at:
            _prove(counts, problems)
            proof_at = time.monotonic() + PROOF_SECONDS
    if not counts["business days"]:
        problems.append("no business day could be closed")


def _verify(counts: Counter[str], problems: list[str]) -> None:
    from kernel.ledger import commands

    verdict = commands.verify_ledger(now=datetime.now(UTC))
    counts["sealed days verified"] = verdict.days
    counts["sealed transfers verified"] = verdict.transfers
    if verdict.finding is not None:
        problems.append(str(verdict.finding))


def _compare(world: World, clients: list[Client]) -> list[str]:
    """Hold the balances against everything that the clients were told."""
    from kernel.ledger.models import Account

    told: Counter[uuid.UUID] = Counter()
    for client in clients:
        told.update(client.effects)
    return [
        f"{account.number} has {account.balance_minor}, "
        f"clients were told {FUNDS + told[account.id]}"
        for account in Account.objects.filter(id__in=world.accounts)
        if account.balance_minor != FUNDS + told[account.id]
    ]


def main() -> int:
    """Make the tables, live, tell; 1 when something was wrong."""
    seconds, seed = int(sys.argv[1]), int(sys.argv[2])
    import tests.environment  # noqa: F401  (keys)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    counts, problems = live(seconds=seconds, seed=seed)
    for name, count in sorted(counts.items()):
        sys.stdout.write(f"  {name:<48}{count:>9,}\n")
    for problem in problems[:20]:
        sys.stdout.write(f"WRONG: {problem}\n")
    sys.stdout.write("Nothing was wrong.\n" if not problems else f"{len(problems)} problems.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
