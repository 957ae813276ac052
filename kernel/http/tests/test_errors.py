"""Every failure is a problem: RFC 9457, with a code that stays."""

from __future__ import annotations

import pytest

from kernel import errors
from kernel.http.errors import STATUS_OF, status_of
from kernel.http.tests.urls import MoonClosed


class TestProblems:
    @pytest.mark.parametrize(
        ("failure", "status", "code"),
        [
            ("invalid", 400, "invalid"),
            ("unproven", 401, "unproven"),
            ("forbidden", 403, "forbidden"),
            ("not_found", 404, "not_found"),
            ("conflict", 409, "conflict"),
            ("refused", 422, "moon_closed"),
            ("try_again", 503, "try_again"),
            ("django_404", 404, "not_found"),
            ("django_403", 403, "permission_denied"),
            ("django_400", 400, "malformed_request"),
            ("throttled", 429, "too_many_requests"),
            ("throttled_open", 429, "too_many_requests"),
            ("teapot", 418, "request_failed"),
            ("unforeseen", 500, "internal_error"),
        ],
    )
    def test_each_kind_has_its_number(self, http, problem, failure, status, code):
        answer = http.get("/api/fail", {"with": failure})
        found = problem(answer, status, code)
        assert "secret" not in answer.content.decode()
        assert set(found) <= {
            "type", "title", "status", "detail", "code", "request_id", "errors"
        }  # fmt: skip

    def test_a_refusal_is_titled_by_its_fact_and_detailed_by_its_sentence(self, http, problem):
        refused = problem(http.get("/api/fail", {"with": "refused"}), 422, "moon_closed")
        assert (refused["title"], refused["detail"]) == (
            "The moon is closed",
            "The moon is closed.",
        )
        assert "errors" not in refused
        invalid = problem(http.get("/api/fail", {"with": "invalid"}), 400, "invalid")
        assert invalid["detail"] == "Say it better."
        assert invalid["errors"] == {"say": [{"code": "invalid", "message": "Say it better."}]}

    def test_whoever_may_try_again_is_told_when(self, http):
        assert http.get("/api/fail", {"with": "try_again"}).headers["Retry-After"] == "1"
        assert http.get("/api/fail", {"with": "throttled"}).headers["Retry-After"] == "4"
        assert "Retry-After" not in http.get("/api/fail", {"with": "throttled_open"}).headers
        assert "Retry-After" not in http.get("/api/fail", {"with": "refused"}).headers

    def test_what_the_framework_refuses_is_a_problem_too(self, http, post, problem):
        answer = http.delete("/api/echo")
        problem(answer, 405, "method_not_allowed")
        problem(http.get("/api/echo", HTTP_ACCEPT="text/html"), 406, "not_acceptable")
        problem(http.post("/api/echo", {"a": "1"}), 415, "unsupported_media_type")
        problem(
            http.post("/api/echo", "<a/>", content_type="text/xml"), 415, "unsupported_media_type"
        )
        problem(http.get("/api/nothing"), 404, "not_found")
        problem(http.get("/nothing"), 404, "not_found")
        problem(http.get("/api/things/5"), 404, "not_found")
        problem(post("/api/echo", b"{"), 400, "malformed_request")

    def test_nobody_signed_in_is_401_with_a_challenge(self, http, problem, make_token):
        answer = http.get("/api/who")
        problem(answer, 401, "not_authenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        problem(http.get("/api/who", HTTP_AUTHORIZATION="Basic YTpi"), 401, "not_authenticated")
        for token in ("", "x", "a.b.c", "\xff"):
            answer = http.get("/api/who", HTTP_AUTHORIZATION=f"Bearer {token}")
            problem(answer, 401, "not_authenticated")

    def test_every_kind_of_failure_has_one_number(self):
        kinds = {kind for kind in errors.BankError.__subclasses__() if kind.__module__ == (
            errors.__name__
        )}  # fmt: skip
        assert kinds == set(STATUS_OF)
        assert [status_of(kind()) for kind in STATUS_OF] == list(STATUS_OF.values())
        assert status_of(MoonClosed()) == 422

    def test_a_code_is_the_name_of_its_class(self):
        assert MoonClosed.code == "moon_closed"
        assert errors.NotFound.code == "not_found"
