"""Many processes as one: started in order, watched together, ended in order."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

from config.run.console import Problem, say
from config.run.process import POLL_SECONDS, Child, Spec, die_with_parent

WATCH_SECONDS = 0.3
# Each question may be a request that the asked one logs.
ASK_SECONDS = 0.15
# What ends sooner than this ends at its start, and would do so again.
SETTLED_SECONDS = 5.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """The processes of one bank. Leaving the `with` block ends them all, however it is left."""

    def __init__(self) -> None:
        """Start with no process."""
        self._children: dict[str, Child] = {}
        self._stop_asked = False

    def __enter__(self) -> Self:
        """Return the supervisor itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process."""
        self.stop_all()

    def start(
        self,
        spec: Spec,
        *,
        ready: Callable[[], bool] | None = None,
        within: float = 60.0,
    ) -> Child:
        """Start a process and wait until `ready` says so.

        Raises:
            Problem: the process ended, or was not ready in time.

        """
        if (old := self._children.get(spec.name)) is not None:
            old.stop()
        child = self._children[spec.name] = Child(spec)
        if ready is not None:
            self.wait(spec.name, ready=ready, within=within)
        return child

    def wait(self, name: str, *, ready: Callable[[], bool], within: float = 60.0) -> None:
        """Wait until `ready` says that the named process answers.

        Raises:
            Problem: a process ended, or this one was not ready in time.

        """
        deadline = time.monotonic() + within
        while not ready():
            self.tend()
            if self._stop_asked:
                raise KeyboardInterrupt
            if time.monotonic() > deadline:
                raise Problem(_story(self._children[name], f"was not ready in {within:.0f} s"))
            time.sleep(ASK_SECONDS)

    def run(self, spec: Spec, *, within: float = 900.0) -> str:
        """Run a process that ends by itself and return what it wrote.

        Raises:
            Problem: it failed, or took too long; its last lines are in the text.

        """
        spec.log.unlink(missing_ok=True)
        child = self._children[spec.name] = Child(spec)
        deadline = time.monotonic() + within
        try:
            while child.running:
                if self._stop_asked:
                    raise KeyboardInterrupt
                if time.monotonic() > deadline:
                    raise Problem(_story(child, f"took longer than {within:.0f} s"))
                time.sleep(POLL_SECONDS)
            if code := child.exit_code:
                raise Problem(_story(child, f"failed (exit code {code})"))
        finally:
            del self._children[spec.name]
            child.stop()
        return spec.log.read_text(encoding="utf-8", errors="replace")

    def tend(self) -> None:
        """Look for processes that ended though nobody asked: start again what is to be.

        Raises:
            Problem: one ended that does not restart, or right after its start; its last lines
                are in the text.

        """
        for child in list(self._children.values()):
            if (code := child.exit_code) is None:
                continue
            what = f"ended by itself (exit code {code})"
            if not child.spec.restarts or child.age_seconds < SETTLED_SECONDS:
                raise Problem(_story(child, what))
            say(f"{child.spec.name} {what} and is started again; see {child.spec.log}.")
            self.start(child.spec)

    def stop(self, name: str, *, kill: bool = False) -> None:
        """End one process for good (a test does this), or `kill` it as a crash would."""
        child = self._children.pop(name)
        if kill:
            child.kill()
        else:
            child.stop()

    def running(self, name: str) -> bool:
        """Tell whether the named process was started and has not ended."""
        return name in self._children and self._children[name].running

    def pids(self) -> dict[str, int]:
        """Return the id of every process by name."""
        return {name: child.pid for name, child in self._children.items()}

    def stop_all(self) -> None:
        """End every process; nobody loses a database while using it."""
        children = list(reversed(self._children.values()))
        self._children.clear()
        try:
            for last in (False, True):
                together = [child for child in children if child.spec.outlives_others is last]
                for child in together:
                    child.ask_to_stop()
                for child in together:
                    child.stop()
        finally:
            # A second Ctrl-C: no more patience, but still nothing left behind.
            for child in children:
                child.kill()

    def watch(self) -> None:
        """Return when somebody asks to stop; the asking is a signal (see `obey_signals`).

        Raises:
            Problem: see `tend`.

        """
        while not self._stop_asked:
            self.tend()
            time.sleep(WATCH_SECONDS)

    def obey_signals(self) -> None:
        """Let Ctrl-C, a termination and a closed terminal end the bank in order."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_signal)
        if os.environ.get("MAKELEVEL"):
            # A killed make must not leave the bank running.
            die_with_parent(os.getppid())

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._stop_asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        if not self._stop_asked:
            say("\nStopping ...")
        self._stop_asked = True


def _story(child: Child, what: str) -> str:
    """Tell what happened to a process, with its last words."""
    return f"{child.spec.name} {what}. The end of {child.spec.log}:\n\n{child.log_tail()}\n"
