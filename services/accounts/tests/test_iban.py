"""Account numbers are IBANs, and ours are right."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest
from schwifty import IBAN

from services.accounts.iban import is_valid_iban, new_iban

SAMPLES = Path(
    os.environ.get("SAMPLES_PATH", Path(__file__).parents[4] / "shared" / "data" / "samples")
)


def samples(name):
    path = SAMPLES / "iban" / name
    if not path.exists():
        pytest.skip(f"the IBAN samples are not at {path}; set SAMPLES_PATH")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def spec_of(number):
    return IBAN(number, allow_invalid=True).spec


def _kinds(spec):
    """Return a structure place by place: 2!a3!n is aannn."""
    return "".join(kind * int(length) for length, kind in re.findall(r"(\d+)!([nace])", spec))


def _first_digit_place(spec):
    """Return where the first place for digits begins, None if there is none."""
    place = 0
    for length, kind in re.findall(r"(\d+)!([nac])", spec):
        if kind == "n":
            return place
        place += int(length)
    return None


def _put(text, place, letter):
    return text[:place] + letter + text[place + 1 :]


def _with_check_digits(number):
    moved = number[4:] + number[:2] + "00"
    value = int("".join(str(int(letter, 36)) for letter in moved))
    return f"{number[:2]}{98 - value % 97:02d}{number[4:]}"


class TestIban:
    def test_the_published_samples_are_told_apart(self):
        known = samples("iban_vectors.csv")
        assert len(known) > 100
        wrong = [
            one for one in known if is_valid_iban(one["iban"]) != (one["expected_valid"] == "1")
        ]
        assert {one["expected_valid"] for one in known} == {"0", "1"}
        assert wrong == []

    def test_the_structure_of_every_country_is_the_published_one(self):
        for one in samples("iban_structure.csv"):
            spec = spec_of(one["country"] + "0" * (int(one["length"]) - 2))
            assert spec.iban_length == int(one["length"]), one
            assert _kinds(spec.bban_spec) == _kinds(one["bban_spec"]), one

    def test_of_every_country_letters_where_digits_belong_are_found(self):
        valid = {}
        for one in samples("iban_vectors.csv"):
            if one["expected_valid"] == "1":
                valid.setdefault(one["country"], one["iban"])
        checked = 0
        for one in samples("iban_structure.csv"):
            number, place = valid.get(one["country"]), _first_digit_place(one["bban_spec"])
            if number is None or place is None:
                continue
            altered = number[:4] + _put(number[4:], place, "A")
            # With check digits that fit: only the structure is wrong.
            assert not is_valid_iban(_with_check_digits(altered)), (one, altered)
            assert is_valid_iban(_with_check_digits(number)), one
            checked += 1
        assert checked > 50

    @pytest.mark.parametrize(
        ("country", "code"),
        [("DE", "50010517"), ("AT", "19043"), ("NL", "ABNA"), ("CH", "00762"), ("GB", "MIDL")],
    )
    def test_ours_are_of_the_country_that_is_configured(self, country, code, settings):
        settings.BANK_COUNTRY, settings.BANK_CODE = country, code
        made = {new_iban() for _ in range(20)}
        assert len(made) == 20
        for number in made:
            assert is_valid_iban(number)
            assert (number[:2], code in number[4:]) == (country, True)
            assert len(number) == spec_of(number).iban_length

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
