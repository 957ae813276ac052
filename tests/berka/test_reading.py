"""Both formats give the same history, and files that contradict themselves are refused."""

from __future__ import annotations

import random
import zipfile
from dataclasses import fields
from datetime import date

import pytest

from config.berka.archive import ArchiveWrong
from config.berka.ordering import Published, put_in_order
from config.berka.reading import read_archive
from config.berka.wording import note_of, origin_of


class TestOriginalFormat:
    def test_finds_the_one_order_within_a_day_that_chains(self, original):
        history = read_archive(original).histories[0]
        assert [row.trans_id for row in history.rows] == [52, 53, 51, 50]
        assert [row.seq for row in history.rows] == [1, 2, 3, 4]

    def test_what_moved_is_the_difference_of_balances_not_the_amount(self, original):
        history = read_archive(original).histories[0]
        assert [row.amount_minor for row in history.rows] == [70000, -68000, 500, -3000]
        assert [row.delta_minor for row in history.rows] == [70000, -68000, 510, -3000]

    def test_overdraft_is_exactly_the_lowest_balance(self, original):
        assert [history.floor_minor for history in read_archive(original).histories] == [-490, 0]

    def test_reads_people_places_and_days(self, original):
        archive = read_archive(original)
        joint = archive.histories[0]
        assert joint.opened == date(1995, 1, 1)
        assert (joint.owner.client_id, joint.owner.born) == (1, date(1970, 12, 13))
        assert [client.born for client in joint.authorised] == [date(1945, 2, 4)]
        assert archive.histories[1].owner.born == date(1935, 3, 4)
        assert [district.name for district in archive.districts] == ["Hl.m. Praha", "Benesov"]

    def test_says_what_each_row_was(self, original):
        rows = [row for history in read_archive(original).histories for row in history.rows]
        assert [note_of(row) for row in rows] == [
            "Cash deposit",
            "Transfer to YZ/87144583, household",
            "Interest",
            "Statement fee",
            "Transfer from AB/12345678",
        ]
        assert [(origin_of(row).kind, origin_of(row).purpose) for row in rows] == [
            ("deposit", "cash"),
            ("transfer", "clearing"),
            ("interest", "interest_expense"),
            ("fee", "fees"),
            ("transfer", "clearing"),
        ]

    def test_reads_the_zip_as_the_folder(self, original, tmp_path):
        packed = tmp_path / "data_berka.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for path in original.iterdir():
                archive.write(path, f"data_berka/{path.name}")
        assert read_archive(packed) == read_archive(original)
        assert read_archive(tmp_path) == read_archive(original)

    def test_refuses_a_day_that_chains_in_no_order(self, original):
        path = original / "trans.asc"
        path.write_bytes(path.read_bytes().replace(b";20.00;", b";21.00;"))
        with pytest.raises(ArchiveWrong, match="account 7: the rows of 1995-01-02"):
            read_archive(original)

    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            (b";680.00;", b";680.001;"),
            (b";680.00;", b";much;"),
            (b"950102", b"951302"),
            (b'"SIPO"', b'"SPIO"'),
            (b'"balance"', b'"saldo"'),
            (b"60;9;", b"60;99;"),
        ],
    )
    def test_refuses_what_it_does_not_understand(self, original, right, wrong):
        path = original / "trans.asc"
        path.write_bytes(path.read_bytes().replace(right, wrong))
        with pytest.raises(ArchiveWrong):
            read_archive(original)

    @pytest.mark.parametrize("missing", ["account", "client", "disp", "district", "trans"])
    def test_refuses_an_archive_without_a_table(self, original, missing):
        (original / f"{missing}.asc").unlink()
        with pytest.raises(ArchiveWrong, match=missing):
            read_archive(original)

    def test_refuses_what_is_not_there_or_no_archive(self, tmp_path):
        (tmp_path / "some.zip").write_bytes(b"PK no zip")
        for path in (tmp_path / "nowhere", tmp_path, tmp_path / "some.zip"):
            with pytest.raises(ArchiveWrong):
                read_archive(path)


class TestOrder:
    def test_goes_back_a_day_when_the_next_one_does_not_follow(self):
        # Both orders of the first day chain from zero; only one ends where the second begins.
        rows = [
            _published(1, day=1, amount=10, balance=10),
            _published(2, day=1, amount=10, balance=20),
            _published(3, day=1, amount=-10, balance=10),
            _published(4, day=1, amount=-10, balance=0),
            _published(5, day=2, amount=500, balance=520),
        ]
        ordered = put_in_order(rows, account_id=1)
        before = 0
        for row in ordered:
            assert abs(before + row.amount_minor - row.balance_minor) <= 10
            before = row.balance_minor
        assert ordered[-1].trans_id == 5

    def test_gives_up_on_a_day_of_many_equal_rows(self):
        rows = [_published(number, day=1, amount=0, balance=0) for number in range(12)]
        lie = _published(99, day=2, amount=100, balance=999)
        with pytest.raises(ArchiveWrong, match="1995-01-02"):
            put_in_order([*rows, lie], account_id=1)

    def test_finds_the_sequence_of_the_prepared_files_again(self, berka):
        # All 45,964 rows, each day shuffled and its sequence taken away.
        shuffle = random.Random(19951998).shuffle
        names = [field.name for field in fields(Published)]
        for history in read_archive(berka).histories:
            rows = [
                Published(**{name: getattr(row, name) for name in names}) for row in history.rows
            ]
            shuffle(rows)
            found = put_in_order(rows, account_id=history.account_id)
            assert [row.trans_id for row in found] == [row.trans_id for row in history.rows]


class TestPreparedFormat:
    def test_counts_what_its_description_counts(self, berka):
        archive = read_archive(berka)
        assert archive.row_count == 45_964
        assert len(archive.histories) == 2_689
        assert sum(1 for history in archive.histories if history.rows) == 910
        assert sum(1 for history in archive.histories if history.floor_minor) == 24
        assert min(history.floor_minor for history in archive.histories) == -17_030_40


def _published(number, *, day, amount, balance):
    return Published(
        trans_id=number,
        value_date=date(1995, 1, day),
        amount_minor=amount,
        balance_minor=balance,
        operation="cash_deposit",
        k_symbol="",
        partner="",
    )
