"""Where time goes: functions wrapped with two clocks, each charged only with its own part.

A sampling profiler shows functions; what is asked here is layers. CPU time is what the layer costs
on any machine; wall time adds the waiting, which on the money path is the database.
"""

from __future__ import annotations

import functools
import inspect
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Spans:
    """Charges every wrapped call to a label, less what wrapped calls inside it were charged."""

    def __init__(self) -> None:
        """Start with nothing charged."""
        self.cpu: dict[str, float] = defaultdict(float)
        self.wall: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._inside: list[list[float]] = []
        self._undo: list[tuple[Any, str, Any]] = []
        self._own = self._around = 0.0
        self._calibrate()

    def watch(self, owner: Any, name: str, label: str) -> None:
        """Charge every call of `owner.name` to `label` until `restore`."""
        original = inspect.getattr_static(owner, name)
        self._undo.append((owner, name, vars(owner).get(name)))
        static = isinstance(original, staticmethod)
        plain = original.__func__ if isinstance(original, staticmethod | classmethod) else original
        wrapped: Any = self._wrapped(plain, label)
        if static:
            wrapped = staticmethod(wrapped)
        elif isinstance(original, classmethod):
            wrapped = classmethod(wrapped)
        setattr(owner, name, wrapped)

    def restore(self) -> None:
        """Take every wrapper off."""
        for owner, name, original in reversed(self._undo):
            if original is None:  # it was inherited
                delattr(owner, name)
            else:
                setattr(owner, name, original)
        self._undo.clear()

    def forget(self) -> None:
        """Start over: what was charged so far was the warm-up."""
        for charged in (self.cpu, self.wall, self.calls):
            charged.clear()  # type: ignore[attr-defined]

    def _calibrate(self, calls: int = 5000) -> None:
        nothing = self._wrapped(lambda: None, "")
        started = time.thread_time()
        for _ in range(calls):
            nothing()
        whole = (time.thread_time() - started) / calls
        self._own = self.cpu[""] / calls
        self._around = whole - self._own
        self.forget()

    @contextmanager
    def span(self, label: str) -> Iterator[None]:
        """Charge a block to `label`."""
        self._inside.append([0.0, 0.0])
        wall, cpu = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
            inner_cpu, inner_wall = self._inside.pop()
            self.cpu[label] += cpu - inner_cpu - self._own
            self.wall[label] += wall - inner_wall - self._own
            self.calls[label] += 1
            if self._inside:
                # The measuring itself is charged to nobody.
                self._inside[-1][0] += cpu + self._around
                self._inside[-1][1] += wall + self._around

    def _wrapped(self, function: Callable[..., Any], label: str) -> Callable[..., Any]:
        @functools.wraps(function)
        def charged(*args: Any, **kwargs: Any) -> Any:
            with self.span(label):
                return function(*args, **kwargs)

        return charged
