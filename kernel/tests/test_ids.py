from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError

from kernel.ids import IdField, new_id, parse_id
from kernel.ledger.sides import credit_side, debit_side, is_credit, new_transfer_id, transfer_of


class TestNewId:
    def test_sorts_by_time_even_within_a_millisecond(self):
        made = [new_id() for _ in range(10_000)]
        assert made == sorted(made)
        assert len(set(made)) == len(made)

    def test_is_a_uuid_of_version_7(self):
        made = new_id()
        assert (made.version, made.variant) == (7, uuid.RFC_4122)


class TestParseId:
    @pytest.mark.parametrize("text", [5, None, "5", "{%s}", "urn:uuid:%s", "%s ", "nonsense"])
    def test_takes_the_36_characters_only(self, text):
        made = new_id()
        assert parse_id(text % made if isinstance(text, str) and "%s" in text else text) is None
        assert parse_id(str(made)) == made


class TestSides:
    def test_both_sides_lead_back_to_the_transfer(self):
        transfer = new_transfer_id()
        sides = [debit_side(transfer), credit_side(transfer)]
        assert [transfer_of(side) for side in sides] == [transfer, transfer]
        assert [is_credit(side) for side in sides] == [False, True]


class TestIdField:
    def test_reads_a_uuid_in_any_of_its_forms_and_nothing_else(self):
        made = new_id()
        for value in (made, made.bytes, str(made)):
            assert IdField().to_python(value) == made
        assert IdField().to_python(None) is None
        with pytest.raises(ValidationError):
            IdField().to_python("nonsense")
