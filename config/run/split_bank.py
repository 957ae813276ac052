"""The split bank: every service its own process with its own database user, behind nginx."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.run.bank import Bank
from config.run.console import step
from config.run.gateway import Gateway
from config.run.keys import make_keys, password
from config.run.mariadb import MariaDBServer
from config.run.network import HOST, answers
from config.run.paths import State
from config.run.redis import RedisServer
from config.run.supervisor import Supervisor
from config.run.tools import manage
from config.services import ALL, SERVICES

MIGRATOR = "migrator"


@dataclass(frozen=True, kw_only=True)
class Split:
    """The split bank: MariaDB, Redis, six services, worker, beat and the gateway."""

    state: State
    bank: Bank
    database: MariaDBServer
    redis: RedisServer
    gateway: Gateway

    @property
    def url(self) -> str:
        """Return the gateway's address."""
        return self.gateway.url

    def database_url(self, service: str) -> str:
        """Return the address of the database for a service's own user."""
        secret = password(directory=self.state.keys, name=f"bank_{service}")
        return self.database.url(user=f"bank_{service}", password=secret)

    def start_database(self, *, supervisor: Supervisor) -> None:
        """Start MariaDB, installing its data directory first if there is none."""
        with step("Making the database server's files"):
            if self.database.install():
                self._signins.unlink(missing_ok=True)
        with step("Starting MariaDB"):
            supervisor.start(self.database.spec(), ready=self.database.ready)

    def prepare(self, *, supervisor: Supervisor, seed: bool) -> str:
        """Bring the tables and every user's rights up to date; fill the bank once."""
        url = self.database.url
        self.manage("migrate", "--no-input", user_url=url(user=MIGRATOR), supervisor=supervisor)
        self.manage("apply_grants", user_url=url(user="root"), supervisor=supervisor)
        if not seed:
            return ""
        if not self._signins.exists():
            everything = self.database_url(ALL)
            self.manage("seed_demo", user_url=everything, supervisor=supervisor)
            printed = self.manage(
                "seed_demo", "--print-signins", user_url=everything, supervisor=supervisor
            )
            self._signins.write_text(printed, encoding="utf-8")
        return self._signins.read_text(encoding="utf-8")

    def manage(self, *arguments: str, user_url: str, supervisor: Supervisor) -> str:
        """Run a management command as one of the database's users; return what it printed."""
        environment = self.bank.environment(service=ALL, database_url=user_url, process="manage")
        if arguments[0] == "apply_grants":
            for name in (*(service.name for service in SERVICES), ALL):
                secret = password(directory=self.state.keys, name=f"bank_{name}")
                environment[f"DB_PASSWORD_{name.upper()}"] = secret
        log = self.state.log(f"manage-{arguments[0]}")
        with step(f"manage.py {' '.join(arguments)}"):
            return supervisor.run(manage(*arguments, environment=environment, log=log))

    def start_redis(self, *, supervisor: Supervisor) -> None:
        """Start Redis."""
        supervisor.start(self.redis.spec(), ready=self.redis.ready, within=20.0)

    def start_services(self, *, supervisor: Supervisor) -> None:
        """Start every service, all at once, and wait until each answers."""
        with step("Starting the services"):
            for service in SERVICES:
                self.start_service(service.name, supervisor=supervisor, wait=False)
            for service in SERVICES:
                self.await_service(service.name, supervisor=supervisor)

    def start_service(self, name: str, *, supervisor: Supervisor, wait: bool = True) -> None:
        """Start one service."""
        port = self.gateway.ports[name]
        spec = self.bank.web(service=name, database_url=self.database_url(name), port=port)
        supervisor.start(spec)
        if wait:
            self.await_service(name, supervisor=supervisor)

    def await_service(self, name: str, *, supervisor: Supervisor) -> None:
        """Wait until a service answers."""
        ready = f"http://{HOST}:{self.gateway.ports[name]}/readyz"
        supervisor.wait(name, ready=lambda: answers(ready))

    def start_background(self, *, supervisor: Supervisor) -> None:
        """Start the worker of all queues and the one clock."""
        url = self.database_url(ALL)
        supervisor.start(self.bank.worker(database_url=url, beat=False))
        supervisor.start(self.bank.beat(database_url=url))

    def start_gateway(self, *, supervisor: Supervisor) -> None:
        """Start nginx."""
        supervisor.start(self.gateway.spec(), ready=self.gateway.ready, within=20.0)

    def start(self, *, supervisor: Supervisor, seed: bool) -> str:
        """Start everything in the order in which one needs the other; return the sign-ins."""
        self.start_database(supervisor=supervisor)
        signins = self.prepare(supervisor=supervisor, seed=seed)
        self.start_redis(supervisor=supervisor)
        self.start_services(supervisor=supervisor)
        self.start_background(supervisor=supervisor)
        self.start_gateway(supervisor=supervisor)
        supervisor.tend()
        return signins

    @property
    def _signins(self) -> Path:
        return self.state.root / "signins.txt"


def split(
    *,
    directory: Path,
    port: int,
    ports: Mapping[str, int],
    database_port: int,
    settings: Mapping[str, str] | None = None,
) -> Split:
    """Describe a split bank in `directory`; `ports` says where each service listens."""
    state = State(directory)
    state.prepare()
    redis = RedisServer(
        directory=directory / "redis", socket=state.socket("redis"), log=state.log("redis")
    )
    database = MariaDBServer(
        directory=directory / "mariadb",
        socket=state.socket("mariadb"),
        port=database_port,
        log=state.log("mariadb"),
        passwords={user: password(directory=state.keys, name=user) for user in ("root", MIGRATOR)},
    )
    gateway = Gateway(
        directory=directory / "nginx", port=port, ports=ports, log=state.log("gateway")
    )
    own = {
        "EMBEDDED": "0",
        "SELF_SERVICE_CASH": "1",
        "TRUSTED_PROXY_COUNT": "1",
        # Six services share one machine here.
        "WEB_WORKERS": os.environ.get("WEB_WORKERS", "1"),
    }
    bank = Bank(
        state=state,
        keys=make_keys(directory=state.keys),
        public_url=gateway.url,
        redis_url=redis.url,
        settings=own | dict(settings or {}),
    )
    return Split(state=state, bank=bank, database=database, redis=redis, gateway=gateway)
