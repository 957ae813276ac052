from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.currencies import DECIMALS
from kernel.money import (
    MAX_AMOUNT_MINOR,
    AmountInvalid,
    CurrencyUnknown,
    format_amount,
    parse_amount,
)

SAMPLES = Path(
    os.environ.get("SAMPLES_PATH", Path(__file__).parents[3] / "shared" / "data" / "samples")
)


class TestParseAmount:
    @pytest.mark.parametrize(
        ("text", "currency", "minor"),
        [
            ("25.00", "EUR", 2500),
            ("25", "EUR", 2500),
            ("25.5", "EUR", 2550),
            ("0.01", "EUR", 1),
            ("2.55", "EUR", 255),
            ("1234", "JPY", 1234),
            ("1.234", "BHD", 1234),
            ("1000000000000.00", "EUR", MAX_AMOUNT_MINOR),
        ],
    )
    def test_reads_what_the_currency_can_hold(self, text, currency, minor):
        assert parse_amount(text, currency=currency) == minor

    @pytest.mark.parametrize(
        "text",
        [
            "-5", "+5", "0", "0.00", "-0.00", "1e3", "1E-2", "NaN", "Infinity", "٣.٠٠", "１２.00",
            "5_000", "0.001", "1.234", "99999999999999999999", "1000000000000.01", " 5.00", "5.00 ",
            "5.00\n", "1,00", "0x10", "05.00", ".50", "5.", "", "5.0.0", "²", "5\x00",
            5, 5.0, 2**63, True, None, [], {}, ["5.00"],
        ],
    )  # fmt: skip
    def test_refuses_everything_else(self, text):
        with pytest.raises(AmountInvalid):
            parse_amount(text, currency="EUR")

    @pytest.mark.parametrize(("text", "currency"), [("1.5", "JPY"), ("1.2345", "BHD")])
    def test_refuses_more_decimals_than_the_currency_has(self, text, currency):
        with pytest.raises(AmountInvalid):
            parse_amount(text, currency=currency)

    def test_refuses_an_unknown_currency(self):
        with pytest.raises(CurrencyUnknown):
            parse_amount("1", currency="XXX")

    @given(
        minor=st.integers(min_value=1, max_value=MAX_AMOUNT_MINOR),
        currency=st.sampled_from(sorted(DECIMALS)),
    )
    def test_reads_back_what_it_writes(self, minor, currency):
        assert parse_amount(format_amount(minor, currency=currency), currency=currency) == minor

    @given(st.text(max_size=30))
    def test_any_text_is_an_amount_in_its_own_words_or_refused(self, text):
        try:
            minor = parse_amount(text, currency="EUR")
        except AmountInvalid:
            return
        assert text in {
            format_amount(minor, currency="EUR"),
            str(minor / 100),
            f"{minor // 100}",
            f"{minor / 100:.1f}",
        }


class TestFormatAmount:
    @pytest.mark.parametrize(
        ("minor", "currency", "text"),
        [(0, "EUR", "0.00"), (-5, "EUR", "-0.05"), (-5, "JPY", "-5"), (7, "BHD", "0.007")],
    )
    def test_writes_every_decimal(self, minor, currency, text):
        assert format_amount(minor, currency=currency) == text


class TestCurrencies:
    def test_has_the_decimals_of_iso_4217(self):
        path = SAMPLES / "iso4217" / "iso4217_exponents.csv"
        if not path.exists():
            pytest.skip(f"the ISO 4217 samples are not at {path}")
        with path.open(encoding="utf-8") as file:
            listed = {
                record["code"]: int(record["iso_minor_units"])
                for record in csv.DictReader(file)
                if record["iso_minor_units"].isdigit()
            }
        assert listed == DECIMALS
