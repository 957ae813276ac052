"""`make up-split`: the split bank, kept in var/split and run until somebody stops it."""

from __future__ import annotations

import os
import sys

from config.run.console import Problem, fail, say, sign_ins
from config.run.gateway import find_nginx
from config.run.mariadb import find_program
from config.run.network import HOST, require_port
from config.run.paths import VAR, State
from config.run.portal import ensure_portal
from config.run.redis import find_server
from config.run.split_bank import Split, split
from config.run.supervisor import Supervisor
from config.services import SERVICES

DEFAULT_PORT = "8080"


def run() -> None:
    """Start everything, tell where it is, and stay until somebody stops it.

    Raises:
        Problem: something is missing, taken or broken; nothing is left running.

    """
    port = int(os.environ.get("PORT") or DEFAULT_PORT)
    database_port = port + 10
    ports = {service.name: port + 1 + place for place, service in enumerate(SERVICES)}
    for number in (port, *ports.values(), database_port):
        require_port(number, setting="PORT")
    state = State(VAR / "split")
    with state.lock(), Supervisor() as supervisor:
        supervisor.obey_signals()
        for find in (find_server, find_nginx):
            find()
        for program in ("mariadbd", "mariadb-install-db"):
            find_program(program)
        portal = ensure_portal(supervisor=supervisor)
        bank = split(directory=state.root, port=port, ports=ports, database_port=database_port)
        signins = bank.start(supervisor=supervisor, seed=True)
        say(_welcome(bank=bank, signins=signins, portal=portal))
        supervisor.watch()


def _welcome(*, bank: Split, signins: str, portal: bool) -> str:
    """Return what a newcomer needs to know."""
    width = max(len(name) for name in bank.gateway.ports)
    lines = [
        "",
        f"The split bank runs at {bank.url}" + ("" if portal else " (without a portal)"),
        "",
        *(
            f"  {name:<{width}}  http://{HOST}:{port}   database user bank_{name}"
            for name, port in bank.gateway.ports.items()
        ),
        f"  {'MariaDB':<{width}}  {HOST}:{bank.database.port}",
        "",
        f"  Mails, with the sign-in codes  {bank.state.mail}",
        f"  Logs                           {bank.state.root / 'log'}",
        "",
        sign_ins(signins),
        "",
        "Stop it with Ctrl-C.",
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
