"""`make migrate` and `make seed`: the embedded bank's database, without starting the bank."""

from __future__ import annotations

import os
import sys

from config.run.console import Problem, fail, say
from config.run.embedded import DEFAULT_PORT, embedded
from config.run.paths import VAR, State
from config.run.supervisor import Supervisor


def main() -> int:
    """Migrate, and with `seed` also fill the bank and print the sign-ins."""
    seed = sys.argv[1:] == ["seed"]
    try:
        with State(VAR).lock(), Supervisor() as supervisor:
            supervisor.obey_signals()
            port = int(os.environ.get("PORT") or DEFAULT_PORT)
            url = os.environ.get("DATABASE_URL", "")
            bank = embedded(directory=VAR, port=port, database_url=url)
            if seed:
                (VAR / "signins.txt").unlink(missing_ok=True)
            say(bank.prepare(supervisor=supervisor, seed=seed) or "The database is up to date.")
    except Problem as problem:
        return fail(problem)
    return 0


if __name__ == "__main__":
    sys.exit(main())
