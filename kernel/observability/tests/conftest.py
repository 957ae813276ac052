"""What was logged."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def lines(request):
    """Return a function that gives the log lines since it was last asked.

    structlog writes to the stream that it found when Django started: pytest's own.
    """
    capture = request.config.pluginmanager.getplugin("capturemanager")
    capture.read_global_capture()

    def read():
        written = capture.read_global_capture().err
        return [json.loads(line) for line in written.splitlines() if line.startswith("{")]

    return read
