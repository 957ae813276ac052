"""`make up`: the whole bank on one machine, with SQLite and the bundled Redis."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.run.bank import Bank
from config.run.console import Problem, fail, say, sign_ins, step
from config.run.keys import make_keys
from config.run.network import HOST, answers, require_port
from config.run.paths import VAR, State
from config.run.portal import ensure_portal
from config.run.redis import RedisServer, find_server
from config.run.supervisor import Supervisor
from config.run.tools import manage
from config.services import ALL

DEFAULT_PORT = "8000"


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """The embedded bank: one web process, one worker with beat, one Redis."""

    state: State
    port: int
    database_url: str
    bank: Bank
    redis: RedisServer

    @property
    def url(self) -> str:
        """Return the address that a browser on this machine uses."""
        return f"http://localhost:{self.port}"

    def prepare(self, *, supervisor: Supervisor, seed: bool) -> str:
        """Bring the database up to date, fill it once, and return the demo sign-ins."""
        signins = self.state.root / "signins.txt"
        if self.database_url == _sqlite(self.state) and not self.state.database.exists():
            signins.unlink(missing_ok=True)  # the database was removed, so the demo is gone too
        self.manage("migrate", "--no-input", supervisor=supervisor, title="Preparing the database")
        if not seed:
            return ""
        if not signins.exists():
            title = "Filling the bank with demo customers and their history"
            self.manage("seed_demo", supervisor=supervisor, title=title)
            printed = self.manage(
                "seed_demo", "--print-signins", supervisor=supervisor, title="Reading the sign-ins"
            )
            signins.write_text(printed, encoding="utf-8")
        return signins.read_text(encoding="utf-8")

    def manage(self, *arguments: str, supervisor: Supervisor, title: str) -> str:
        """Run a management command on this bank and return what it printed."""
        environment = self.bank.environment(
            service=ALL, database_url=self.database_url, process="manage"
        )
        log = self.state.log(f"manage-{arguments[0]}")
        with step(title):
            return supervisor.run(manage(*arguments, environment=environment, log=log))

    def start_redis(self, *, supervisor: Supervisor) -> None:
        """Start Redis."""
        supervisor.start(self.redis.spec(), ready=self.redis.ready, within=20.0)

    def start_web(self, *, supervisor: Supervisor) -> None:
        """Start the web process and wait until it answers."""
        spec = self.bank.web(service=ALL, database_url=self.database_url, port=self.port)
        ready = f"http://{HOST}:{self.port}/readyz"
        with step("Starting the bank"):
            supervisor.start(spec, ready=lambda: answers(ready))

    def start_worker(self, *, supervisor: Supervisor) -> None:
        """Start the worker, with beat inside it."""
        spec = self.bank.worker(database_url=self.database_url, beat=True, concurrency=1)
        supervisor.start(spec)


def embedded(
    *, directory: Path, port: int, database_url: str = "", settings: Mapping[str, str] | None = None
) -> Embedded:
    """Describe an embedded bank in `directory`; without a URL it keeps its own SQLite there."""
    state = State(directory)
    state.prepare()
    redis = RedisServer(
        directory=directory / "redis", socket=state.socket("redis"), log=state.log("redis")
    )
    bank = Bank(
        state=state,
        keys=make_keys(directory=state.keys),
        public_url=f"http://localhost:{port}",
        redis_url=redis.url,
        settings={"EMBEDDED": "1", **(settings or {})},
    )
    return Embedded(
        state=state,
        port=port,
        database_url=database_url or _sqlite(state),
        bank=bank,
        redis=redis,
    )


def _sqlite(state: State) -> str:
    return f"sqlite:///{state.database}"


def run() -> None:
    """Start everything, tell where it is, and stay until somebody stops it.

    Raises:
        Problem: something is missing, taken or broken; nothing is left running.

    """
    port = int(os.environ.get("PORT") or DEFAULT_PORT)
    require_port(port, setting="PORT")
    state = State(VAR)
    with state.lock(), Supervisor() as supervisor:
        supervisor.obey_signals()
        find_server()  # say what is missing before the long steps, not after them
        portal = ensure_portal(supervisor=supervisor)
        bank = embedded(directory=VAR, port=port, database_url=os.environ.get("DATABASE_URL", ""))
        signins = bank.prepare(supervisor=supervisor, seed=True)
        bank.start_redis(supervisor=supervisor)
        bank.start_worker(supervisor=supervisor)
        bank.start_web(supervisor=supervisor)
        supervisor.tend()  # the worker had its time to fail, too
        say(_welcome(url=bank.url, signins=signins, portal=portal))
        supervisor.watch()


def _welcome(*, url: str, signins: str, portal: bool) -> str:
    """Return what a newcomer needs to know."""
    lines = [
        "",
        f"The bank runs at {url}" + ("" if portal else " (without a portal: no frontend)"),
        "",
        f"  Mailbox (sign-in codes)  {url}/demo/mailbox",
        f"  API documentation        {url}/api/docs",
        f"  Logs                     {VAR / 'log'}",
        "",
        sign_ins(signins),
        "",
        "Stop it with Ctrl-C. `make up` starts it again with everything as you left it;",
        "`make reset` throws the demo's data away.",
    ]
    return "\n".join(lines)


def main() -> int:
    """Run the bank until it is stopped; 0 when it was asked to stop."""
    try:
        run()
    except Problem as problem:
        return fail(problem)
    except KeyboardInterrupt:
        say("Stopped early. Nothing is left running.")
        return 130
    say("Stopped. Nothing is left running.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
