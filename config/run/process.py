"""One child process: its own group, its own log, never left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.run.console import Problem

GRACE_SECONDS = 12.0
POLL_SECONDS = 0.05
LONGEST_LINE = 400
PR_SET_PDEATHSIG = 1

# Looked up before any fork: a child between fork and exec must not load libraries.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What to run: everything that is needed to start the process, and to start it again."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path | None = None
    user: int | None = None
    group: int | None = None
    grace: float = GRACE_SECONDS
    stop_signal: signal.Signals = signal.SIGTERM
    # Others need it to their own end (a database), so it is ended after them.
    outlives_others: bool = False
    # It is started again when it ends by itself, as a container would be.
    restarts: bool = False


def die_with_parent(parent: int, stop_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask Linux to signal this process when its parent ends, however the parent ends.

    Elsewhere nothing is asked; there the supervisor's own signal handling has to do.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
    if os.getppid() != parent:  # it ended between the fork and the call
        os.kill(os.getpid(), stop_signal)


class Child:
    """A running process and, with it, everything that it started.

    Start children from the main thread: Linux takes the end of the starting *thread* for the
    parent's end.
    """

    def __init__(self, spec: Spec) -> None:
        """Start the process, with its output going to the log."""
        self.spec = spec
        self._started = time.monotonic()
        spec.log.parent.mkdir(parents=True, exist_ok=True)
        parent = os.getpid()

        def prepare() -> None:
            if spec.group is not None:
                os.setgroups([])
                os.setgid(spec.group)
            if spec.user is not None:
                os.setuid(spec.user)
            # After the change of user, which would clear the request.
            die_with_parent(parent, spec.stop_signal)

        with spec.log.open("ab") as log:
            try:
                self._process = subprocess.Popen(
                    list(spec.command),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=spec.directory,
                    env={**os.environ, **spec.environment},
                    # Its own session: a Ctrl-C at the terminal reaches the supervisor alone.
                    start_new_session=True,
                    preexec_fn=prepare,  # noqa: PLW1509  (short, and started from one thread)
                )
            except FileNotFoundError as error:
                message = f"{spec.name}: the program {spec.command[0]!r} is not there."
                raise Problem(message) from error

    @property
    def pid(self) -> int:
        """Return the process's id, which is also its group's."""
        return self._process.pid

    @property
    def age_seconds(self) -> float:
        """Return how long ago the process was started."""
        return time.monotonic() - self._started

    @property
    def running(self) -> bool:
        """Tell whether the process has not ended."""
        return self.exit_code is None

    @property
    def exit_code(self) -> int | None:
        """Return how the process ended, or None while it runs; negative is a signal.

        The process is not collected by asking, so that its id stays its own until `kill`.
        """
        if self._process.returncode is not None:
            return self._process.returncode
        end = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if end is None:
            return None
        return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status

    def ask_to_stop(self) -> None:
        """Ask the process, and it alone, to end; it ends what it started."""
        if self.running:
            self._process.send_signal(self.spec.stop_signal)

    def stop(self, *, grace: float | None = None) -> None:
        """End the process and whatever is left of its group."""
        self.ask_to_stop()
        deadline = time.monotonic() + (self.spec.grace if grace is None else grace)
        while self.running and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once, as a crash would, and collect it."""
        if self._process.returncode is not None:
            return
        # The leader is not collected yet, so the group's id cannot have become another's.
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.wait()

    def log_tail(self, lines: int = 25) -> str:
        """Return the last lines that the process wrote."""
        try:
            with self.spec.log.open(encoding="utf-8", errors="replace") as log:
                last = [line.rstrip()[:LONGEST_LINE] for line in deque(log, maxlen=lines)]
                return "\n".join(last).strip() or "(it wrote nothing)"
        except FileNotFoundError:
            return "(it wrote nothing)"
