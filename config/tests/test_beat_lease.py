"""One active beat of two, against a server that speaks the API of a cluster over HTTP."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config.beat_lease import (
    ASK_SECONDS,
    LEASE_SECONDS,
    RENEW_WITHIN,
    STOP_SECONDS,
    TURN_SECONDS,
    Candidate,
    Clock,
    Lease,
)

client = pytest.importorskip(
    "kubernetes.client", reason="requirements/cluster.txt is not installed"
)

SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")


class Cluster(ThreadingHTTPServer):
    """Holds one Lease and refuses a change of anything but its newest version."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.lease = {
            "apiVersion": "coordination.k8s.io/v1",
            "kind": "Lease",
            "metadata": {"name": "beat", "namespace": "bank", "resourceVersion": "1"},
            "spec": {},
        }
        self.is_broken = False
        self.guard = threading.Lock()


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer(500 if self.server.is_broken else 200, self.server.lease)

    def do_PUT(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.guard:
            version = self.server.lease["metadata"]["resourceVersion"]
            if self.server.is_broken:
                self._answer(500, {})
            elif asked["metadata"]["resourceVersion"] != version:
                self._answer(409, {"kind": "Status", "code": 409})
            else:
                asked["metadata"]["resourceVersion"] = str(int(version) + 1)
                self.server.lease = asked
                self._answer(200, asked)

    def _answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def cluster():
    server = Cluster()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def time_of():
    """Each candidate's own clock, in seconds, moved by hand."""
    return {"first": 100.0, "second": 90_000.0}


@pytest.fixture
def candidate(cluster, time_of):
    made = []
    settings = client.Configuration(host=f"http://127.0.0.1:{cluster.server_port}")
    settings.retries = False

    def make(name):
        lease = Lease(
            api=client.CoordinationV1Api(client.ApiClient(settings)),
            name="beat",
            namespace="bank",
            holder=name,
        )
        found = Candidate(
            lease=lease, clock=Clock(command=SLEEPER), monotonic=lambda: time_of[name]
        )
        made.append(found)
        return found

    yield make
    for one in made:
        one.clock.stop()


class TestTwoBeats:
    def test_only_the_first_to_ask_runs(self, candidate, cluster):
        first, second = candidate("first"), candidate("second")
        for one in (first, second, first, second):
            one.turn()
        assert (first.clock.runs, second.clock.runs) == (True, False)
        assert cluster.lease["spec"]["holderIdentity"] == "first"

    def test_the_other_waits_until_the_lease_has_run_out(self, candidate, time_of):
        first, second = candidate("first"), candidate("second")
        first.turn()
        second.turn()
        time_of["second"] += LEASE_SECONDS - 1
        second.turn()
        assert not second.clock.runs
        time_of["second"] += 1
        second.turn()
        assert second.clock.runs

    def test_a_renewal_makes_the_other_wait_again(self, candidate, time_of):
        first, second = candidate("first"), candidate("second")
        first.turn()
        second.turn()
        time_of["second"] += LEASE_SECONDS - 1
        first.turn()
        second.turn()
        time_of["second"] += LEASE_SECONDS - 1
        second.turn()
        assert (first.clock.runs, second.clock.runs) == (True, False)

    def test_who_was_away_too_long_stops_when_it_finds_another_holder(self, candidate, time_of):
        first, second = candidate("first"), candidate("second")
        first.turn()
        second.turn()
        time_of["second"] += LEASE_SECONDS
        second.turn()
        first.turn()
        assert (first.clock.runs, second.clock.runs) == (False, True)

    def test_who_leaves_hands_over_at_once(self, candidate):
        first, second = candidate("first"), candidate("second")
        first.turn()
        second.turn()
        first.leave()
        second.turn()
        assert (first.clock.runs, second.clock.runs) == (False, True)

    def test_of_two_that_take_a_free_lease_at_once_one_gets_it(self, candidate, cluster):
        first, second = candidate("first"), candidate("second")
        stale = second.lease.api.read_namespaced_lease("beat", "bank")
        first.turn()
        second.lease.api.read_namespaced_lease = lambda *_: stale
        second.turn()
        assert (first.clock.runs, second.clock.runs) == (True, False)
        assert cluster.lease["spec"]["holderIdentity"] == "first"


class TestAClusterThatDoesNotAnswer:
    def test_the_clock_goes_on_for_a_while_and_stops_before_another_may_start(
        self, candidate, cluster, time_of
    ):
        first = candidate("first")
        first.turn()
        cluster.is_broken = True
        time_of["first"] += RENEW_WITHIN - 1
        first.turn()
        assert first.clock.runs
        time_of["first"] += 1
        first.turn()
        assert not first.clock.runs

    def test_the_slowest_end_of_a_clock_comes_before_the_lease_runs_out(self):
        questions = 2 * ASK_SECONDS
        assert RENEW_WITHIN + TURN_SECONDS + questions + STOP_SECONDS < LEASE_SECONDS

    def test_nobody_starts_without_having_asked(self, candidate, cluster):
        cluster.is_broken = True
        first = candidate("first")
        first.turn()
        assert not first.clock.runs

    def test_a_clock_that_ended_by_itself_is_started_again(self, candidate):
        first = candidate("first")
        first.turn()
        first.clock.process.kill()
        first.clock.process.wait()
        first.turn()
        assert first.clock.runs
