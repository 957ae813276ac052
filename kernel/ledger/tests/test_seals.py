"""Sealed days: whatever is altered, removed or added afterwards is found and named."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given

from kernel import sql
from kernel.ledger import commands, merkle, queries, tasks
from kernel.ledger.models import Day, Entry, Seal, SealBlock, Transfer
from kernel.ledger.queries.transfers import TransferNotFound
from kernel.ledger.receipts import ReceiptWrong, check_receipt


@pytest.fixture
def start(bank):
    return datetime.now(UTC)


@pytest.fixture
def books(bank, start, monkeypatch):
    """Three sealed days with blocks of four leaves, and an open one."""
    monkeypatch.setattr("kernel.ledger.commands.seal_day.BLOCK", 4)
    bank.ada, bank.ben = bank.person(), bank.person()
    bank.payer = bank.open(person=bank.ada, funds=100_000)
    bank.payee = bank.open(person=bank.ben)
    for day in range(1, 4):
        for number in range(9):
            bank.transfer(
                person=bank.ada,
                payer=bank.payer,
                payee=bank.payee,
                amount="1.00",
                note=f"{day}.{number}",
            )
        commands.roll_business_day(now=start + timedelta(days=day))
    bank.transfer(person=bank.ada, payer=bank.payer, payee=bank.payee, amount="1.00")
    return bank


def _finding(**options):
    return commands.verify_ledger(now=datetime.now(UTC), **options).finding


def _transfer(place=14):
    return Transfer.objects.order_by("id")[place]


class TestTree:
    @given(st.lists(st.binary(min_size=1, max_size=3), max_size=40))
    def test_is_the_one_that_the_standard_defines(self, contents):
        def root(hashes):
            if not hashes:
                return hashlib.sha256(b"").digest()
            if len(hashes) == 1:
                return hashes[0]
            split = 1
            while split * 2 < len(hashes):
                split *= 2
            return merkle.node_hash(root(hashes[:split]), root(hashes[split:]))

        hashes = [hashlib.sha256(b"\x00" + one).digest() for one in contents]
        assert merkle.Tree(hashes).root() == root(hashes)
        for index, one in enumerate(hashes):
            assert merkle.climb(one, merkle.path(hashes, index)) == root(hashes)

    @given(st.integers(0, 40), st.sampled_from([1, 2, 4, 8]))
    def test_over_blocks_is_the_tree_over_their_leaves(self, count, size):
        hashes = [bytes([number]) * 32 for number in range(count)]
        blocks = [hashes[start : start + size] for start in range(0, count, size)]
        roots = [merkle.Tree(block).root() for block in blocks]
        assert merkle.Tree(roots).root() == merkle.Tree(hashes).root()


class TestSealDay:
    def test_covers_each_transfer_of_the_day_once(self, books):
        seals = list(Seal.objects.order_by("position"))
        assert [one.transfer_count for one in seals] == [10, 9, 9]
        assert [one.position for one in seals] == [1, 2, 3]
        assert bytes(seals[0].previous) == bytes(32)
        assert [bytes(one.previous) for one in seals[1:]] == [bytes(one.seal) for one in seals[:2]]
        assert SealBlock.objects.count() == 9
        assert Day.objects.filter(seal__isnull=False).count() == 3
        assert books.is_sound()

    def test_seals_a_day_without_transfers(self, bank, start):
        commands.roll_business_day(now=start + timedelta(days=1))
        commands.roll_business_day(now=start + timedelta(days=5))
        assert list(Seal.objects.values_list("transfer_count", flat=True)) == [0, 0]
        assert _finding() is None

    def test_seals_days_that_were_balanced_before_there_were_seals(self, books, start):
        SealBlock.objects.all().delete()
        Seal.objects.all().delete()
        Day.objects.update(seal=None)
        commands.roll_business_day(now=start + timedelta(days=3))
        assert Seal.objects.count() == 3
        assert _finding() is None


class TestVerifyLedger:
    def test_finds_nothing_in_true_books(self, books, capsys):
        call_command("verify_ledger")
        out = capsys.readouterr().out
        assert "3 days with 28 transfers are as they were sealed." in out
        assert bytes(Seal.objects.get(position=3).seal).hex() in out

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("kind", "fee"),
            ("amount_minor", 101),
            ("currency", "USD"),
            ("value_date", "2001-01-01"),
            ("posted_at", "2001-01-01 00:00:00"),
            ("note_hash", bytes(32)),
            ("actor_id", bytes(16)),
            ("linked_id", bytes(16)),
            ("debit_sequence", 1),
            ("credit_sequence", None),
        ],
    )
    def test_names_an_altered_transfer(self, books, column, value):
        altered = _transfer()
        if sql.connection.vendor == "postgresql" and value == bytes(16):
            value = uuid.UUID(int=0)
        sql.execute(f"UPDATE ledger_transfer SET {column} = %s WHERE id = %s", [value, altered.id])
        finding = _finding()
        assert (finding.what, finding.row) == ("altered", f"Transfer {altered.id}")
        assert finding.business_date == altered.business_date

    @pytest.mark.parametrize("side", ["debit", "credit"])
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("amount_minor", 77),
            ("balance_minor", 77),
            ("type", "fee"),
            ("value_date", "2001-01-01"),
            ("business_date", "2001-01-01"),
            ("posted_at", "2001-01-01 00:00:00"),
        ],
    )
    def test_names_the_transfer_of_an_altered_entry(self, books, side, column, value):
        altered = _transfer()
        entry = Entry.objects.filter(
            account_id=getattr(altered, f"{side}_account_id"),
            sequence=getattr(altered, f"{side}_sequence"),
        )
        entry.update(
            **{column: value if "posted" not in column else datetime(2001, 1, 1, tzinfo=UTC)}
        )
        assert _finding().row == f"Transfer {altered.id}"

    def test_names_the_first_of_several(self, books):
        first, second = _transfer(3), _transfer(20)
        Transfer.objects.filter(id__in=[first.id, second.id]).update(amount_minor=1)
        assert _finding().row == f"Transfer {first.id}"

    @pytest.mark.parametrize("place", [0, 9, 10, 14, 27])
    def test_names_a_missing_transfer(self, books, place):
        gone = _transfer(place)
        sql.execute("DELETE FROM ledger_note WHERE transfer_id = %s", [gone.id])
        sql.execute("DELETE FROM ledger_transfer WHERE id = %s", [gone.id])
        finding = _finding()
        assert (finding.what, finding.row) == ("missing", f"Transfer {gone.id}")

    @pytest.mark.parametrize("place", [0, 12, 27])
    def test_names_an_inserted_transfer(self, books, place):
        twin = _transfer(place)
        twin.id = uuid.UUID(int=twin.id.int + 2)
        Transfer.objects.bulk_create([twin])
        finding = _finding()
        assert (finding.what, finding.row) == ("inserted", f"Transfer {twin.id}")

    def test_names_two_that_changed_places(self, books):
        one, two = _transfer(12), _transfer(13)
        note_hashes = bytes(one.note_hash), bytes(two.note_hash)
        for row, other in ((one, note_hashes[1]), (two, note_hashes[0])):
            Transfer.objects.filter(id=row.id).update(note_hash=other)
        assert _finding().row == f"Transfer {one.id}"

    def test_names_a_transfer_on_a_day_that_never_was(self, books):
        stray = Transfer.objects.order_by("id").last()
        Transfer.objects.filter(id=stray.id).update(business_date="2001-01-01")
        assert _finding().row == f"Transfer {stray.id}"

    def test_names_a_block_that_was_made_to_fit(self, books):
        block = SealBlock.objects.order_by("business_date", "position")[4]
        leaves = bytes(block.leaves)[:-1] + b"\x00"
        SealBlock.objects.filter(business_date=block.business_date, position=block.position).update(
            leaves=leaves
        )
        finding = _finding()
        assert (finding.what, finding.row) == ("altered", "Block 1 of the seal")
        SealBlock.objects.filter(
            business_date=block.business_date, position=block.position
        ).delete()
        assert _finding().what == "missing"

    @pytest.mark.parametrize("change", [{"transfer_count": 8}, {"root": bytes(32)}])
    def test_names_an_altered_seal(self, books, change):
        Seal.objects.filter(position=2).update(**change)
        assert str(_finding()).startswith(
            f"The seal of {Seal.objects.get(position=2).business_date}"
        )

    def test_names_the_gap_where_a_seal_is_missing(self, books):
        Seal.objects.filter(position=2).delete()
        day = Seal.objects.get(position=3).business_date
        assert str(_finding()) == f"The seal before that of {day} is missing."

    def test_names_a_cut_end(self, books):
        last = Seal.objects.get(position=3)
        SealBlock.objects.filter(business_date=last.business_date).delete()
        Seal.objects.filter(position=3).delete()
        assert str(_finding()) == f"The seal of {last.business_date} is missing."

    def test_a_seal_kept_elsewhere_shows_a_chain_made_anew(self, books, start, capsys):
        kept = Seal.objects.get(position=2)
        expected = {kept.business_date: bytes(kept.seal)}
        assert _finding(expected=expected) is None
        SealBlock.objects.all().delete()
        Seal.objects.all().delete()
        Day.objects.update(seal=None)
        Transfer.objects.filter(id=_transfer().id).update(amount_minor=1)
        commands.roll_business_day(now=start + timedelta(days=3))
        assert _finding() is None
        assert _finding(expected=expected).detail == "it is not the one that was kept elsewhere"
        with pytest.raises(CommandError, match="kept elsewhere"):
            call_command("verify_ledger", expect=[f"{kept.business_date}={bytes(kept.seal).hex()}"])
        with pytest.raises(CommandError, match="DATE=SEAL"):
            call_command("verify_ledger", expect=["yesterday"])

    def test_the_task_shouts(self, books, monkeypatch):
        shouted = []
        monkeypatch.setattr(tasks.log, "critical", lambda event, **_: shouted.append(event))
        tasks.verify_ledger()
        assert shouted == []
        Transfer.objects.filter(id=_transfer().id).update(amount_minor=1)
        tasks.verify_ledger()
        assert shouted == ["ledger.tampered"]

    def test_the_command_fails_and_names_the_row(self, books):
        Transfer.objects.filter(id=_transfer().id).update(amount_minor=1)
        with pytest.raises(CommandError, match=f"Transfer {_transfer().id} of .* is altered"):
            call_command("verify_ledger")


class TestReceipt:
    @pytest.mark.parametrize("place", range(28))
    def test_leads_to_the_seal_from_every_place(self, books, place, monkeypatch):
        monkeypatch.setattr("kernel.ledger.queries.receipts.BLOCK", 4)
        transfer = _transfer(place)
        receipt = queries.get_receipt(transfer_id=transfer.id, person_id=books.ada)
        seal = Seal.objects.get(business_date=transfer.business_date)
        assert check_receipt(json.loads(json.dumps(receipt))) == bytes(seal.seal).hex()
        day = Transfer.objects.filter(business_date=transfer.business_date, id__lt=transfer.id)
        assert receipt["proof"]["index"] == day.count()

    def test_shows_each_side_its_own_and_the_other_as_a_hash(self, books):
        transfer = _transfer()
        payers = queries.get_receipt(transfer_id=transfer.id, person_id=books.ada)
        payees = queries.get_receipt(transfer_id=transfer.id, person_id=books.ben)
        assert set(payers["parts"]) == {"actor", "debit"}
        assert set(payees["parts"]) == {"credit"}
        assert payers["transfer"] == payees["transfer"]
        entry = Entry.objects.get(account_id=books.payer.id, sequence=transfer.debit_sequence)
        assert payers["parts"]["debit"]["content"]["balance_minor"] == entry.balance_minor
        assert "balance_minor" not in json.dumps(payees["transfer"])
        with pytest.raises(TransferNotFound):
            queries.get_receipt(transfer_id=transfer.id, person_id=books.person())

    def test_of_an_open_day_has_no_proof_yet(self, books):
        transfer = Transfer.objects.order_by("id").last()
        receipt = queries.get_receipt(transfer_id=transfer.id, person_id=books.ben)
        assert receipt["proof"] is None
        assert "parts" not in receipt["transfer"]
        with pytest.raises(ReceiptWrong, match="not sealed yet"):
            check_receipt(receipt)

    def test_is_checked_by_a_command_that_asks_no_database(self, books, tmp_path, capsys):
        transfer = _transfer()
        receipt = queries.get_receipt(transfer_id=transfer.id, person_id=books.ada)
        path: Path = tmp_path / "receipt.json"
        path.write_text(json.dumps(receipt), encoding="utf-8")
        call_command("verify_receipt", path, seal=receipt["proof"]["day"]["seal"])
        assert f"Transfer {transfer.id}" in capsys.readouterr().out
        with pytest.raises(CommandError, match="another seal"):
            call_command("verify_receipt", path, seal="00")

    @pytest.mark.parametrize(
        ("at", "value"),
        [
            (("transfer", "amount_minor"), 1),
            (("parts", "debit", "content", "balance_minor"), 1),
            (("parts", "debit", "salt"), "00"),
            (("proof", "leaf"), "00"),
            (("proof", "path", 0, "hash"), "00"),
            (("proof", "path", 0, "side"), "nowhere"),
            (("proof", "day", "root"), "00"),
            (("proof", "day", "count"), 1),
            (("proof", "day", "seal"), "00"),
            (("proof", "day"), None),
            (("proof", "path"), [{"side": "left"}]),
            (("transfer",), "text"),
        ],
    )
    def test_is_refused_with_anything_changed(self, books, at, value):
        transfer = _transfer()
        receipt = json.loads(
            json.dumps(queries.get_receipt(transfer_id=transfer.id, person_id=books.ada))
        )
        place = receipt
        for key in at[:-1]:
            place = place[key]
        place[at[-1]] = value
        with pytest.raises(ReceiptWrong):
            check_receipt(receipt)
