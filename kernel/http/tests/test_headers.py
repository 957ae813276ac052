"""What every answer carries."""

from __future__ import annotations

import re

import pytest

from kernel.http.headers import CONTENT_SECURITY_POLICY

EVERYWHERE = [
    "/healthz", "/page", "/nothing", "/api/echo", "/api/nothing", "/api/who", "/api/echo?cursor=!",
    "/api/fail?with=unforeseen", "/api/fail?with=refused", "/api/fail?with=django_400",
]  # fmt: skip


class TestSecurityHeaders:
    @pytest.mark.parametrize("path", EVERYWHERE)
    def test_are_on_every_answer(self, http, path):
        headers = http.get(path).headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"

    @pytest.mark.parametrize("path", EVERYWHERE)
    def test_no_cache_keeps_an_answer_of_the_api(self, http, path):
        headers = http.get(path).headers
        expected = "no-store" if path.startswith("/api/") else None
        assert headers.get("Cache-Control") == expected

    def test_scripts_come_from_here_only(self, http):
        for path in ("/api/echo", "/api/docs"):
            policy = http.get(path).headers["Content-Security-Policy"]
            directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
            assert directives.get("script-src", directives["default-src"]) == "'self'"
            assert directives["frame-ancestors"] == "'none'"


class TestRequestId:
    @pytest.mark.parametrize("path", EVERYWHERE)
    def test_is_on_every_answer(self, http, path):
        assert re.fullmatch(r"[0-9a-f-]{36}", http.get(path).headers["X-Request-ID"])

    @pytest.mark.parametrize("given", ["a1b2c3d4", "0f" * 32, "gateway.7_x-y"])
    def test_is_the_gateways_when_it_gives_one(self, http, given):
        answer = http.get("/api/nothing", HTTP_X_REQUEST_ID=given)
        assert answer.headers["X-Request-ID"] == given
        assert answer.json()["request_id"] == given

    @pytest.mark.parametrize(
        "given",
        [
            "", "short", "x" * 65, "a b c d e", "abcdefgh\r\nSet-Cookie: a=b", "abcdefgh\n",
            '"},{"level":"critical', "abcdefgh<script>", "ääääääää", "٣٣٣٣٣٣٣٣",
        ],
    )  # fmt: skip
    def test_is_made_when_what_is_given_could_say_more_than_an_id(self, http, given):
        answer = http.get("/api/nothing", HTTP_X_REQUEST_ID=given)
        assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["X-Request-ID"])
        assert "Set-Cookie" not in answer.headers

    def test_differs_from_request_to_request(self, http):
        assert len({http.get("/healthz").headers["X-Request-ID"] for _ in range(5)}) == 5
