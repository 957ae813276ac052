"""One active beat of several: whoever holds the Lease `beat` runs the clock, the others wait.

`python -m config.beat_lease` inside a cluster. Two clocks at once would do no harm to money (the
database refuses what was done before), but would double the work; none at all would stop it.

The holder gives up before others may take over: it stops its clock when it could not renew for
RENEW_WITHIN seconds, and the Lease runs out LEASE_SECONDS after the last renewal that the others
saw. They measure on their own clocks from when they saw it change, so that clocks that differ do
not make two holders. The API server's resource version decides between two that ask at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LEASE_SECONDS = 60
RENEW_WITHIN = 20.0
TURN_SECONDS = 5.0
ASK_SECONDS = 3.0
ALIVE_WITHIN = 60.0
STOP_SECONDS = 15.0
HEARTBEAT = Path("/tmp/beat-lease")  # noqa: S108  (a container's own memory)
CONFLICT = 409
BEAT = (
    *(sys.executable, "-m", "celery", "--app", "config.celery", "beat", "--loglevel", "INFO"),
    *("--schedule", "/tmp/beat-schedule", "--pidfile", ""),  # noqa: S108  (as above)
)


@dataclass(kw_only=True)
class Lease:
    """A Lease of the cluster as one of those sees it who want to hold it."""

    api: Any
    name: str
    namespace: str
    holder: str
    # What was seen last, and since when: (holder, renewals), and this process's own clock.
    _seen: tuple[object, object] = (None, None)
    _since: float = field(default=float("-inf"))

    def take(self, *, now: datetime, monotonic: float) -> bool:
        """Take or renew the Lease; tell whether it is held. One that is another's stays so.

        Raises:
            ApiException: the API server does not answer as it should.

        """
        from kubernetes.client.exceptions import ApiException

        lease = self.api.read_namespaced_lease(self.name, self.namespace)
        spec = lease.spec
        seen = (spec.holder_identity, spec.renew_time)
        if seen != self._seen:
            self._seen, self._since = seen, monotonic
        theirs = spec.holder_identity not in {None, "", self.holder}
        if theirs and monotonic - self._since < (spec.lease_duration_seconds or LEASE_SECONDS):
            return False
        if spec.holder_identity != self.holder:
            spec.acquire_time = now
            spec.lease_transitions = (spec.lease_transitions or 0) + 1
        spec.holder_identity = self.holder
        spec.lease_duration_seconds = LEASE_SECONDS
        spec.renew_time = now
        try:
            self.api.replace_namespaced_lease(self.name, self.namespace, lease)
        except ApiException as refused:
            if refused.status == CONFLICT:
                return False
            raise
        return True

    def give_back(self) -> None:
        """Let the next one take it at once."""
        lease = self.api.read_namespaced_lease(self.name, self.namespace)
        if lease.spec.holder_identity == self.holder:
            lease.spec.holder_identity = ""
            self.api.replace_namespaced_lease(self.name, self.namespace, lease)


@dataclass(kw_only=True)
class Clock:
    """The process that is the clock, while this one holds the Lease."""

    command: tuple[str, ...] = BEAT
    process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        """Tell whether it runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, unless it runs."""
        if not self.runs:
            self.process = subprocess.Popen(self.command)  # noqa: S603  (our own command)

    def stop(self) -> None:
        """Stop it, whatever it takes."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


@dataclass(kw_only=True)
class Candidate:
    """One of those who want to be the clock."""

    lease: Lease
    clock: Clock
    monotonic: Callable[[], float] = time.monotonic
    _renewed_at: float = field(default=float("-inf"))

    def turn(self) -> None:
        """Renew or wait. A Lease that is another's, or that cannot be renewed, ends the clock."""
        from kubernetes.client.exceptions import ApiException
        from urllib3.exceptions import HTTPError

        asked_at = self.monotonic()
        try:
            held = self.lease.take(now=datetime.now(UTC), monotonic=asked_at)
        except (ApiException, HTTPError, OSError):
            # Not lost yet: others wait longer than this one holds on.
            held = self.clock.runs and self.monotonic() - self._renewed_at < RENEW_WITHIN
        else:
            # From before the question: the answer may have taken its time.
            self._renewed_at = asked_at if held else float("-inf")
        if held:
            self.clock.start()
        else:
            self.clock.stop()

    def leave(self) -> None:
        """Stop the clock, then give the Lease back, in this order."""
        from kubernetes.client.exceptions import ApiException
        from urllib3.exceptions import HTTPError

        self.clock.stop()
        try:
            self.lease.give_back()
        except (ApiException, HTTPError, OSError):
            return  # it runs out by itself


def main() -> int:
    """Wait for the Lease and be the clock, until somebody stops this process."""
    parser = argparse.ArgumentParser(description="Run beat while holding its Lease.")
    parser.add_argument("--alive", action="store_true", help="tell whether the other one is alive")
    if parser.parse_args().alive:
        return 0 if time.time() - HEARTBEAT.stat().st_mtime < ALIVE_WITHIN else 1
    from kubernetes import client, config

    config.load_incluster_config()  # type: ignore[no-untyped-call]
    settings = client.Configuration.get_default_copy()
    # A silent API server must not hold up the end of the clock.
    settings.retries = False
    lease = Lease(
        api=_Patient(client.CoordinationV1Api(client.ApiClient(settings))),
        name=os.environ.get("LEASE_NAME", "beat"),
        namespace=os.environ["LEASE_NAMESPACE"],
        holder=os.environ["LEASE_HOLDER"],
    )
    run(Candidate(lease=lease, clock=Clock()))
    return 0


class _Patient:
    """The API with a limit to how long each question takes."""

    def __init__(self, api: Any) -> None:
        self._api = api

    def read_namespaced_lease(self, name: str, namespace: str) -> Any:
        return self._api.read_namespaced_lease(name, namespace, _request_timeout=ASK_SECONDS)

    def replace_namespaced_lease(self, name: str, namespace: str, body: Any) -> Any:
        return self._api.replace_namespaced_lease(
            name, namespace, body, _request_timeout=ASK_SECONDS
        )


def run(candidate: Candidate) -> None:
    """Take turns until a signal comes."""
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    while not asked_to_stop.is_set():
        candidate.turn()
        HEARTBEAT.touch()
        asked_to_stop.wait(TURN_SECONDS)
    candidate.leave()


if __name__ == "__main__":
    sys.exit(main())
