"""The throwaway servers are what the bank asks for, and go when they should."""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
from contextlib import contextmanager

import httpx
import pytest

from config.run.keys import make_keys, password
from config.run.mariadb import find_program
from config.run.network import accepts, free_port
from config.services import SERVICES
from tests.servers.mariadb import PASSWORD, mariadb
from tests.servers.nginx import gateway
from tests.servers.postgres import postgres
from tests.servers.redis import redis


def test_redis_answers_on_its_socket_only():
    import redis as client

    with redis() as server:
        connection = client.Redis.from_url(server.url.replace("redis+socket", "unix"))
        assert connection.ping()
        assert connection.config_get("port") == {"port": "0"}
        assert connection.config_get("appendonly") == {"appendonly": "yes"}
        connection.close()
        assert accepts(server.socket)
    assert not server.socket.exists()


def test_mariadb_runs_with_the_settings_of_a_bank():
    names = (
        "innodb_flush_log_at_trx_commit",
        "innodb_rollback_on_timeout",
        "innodb_lock_wait_timeout",
        "idle_write_transaction_timeout",
        "collation_server",
        "port",
    )
    with mariadb() as server:
        query = "SELECT " + ", ".join(f"@@global.{name}" for name in names)
        # A user of its own, whose rights end at the bank's tables.
        assert _ask(server, user="migrator", sql=query).split() == [
            "1",
            "1",
            "5",
            "5",
            "utf8mb4_bin",
            str(server.port),
        ]
        users = _ask(server, user="root", sql="SELECT user FROM mysql.user WHERE password = ''")
        assert users.split() == ["mariadb.sys"]  # the server's own, locked
        refused = _run(server, user="migrator", sql="SELECT * FROM mysql.global_priv")
        assert "denied" in refused.stderr
    assert not accepts(server.port)


@pytest.mark.parametrize("tls", [False, True])
def test_postgres_takes_tls_or_nothing(tls):
    import psycopg

    with postgres(tls=tls) as server:
        with psycopg.connect(server.url()) as connection:
            query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            assert connection.execute(query).fetchone() == (tls,)
        if tls:
            with pytest.raises(psycopg.OperationalError, match="no encryption"):
                psycopg.connect(server.url(tls=False))
    assert not accepts(server.port)


def test_the_gateway_routes_every_prefix_to_its_service():
    with _echoes() as ports, gateway(ports=ports) as server:
        for service in SERVICES:
            for prefix in service.prefixes:
                for path in (f"/api/v1/{prefix}", f"/api/v1/{prefix}/1?x=%2F"):
                    assert _get(server.url + path)["port"] == ports[service.name], path
            assert (
                _get(f"{server.url}/api/v1/approvals/{service.name}")["port"]
                == (ports[service.name])
            )
        assert _get(f"{server.url}/.well-known/jwks.json")["port"] == ports["auth"]


def test_the_gateway_believes_no_client_about_who_it_is():
    claims = {"X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6", "Forwarded": "for=6.6.6.6"}
    with _echoes() as ports, gateway(ports=ports) as server:
        url = f"{server.url}/api/v1/{SERVICES[0].prefixes[0]}"
        seen = _get(url, **claims, **{"X-Request-ID": "a" * 20})["headers"]
        assert seen["x-forwarded-for"] == seen["x-real-ip"] == "127.0.0.1"
        assert "forwarded" not in seen
        assert seen["x-request-id"] == "a" * 20
        assert len(_get(url, **{"X-Request-ID": "a b"})["headers"]["x-request-id"]) == 32


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/api/v1/nothing", "/api/v2/accounts"])
def test_the_gateway_hides_what_no_client_may_see(path):
    with _echoes() as ports, gateway(ports=ports) as server:
        answer = _ask_gateway(server.url + path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"


def test_a_stopped_service_is_a_clear_problem_and_the_others_answer():
    with _echoes() as ports:
        down = {**ports, "planning": free_port()}
        with gateway(ports=down) as server:
            answer = _ask_gateway(f"{server.url}/api/v1/incomes", method="POST")
            assert answer.status_code == 503
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["Retry-After"] == "5"
            assert answer.json()["code"] == "service_unavailable"
            assert answer.json()["request_id"] == answer.headers["X-Request-ID"]
            assert _get(f"{server.url}/api/v1/accounts")["port"] == ports["accounts"]


def test_keys_are_made_once_and_read_by_their_owner_only(tmp_path):
    keys = make_keys(directory=tmp_path)
    before = keys.private_key.read_bytes()
    assert make_keys(directory=tmp_path) == keys
    assert keys.private_key.read_bytes() == before
    assert keys.private_key.stat().st_mode & 0o777 == 0o600
    assert keys.secret_key.stat().st_mode & 0o777 == 0o600
    assert password(directory=tmp_path, name="a") == password(directory=tmp_path, name="a")
    assert password(directory=tmp_path, name="a") != password(directory=tmp_path, name="b")


def _run(server, *, user, sql):
    command = [find_program("mariadb"), "--no-defaults", "--protocol=tcp", "-h", "127.0.0.1"]
    command += ["-P", str(server.port), f"-u{user}", f"-p{PASSWORD}", "-N", "-B", "-e", sql]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _ask(server, *, user, sql):
    done = _run(server, user=user, sql=sql)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _ask_gateway(url, *, method="GET", **headers):
    return httpx.request(method, url, headers=headers, timeout=10, trust_env=False)


def _get(url, **headers):
    return _ask_gateway(url, **headers).raise_for_status().json()


class _Echo(http.server.BaseHTTPRequestHandler):
    """Answers with what it was asked, and where."""

    def do_GET(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps({"port": self.server.server_port, "headers": headers}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def _echoes():
    """Stand in for every service."""
    servers = {
        service.name: http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
        for service in SERVICES
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield {name: server.server_port for name, server in servers.items()}
    finally:
        for server in servers.values():
            server.shutdown()
            server.server_close()
