"""What is known of a request afterwards, and what is not."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client import REGISTRY

URLS = "kernel.http.tests.urls"
THING = "01a1fc5a-86de-7000-a8e4-f3b99b6f7c60"


@pytest.fixture
def http(settings):
    settings.ROOT_URLCONF = URLS
    return Client(raise_request_exception=False)


def _counted(settings, **labels):
    labels = {"service": settings.SERVICE, **{k: str(v) for k, v in labels.items()}}
    return REGISTRY.get_sample_value("bank_http_requests_total", labels) or 0


class TestLogLine:
    def test_is_one_of_json_for_each_request(self, http, lines, settings):
        answer = http.get("/api/echo")
        (line,) = lines()
        assert line.pop("duration_ms") >= 0
        assert line.pop("at").endswith("Z")
        assert line == {
            "event": "request.answered",
            "level": "info",
            "method": "GET",
            "route": "api/echo",
            "status": 200,
            "request_id": answer.headers["X-Request-ID"],
            "service": settings.SERVICE,
        }

    def test_has_the_route_and_neither_ids_nor_query_nor_body_nor_headers(self, http, lines):
        http.get(f"/api/things/{THING}?email=ada@example.org&code=123456")
        http.post(
            "/api/echo",
            '{"password": "correct horse"}',
            content_type="application/json",
            HTTP_AUTHORIZATION="Bearer a-secret-token",
            HTTP_COOKIE="bank_session=secret-session",
        )
        first, second = lines()
        assert first["route"] == "api/things/<uuid:thing_id>"
        assert second["route"] == "api/echo"
        for line in (first, second):
            assert set(line) == {
                "event", "level", "at", "method", "route", "status", "duration_ms", "request_id",
                "service",
            }  # fmt: skip
            written = str(line)
            for private in (THING, "ada@", "123456", "horse", "a-secret-token", "secret-session"):
                assert private not in written

    def test_an_address_that_nobody_serves_has_no_route(self, http, lines):
        http.get("/api/things/ada@example.org")
        (line,) = lines()
        assert (line["route"], line["status"]) == ("unmatched", 404)

    def test_health_is_not_worth_a_line(self, http, lines):
        http.get("/healthz")
        assert lines() == []

    def test_a_foreign_request_id_cannot_write_a_line(self, http, lines):
        http.get("/api/echo", HTTP_X_REQUEST_ID='x"}\n{"level":"critical","event":"forged"}')
        assert [line["event"] for line in lines()] == ["request.answered"]

    def test_what_nobody_foresaw_is_logged_with_its_trace_and_answered_with_one_sentence(
        self, http, lines
    ):
        answer = http.get("/api/fail?with=unforeseen&note=private")
        identifier = answer.headers["X-Request-ID"]
        assert answer.status_code == 500
        assert answer.json() == {
            "type": "/docs/errors#internal_error",
            "title": "Something went wrong on our side",
            "status": 500,
            "detail": "Something went wrong on our side.",
            "code": "internal_error",
            "request_id": identifier,
        }
        failure, line = lines()
        assert failure["level"] == "error"
        assert "RuntimeError: secret" in failure["exception"]
        assert (line["event"], line["status"]) == ("request.answered", 500)
        assert [failure["request_id"], line["request_id"]] == [identifier] * 2
        assert "private" not in str([failure, line])

    def test_a_refusal_is_no_error(self, http, lines):
        http.get("/api/fail?with=refused")
        (line,) = lines()
        assert (line["level"], line["status"]) == ("info", 422)


class TestMetrics:
    def test_count_requests_by_route_method_and_status(self, http, settings):
        labels = {"view": "api/echo", "method": "GET", "status": 200}
        before = _counted(settings, **labels)
        for _ in range(3):
            http.get("/api/echo")
        assert _counted(settings, **labels) == before + 3
        failed = {"view": "api/fail", "method": "GET", "status": 422}
        before = _counted(settings, **failed)
        http.get("/api/fail?with=refused")
        assert _counted(settings, **failed) == before + 1

    def test_measure_how_long_an_answer_took(self, http, settings):
        labels = {"service": settings.SERVICE, "view": "api/echo", "method": "GET"}
        name = "bank_http_request_duration_seconds_count"
        before = REGISTRY.get_sample_value(name, labels) or 0
        http.get("/api/echo")
        assert REGISTRY.get_sample_value(name, labels) == before + 1

    def test_names_that_clients_invent_are_one_label(self, http, settings):
        other = {"view": "unmatched", "method": "OTHER", "status": 404}
        before = _counted(settings, **other)
        for method in ("BREW", "WHEN"):
            http.generic(method, f"/coffee/{method}")
        assert _counted(settings, **other) == before + 2


class TestHealth:
    def test_the_process_lives_without_a_database(self, http):
        # pytest-django refuses every access to the database in this test.
        answer = http.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    @pytest.mark.django_db
    def test_it_is_ready_when_the_database_answers(self, http):
        answer = http.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    @pytest.mark.django_db
    def test_it_is_not_ready_while_the_database_is_away(self, http, monkeypatch):
        def away(*_args, **_options):
            raise OperationalError(2002, "Can't connect to server")

        monkeypatch.setattr(connection, "cursor", away)
        answer = http.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "database unavailable"})
