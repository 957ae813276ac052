"""A client of the edge alone."""

from __future__ import annotations

import json

import pytest
from django.test import Client


@pytest.fixture
def http(settings):
    """A client that is answered with 500 where a program fails, as everybody is."""
    settings.ROOT_URLCONF = "kernel.http.tests.urls"
    return Client(raise_request_exception=False)


@pytest.fixture
def post(http):
    """Return a function that posts JSON, or the bytes that it is given."""

    def send(path, body, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return http.post(path, content, content_type="application/json", **headers)

    return send


@pytest.fixture
def problem():
    """Return a function that proves that an answer is a problem and gives it."""

    def read(answer, status, code):
        assert answer.headers["Content-Type"] == "application/problem+json", answer.content
        found = answer.json()
        assert (answer.status_code, found["code"]) == (status, code), found
        assert found["status"] == status
        assert found["type"] == f"/docs/errors#{code}"
        assert found["title"]
        assert found["detail"]
        assert found["request_id"] == answer.headers["X-Request-ID"]
        return found

    return read
