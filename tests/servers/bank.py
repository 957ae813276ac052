"""The real bank over HTTP for tests, started by the very code that `make up` runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from config.run.embedded import Embedded, embedded
from config.run.network import free_port
from config.run.split_bank import Split, split
from config.run.supervisor import Supervisor
from config.services import SERVICES
from tests.servers.postgres import postgres
from tests.servers.temporary import place

# pytest's own process has these switched on; a real bank has not.
REAL = {"DEBUG": "0", "TESTING": "0"}
# What JOURNEYS_ON may say (see `bank_called`).
KINDS = ("embedded", "split", "postgres", "postgres-tls")


class RunningBank(Protocol):
    """What a journey knows of the bank that it talks to."""

    @property
    def base_url(self) -> str:
        """Return the one address of the bank."""

    @property
    def mail_dir(self) -> Path:
        """Return the directory in which each sent mail is a file."""

    @property
    def services(self) -> tuple[str, ...]:
        """Return the processes that can be stopped one by one."""

    def stop(self, name: str, *, kill: bool = False) -> None:
        """End one process."""

    def start(self, name: str) -> None:
        """Start one process again and wait until it answers."""

    def tend(self) -> None:
        """Start again what ended by itself, as whoever runs the bank does all the time."""

    def log(self, name: str) -> Path:
        """Return a process's log."""

    def manage(self, *arguments: str) -> str:
        """Run a management command on this bank and return what it printed."""


class EmbeddedBank:
    """The bank as `make up` runs it: one web process, one worker, one Redis."""

    services = ("redis", "worker", "web")

    def __init__(self, *, parts: Embedded, supervisor: Supervisor) -> None:
        """Describe it; `start_all` starts it."""
        self.parts = parts
        self.supervisor = supervisor
        self.base_url = parts.url
        self.mail_dir = parts.state.mail

    def start_all(self, *, seed: bool) -> None:
        """Start everything."""
        self.parts.prepare(supervisor=self.supervisor, seed=seed)
        for name in self.services:
            self.start(name)

    def start(self, name: str) -> None:
        """Start one process again and wait until it answers."""
        getattr(self.parts, f"start_{name}")(supervisor=self.supervisor)

    def stop(self, name: str, *, kill: bool = False) -> None:
        """End one process."""
        self.supervisor.stop(name, kill=kill)

    def tend(self) -> None:
        """Start again what ended by itself, as whoever runs the bank does all the time."""
        self.supervisor.tend()

    def log(self, name: str) -> Path:
        """Return a process's log."""
        return self.parts.state.log(name)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this bank and return what it printed."""
        return self.parts.manage(*arguments, supervisor=self.supervisor, title=arguments[0])


class SplitBank:
    """The bank as `make up-split` runs it: every service apart, behind nginx."""

    services = (*(service.name for service in SERVICES), "gateway", "worker", "beat", "redis")

    def __init__(self, *, parts: Split, supervisor: Supervisor) -> None:
        """Describe it; `start_all` starts it."""
        self.parts = parts
        self.supervisor = supervisor
        self.base_url = parts.url
        self.mail_dir = parts.state.mail

    def start_all(self, *, seed: bool) -> None:
        """Start everything."""
        self.parts.start(supervisor=self.supervisor, seed=seed)

    def start(self, name: str) -> None:
        """Start one process again and wait until it answers."""
        url = self.parts.database_url("all")
        if name in self.parts.gateway.ports:
            self.parts.start_service(name, supervisor=self.supervisor)
        elif name == "worker":
            self.supervisor.start(self.parts.bank.worker(database_url=url, beat=False))
        elif name == "beat":
            self.supervisor.start(self.parts.bank.beat(database_url=url))
        else:
            getattr(self.parts, f"start_{name}")(supervisor=self.supervisor)

    def stop(self, name: str, *, kill: bool = False) -> None:
        """End one process."""
        self.supervisor.stop(name, kill=kill)

    def tend(self) -> None:
        """Start again what ended by itself, as whoever runs the bank does all the time."""
        self.supervisor.tend()

    def log(self, name: str) -> Path:
        """Return a process's log."""
        return self.parts.state.log(name)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this bank and return what it printed."""
        url = self.parts.database_url("all")
        return self.parts.manage(*arguments, user_url=url, supervisor=self.supervisor)


@contextmanager
def embedded_bank(*, database_url: str = "", seed: bool = True) -> Iterator[EmbeddedBank]:
    """Run an embedded bank; without a URL it has its own SQLite."""
    with place() as (directory, supervisor):
        parts = embedded(
            directory=directory, port=free_port(), database_url=database_url, settings=REAL
        )
        bank = EmbeddedBank(parts=parts, supervisor=supervisor)
        bank.start_all(seed=seed)
        yield bank


@contextmanager
def split_bank(*, seed: bool = True) -> Iterator[SplitBank]:
    """Run a split bank with its own MariaDB, Redis and nginx."""
    with place() as (directory, supervisor):
        parts = split(
            directory=directory,
            port=free_port(),
            ports={service.name: free_port() for service in SERVICES},
            database_port=free_port(),
            settings=REAL,
        )
        bank = SplitBank(parts=parts, supervisor=supervisor)
        bank.start_all(seed=seed)
        yield bank


@contextmanager
def bank_called(kind: str, *, seed: bool = True) -> Iterator[RunningBank]:
    """Run the kind of bank that a test run asks for, on the database that goes with it."""
    if kind == "embedded":
        with embedded_bank(seed=seed) as bank:
            yield bank
    elif kind == "split":
        with split_bank(seed=seed) as bank:
            yield bank
    elif kind in {"postgres", "postgres-tls"}:
        with (
            postgres(tls=kind == "postgres-tls") as server,
            embedded_bank(database_url=server.url(), seed=seed) as bank,
        ):
            yield bank
    else:
        message = f"There is no bank called {kind!r}; there are {', '.join(KINDS)}."
        raise ValueError(message)
