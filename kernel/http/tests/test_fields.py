"""What a client may write into a field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.http.fields import parse_day
from kernel.http.tests.urls import Asked
from kernel.ids import new_id


class TestStrictFields:
    @pytest.mark.parametrize(
        ("body", "field", "code"),
        [
            ({"colour": "red"}, "colour", "unknown"),
            ({"Id": "x"}, "Id", "unknown"),
            ({"inner": {"name": "Ada", "colour": 1}}, "inner.colour", "unknown"),
            ({"list": [{"name": "Ada"}, {"name": "A"}]}, "list.1.name", "min_length"),
            ({"inner": {"name": "Ada", "marks": [1, "x"]}}, "inner.marks.1", "invalid"),
            ({"inner": 5}, "inner.non_field_errors", "invalid"),
            ({"inner": {}}, "inner.name", "required"),
            ({"id": 5}, "id", "invalid"),
            ({"id": True}, "id", "invalid"),
            ({"id": None}, "id", "null"),
            ({"id": "{01a1fc5a-86de-7000-a8e4-f3b99b6f7c60}"}, "id", "invalid"),
            ({"id": "01a1fc5a86de7000a8e4f3b99b6f7c60"}, "id", "invalid"),
            ({"text": 5}, "text", "invalid"),
            ({"text": True}, "text", "invalid"),
            ({"text": ["x"]}, "text", "invalid"),
            ({"text": "  "}, "text", "blank"),
            ({"text": "x" * 11}, "text", "max_length"),
            ({"text": "both"}, "non_field_errors", "both"),
            *(({"text": f"a{mark}b"}, "text", "control") for mark in "\0\t\n\r\x1b\x7f\x85\x9f"),
            *(
                ({"day": day}, "day", "invalid")
                for day in (
                    "2026-02-30", "2026-2-3", "20260203", "2026-W47-1", "03.02.2026", "2026-11-21 ",
                    "2026-11-2\n", "٢٠٢٦-11-21", "2026-11-21T00:00:00Z", "0000-01-01", 20261121, "",
                )
            ),
        ],
    )  # fmt: skip
    def test_refuse_and_name_the_field(self, post, problem, body, field, code):
        found = problem(post("/api/checked", body), 400, "invalid")
        assert {name: [item["code"] for item in items] for name, items in found["errors"].items()}[
            field
        ] == [code]
        assert all(item["message"] for items in found["errors"].values() for item in items)

    def test_name_every_field_that_is_wrong(self, post, problem):
        found = problem(post("/api/checked", {"id": 5, "day": 5, "text": "\n!"}), 400, "invalid")
        assert sorted(found["errors"]) == ["day", "id"]

    def test_fields_called_message_and_code_are_fields(self, post, problem):
        found = problem(post("/api/checked", {"message": 1, "code": 2}), 400, "invalid")
        assert found["errors"] == {
            name: [{"code": "unknown", "message": "There is no such field."}]
            for name in ("message", "code")
        }

    def test_take_what_is_right(self, post):
        body = {
            "id": str(new_id()),
            "text": " Zoë 😀 ",
            "day": "2024-02-29",
            "amount": "25.00",
            "inner": {"name": "Ada", "marks": [1]},
            "list": [{"name": "Ben"}],
        }
        answer = post("/api/checked", body)
        assert (answer.status_code, answer.json()) == (200, body | {"text": "Zoë 😀"})

    def test_halves_of_characters_are_refused_without_the_parser_too(self):
        asked = Asked(data={"text": "a\ud800"})
        assert not asked.is_valid()
        assert asked.errors["text"][0].code == "control"

    def test_an_amount_is_left_to_the_command(self):
        for amount in ("25.00", 25, None, ["25.00"], {"a": 1}):
            asked = Asked(data={"amount": amount})
            assert asked.is_valid() == (amount is not None)


class TestParseDay:
    @given(st.dates())
    def test_reads_back_every_day(self, day):
        assert parse_day(day.isoformat()) == day

    @given(st.text(alphabet="0123456789-WT ", max_size=12))
    def test_any_text_is_a_day_in_its_own_words_or_none(self, text):
        day = parse_day(text)
        assert day is None or (isinstance(day, date) and day.isoformat() == text)
