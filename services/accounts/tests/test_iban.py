"""Account numbers are IBANs, and ours are right."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from services.accounts.iban import is_valid_iban, new_iban

SAMPLES = Path(
    os.environ.get("SAMPLES_PATH", Path(__file__).parents[4] / "shared" / "data" / "samples")
)


class TestIban:
    def test_the_published_samples_are_told_apart(self):
        path = SAMPLES / "iban" / "iban_vectors.csv"
        if not path.exists():
            pytest.skip(f"the IBAN samples are not at {path}")
        with path.open(encoding="utf-8") as file:
            samples = list(csv.DictReader(file))
        assert len(samples) > 100
        wrong = [
            one for one in samples if is_valid_iban(one["iban"]) != (one["expected_valid"] == "1")
        ]
        assert {one["expected_valid"] for one in samples} == {"0", "1"}
        assert wrong == []

    def test_ours_are_valid_of_this_bank_and_not_in_a_row(self, settings):
        made = [new_iban() for _ in range(200)]
        assert all(map(is_valid_iban, made))
        assert len(set(made)) == 200
        prefix = slice(4, 4 + len(settings.BANK_CODE))
        assert {(one[:2], one[prefix]) for one in made} == {
            (settings.BANK_COUNTRY, settings.BANK_CODE)
        }
        assert made != sorted(made)

    def test_one_wrong_digit_or_two_swapped_ones_are_found(self):
        number = "DE89370400440532013000"
        assert is_valid_iban(number)
        for place in range(4, len(number)):
            other = str((int(number[place]) + 1) % 10)
            assert not is_valid_iban(number[:place] + other + number[place + 1 :])
        assert not is_valid_iban("DE98370400440532013000")

    @pytest.mark.parametrize(
        "text",
        ["", "DE", "DE89", "XX89370400440532013000", "DE8937040044053201300", "\0", "ẞ" * 22],
    )
    def test_anything_else_is_none(self, text):
        assert not is_valid_iban(text)
