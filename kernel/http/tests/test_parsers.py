"""What counts as a request's JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

DEEP = 2_000


class TestStrictJSON:
    @pytest.mark.parametrize(
        ("body", "says"),
        [
            (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
            (b'{"a": NaN}', "NaN"),
            (b'{"a": Infinity}', "Infinity"),
            (b'{"a": [-Infinity]}', "-Infinity"),
            (b'{"a": 1, "a": 1}', "twice"),
            (b'{"b": {"a": 1, "a": 2}}', "twice"),
            (b'{"b": [[{"c": {"a": 1, "\\u0061": 2}}]]}', "twice"),
            (b"[]", "one JSON object"),
            (b'"text"', "one JSON object"),
            (b"5", "one JSON object"),
            (b"null", "one JSON object"),
            (b'{"a": "\xff"}', "UTF-8"),
            ('{"a": "ü"}'.encode("latin-1"), "UTF-8"),
            ('{"a": 1}'.encode("utf-16"), "UTF-8"),
            (b'{"a": "\xed\xa0\x80"}', "UTF-8"),
            (b'{"a": "\\ud800"}', "half of a character"),
            (b'{"\\uDFFF": 1}', "half of a character"),
            (b'{"a": [{"b": "x\\udc00\\ud800"}]}', "half of a character"),
            (b'{"a": ' + b"[" * DEEP + b"]" * DEEP + b"}", "deep"),
            (b'{"a": ' * DEEP + b"1" + b"}" * DEEP, "deep"),
            (b'{"a": ' + b"9" * 5_000 + b"}", "no valid JSON"),
            (b"{'a': 1}", "no valid JSON"),
            (b'{"a": 1,}', "no valid JSON"),
            (b'{"a": 1} {}', "no valid JSON"),
            (b'{"a": "\x00"}', "no valid JSON"),
            (b"{", "no valid JSON"),
            (b" ", "no valid JSON"),
        ],
    )
    def test_refuses_what_two_readers_could_read_differently(self, post, problem, body, says):
        found = problem(post("/api/echo", body), 400, "malformed_request")
        assert says in found["detail"]

    def test_takes_a_whole_character_that_is_written_as_two_escapes(self, post):
        assert post("/api/echo", b'{"a": "\\ud83d\\ude00 \\\\ud800"}').json() == {"a": "😀 \\ud800"}

    def test_refuses_a_body_above_the_limit_and_takes_one_at_it(self, post, problem, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        body = json.dumps({"a": "x" * 91}).encode()
        assert len(body) == 100
        assert post("/api/echo", body).status_code == 200
        problem(post("/api/echo", body + b" "), 413, "request_too_large")

    @bounded(
        max_examples=60,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        content=st.dictionaries(
            st.text(max_size=8),
            st.recursive(
                st.none()
                | st.booleans()
                | st.integers()
                | st.floats(allow_nan=False, allow_infinity=False)
                | st.text(max_size=8),
                lambda inner: (
                    st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)
                ),
                max_leaves=8,
            ),
            max_size=4,
        )
    )
    def test_reads_every_object_as_it_was_written(self, post, content):
        answer = post("/api/echo", content)
        assert answer.status_code == 200, answer.content
        assert answer.json() == content

    @bounded(
        max_examples=100,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(body=st.binary(max_size=40) | st.text(alphabet='{}[]":,\\ud8a1 ').map(str.encode))
    def test_any_bytes_are_an_object_or_a_problem(self, post, body):
        answer = post("/api/echo", body)
        assert answer.status_code == 400 or isinstance(answer.json(), dict)
        assert answer.status_code in {200, 400}
