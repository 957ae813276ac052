"""Places in a list, and the pages between them."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from kernel.cursors import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    CursorInvalid,
    LimitInvalid,
    read_cursor,
    read_limit,
    write_cursor,
)

VALUES = st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(codec="utf-8"))


def _encoded(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class TestCursor:
    @given(st.lists(VALUES, max_size=5))
    def test_leads_back_to_its_position(self, position):
        text = write_cursor(position)
        assert read_cursor(text) == position
        assert text.isascii()
        assert not set(text) & set("=+/&?# ")

    @given(st.text(max_size=60))
    def test_any_other_text_is_a_position_or_refused(self, text):
        try:
            position = read_cursor(text)
        except CursorInvalid:
            return
        assert isinstance(position, list)

    @bounded(
        max_examples=60,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.text(max_size=40) | st.binary(max_size=40).map(_encoded))
    def test_garbage_is_400_and_never_500(self, http, text):
        answer = http.get("/api/echo", {"cursor": text})
        assert answer.status_code in {200, 400}
        if answer.status_code == 400:
            assert answer.json()["code"] == "cursor_invalid"

    @pytest.mark.parametrize(
        "text",
        [
            "", "!", "ä", "5", "null", _encoded(b"{}"), _encoded(b"5"), _encoded(b"\xff\xfe"),
            _encoded(b'"x"'), _encoded(b"[" * 90_000), _encoded(b"[" + b"9" * 5_000 + b"]"),
        ],
    )  # fmt: skip
    def test_what_no_list_gave_out_is_refused(self, http, problem, text):
        found = problem(http.get("/api/echo", {"cursor": text}), 400, "cursor_invalid")
        assert list(found["errors"]) == ["cursor"]


class TestLimit:
    @given(st.integers(min_value=1, max_value=MAX_LIMIT))
    def test_is_what_was_asked_for(self, count):
        assert read_limit(str(count)) == count

    @pytest.mark.parametrize("text", [None, ""])
    def test_is_50_when_nothing_was_asked_for(self, text):
        assert read_limit(text) == DEFAULT_LIMIT == 50

    @pytest.mark.parametrize(
        "text", ["0", "201", "-1", "+5", "1e2", " 5", "5 ", "5.0", "٥", "²", "0005", "x", "9" * 99]
    )
    def test_is_refused_out_of_range(self, http, problem, text):
        with pytest.raises(LimitInvalid):
            read_limit(text)
        found = problem(http.get("/api/echo", {"limit": text}), 400, "limit_invalid")
        assert list(found["errors"]) == ["limit"]


class TestPages:
    def test_the_next_page_keeps_every_filter_and_replaces_the_cursor(self, http):
        first = http.get("/api/echo?type=fee&type=tax&text=a%26b%20%C3%BC&limit=3").json()
        path, _, query = first["next"].partition("?")
        assert path == "/api/echo"
        assert query.startswith("type=fee&type=tax&text=a%26b+%C3%BC&limit=3&cursor=")
        second = http.get(first["next"]).json()
        assert second["results"] == [3]
        third = http.get(second["next"]).json()
        assert third["results"] == [3, 3]
        assert third["next"].count("cursor=") == 1

    def test_a_cursor_is_plain_json_inside(self, http):
        text = http.get("/api/echo").json()["next"].rpartition("=")[2]
        assert json.loads(base64.urlsafe_b64decode(text + "==")) == [DEFAULT_LIMIT]
