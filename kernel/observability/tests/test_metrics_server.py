"""Metrics are served on a port of their own, for all processes of a service together."""

from __future__ import annotations

import socket
import urllib.request

import pytest
from prometheus_client import values

from kernel.observability import metrics_server


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_served(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


class TestServeMetrics:
    def test_adds_up_what_every_process_counted(self, monkeypatch, tmp_path, port):
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
        for process, count in ((1, 2), (2, 3)):
            value = values.MultiProcessValue(lambda process=process: process)
            value("counter", "things", "things_total", (), (), "Things.").inc(count)
        metrics_server.serve_metrics(port=port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            assert "things_total 5.0" in answer.read().decode()

    def test_serves_nothing_without_a_port_or_a_directory(self, monkeypatch, tmp_path, port):
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
        metrics_server.serve_metrics(port=0)
        monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR")
        metrics_server.serve_metrics(port=port)
        assert not _is_served(port)
