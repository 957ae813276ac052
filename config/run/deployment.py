"""`make secrets`: what the containers of one bank must know and nobody else, as files.

They lie in `secrets/` (never in git, never in an image), are made once and kept: throwing them
away makes what is sealed in the database unreadable. The folder is open to its owner only; the
files in it can be read by whoever gets one mounted, which is what a container's own user needs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from config.run.console import say
from config.run.keys import make_keys, password
from config.run.mariadb import DATABASE
from config.run.paths import ROOT
from config.services import ALL, SERVICES

SECRETS = ROOT / "secrets"
DATABASE_HOST = "database"
MIGRATOR = "migrator"
EXPORTER = "exporter"
# What the statistics of the server are read with; it sees no row of the bank.
EXPORTER_RIGHTS = "PROCESS, REPLICATION CLIENT"


def make_secrets(*, directory: Path, host: str = DATABASE_HOST) -> list[Path]:
    """Make what is missing in `directory` and return every file; `host` is the database's name."""
    make_keys(directory=directory)
    users = {"root": "root", MIGRATOR: MIGRATOR, EXPORTER: EXPORTER}
    users |= {name: f"bank_{name}" for name in (*(row.name for row in SERVICES), ALL)}
    content = {
        f"database_url_{name}": (
            f"mysql://{user}:{password(directory=directory, name=user)}@{host}:3306/{DATABASE}"
        )
        for name, user in users.items()
    }
    password(directory=directory, name="grafana")
    exporter = password(directory=directory, name=EXPORTER)
    content["exporter.cnf"] = f"[client]\nuser={EXPORTER}\npassword={exporter}\n"
    content["exporter.sql"] = (
        f"CREATE USER '{EXPORTER}'@'%' IDENTIFIED BY '{exporter}' WITH MAX_USER_CONNECTIONS 3;\n"
        f"GRANT {EXPORTER_RIGHTS} ON *.* TO '{EXPORTER}'@'%';\n"
    )
    for name, text in content.items():
        if not (directory / name).exists():
            (directory / name).write_text(text, encoding="ascii")
    files = sorted(path for path in directory.iterdir() if path.is_file())
    for path in files:
        path.chmod(0o444)
    return files


def main() -> int:
    """Make the secrets, in another folder if one is named; say where they are, not what."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else SECRETS
    files = make_secrets(directory=directory)
    say(f"{len(files)} files in {directory}. Keep data_keys and index_keys apart from the backups.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
