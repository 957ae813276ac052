"""What the launchers say: one line per step, with the seconds for anything that takes a while."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_SECONDS = 2.0
REPEAT_SECONDS = 5.0


class Problem(Exception):
    """Something that the person at the keyboard can put right; its text says how."""


def say(text: str = "") -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Tell that `title` is going on once it has taken two seconds, and how long it took."""
    started = time.monotonic()
    finished = threading.Event()

    def report() -> None:
        wait = QUIET_SECONDS
        while not finished.wait(wait):
            _progress(title, time.monotonic() - started)
            # In a log, ever more rarely: a line each time the duration has doubled.
            wait = 0.5 if sys.stdout.isatty() else max(REPEAT_SECONDS, time.monotonic() - started)

    # Only this thread prints; processes are never started from it (see process.py).
    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        finished.set()
        reporter.join()
        elapsed = time.monotonic() - started
        if elapsed >= QUIET_SECONDS or outcome == "failed":
            start = "\r" if sys.stdout.isatty() else ""
            say(f"{start}  {title}: {outcome} in {elapsed:.0f} s   ")


def _progress(title: str, elapsed: float) -> None:
    """Show that a step is still going on: in place on a terminal, else a line now and then."""
    if sys.stdout.isatty():
        print(f"\r  {title} ... {elapsed:.0f} s", end="", flush=True)
    else:
        say(f"  {title} ... {elapsed:.0f} s")


def sign_ins(table: str) -> str:
    """Return the demo's people as a part of the welcome; empty when there are none."""
    rows = [f"  {line}" for line in table.strip().splitlines()]
    heading = "Sign in as one of them (e-mail, password, role):"
    return "\n".join([heading, "", *rows]) if rows else ""


def fail(problem: BaseException) -> int:
    """Print a problem where problems go and return the exit code of failure."""
    print(f"\n{problem}", file=sys.stderr, flush=True)
    return 1
