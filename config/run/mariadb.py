"""MariaDB as a bank needs it, started from the PATH without touching the system's own server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

from config.run.console import Problem
from config.run.network import ANSWER_SECONDS, HOST
from config.run.process import Spec

DATABASE = "bank"
# mariadbd stands in /usr/sbin, which is not on everybody's PATH.
SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
MISSING = (
    "There is no MariaDB server on the PATH (mariadbd and mariadb-install-db). Install it, for "
    "example with `apt-get install mariadb-server-core mariadb-client-core`."
)

# Each differs from the server's own default; docs/ledger.md says what goes wrong otherwise.
SETTINGS = {
    "innodb-flush-log-at-trx-commit": "1",
    "innodb-rollback-on-timeout": "ON",
    "innodb-lock-wait-timeout": "5",
    "idle-write-transaction-timeout": "5",
    "idle-transaction-timeout": "30",
    "innodb-print-all-deadlocks": "ON",
    # Older servers do not know it, and start all the same.
    "loose-innodb-snapshot-isolation": "ON",
    "character-set-server": "utf8mb4",
    "collation-server": "utf8mb4_bin",
    "max-connections": "300",
    "innodb-buffer-pool-size": "512M",
    "skip-name-resolve": "ON",
    "skip-log-bin": "",
}


def find_program(name: str) -> str:
    """Return the path of one of the server's programs.

    Raises:
        Problem: it is not installed.

    """
    found = shutil.which(name, path=SEARCH)
    if not found:
        raise Problem(MISSING)
    return found


class MariaDBServer:
    """A server with its own data directory, port and socket."""

    def __init__(
        self, *, directory: Path, socket: Path, port: int, log: Path, passwords: dict[str, str]
    ) -> None:
        """Describe the server; `passwords` are those of `root` and of further administrators."""
        self.directory = directory
        self.socket = socket
        self.port = port
        self.log = log
        self.passwords = passwords

    def url(self, *, user: str = "root", password: str | None = None) -> str:
        """Return the DATABASE_URL of a user."""
        secret = self.passwords[user] if password is None else password
        return f"mysql://{user}:{secret}@{HOST}:{self.port}/{DATABASE}"

    @property
    def data(self) -> Path:
        """Return the data directory."""
        return self.directory / "data"

    def install(self) -> bool:
        """Make the data directory; tell whether it was made now.

        Raises:
            Problem: the installation failed.

        """
        if (self.directory / "installed").exists():
            return False
        # Without the mark, what is there is a half-made directory of an interrupted run.
        shutil.rmtree(self.data, ignore_errors=True)
        self.directory.mkdir(parents=True, exist_ok=True)
        command = [
            find_program("mariadb-install-db"),
            "--no-defaults",
            f"--datadir={self.data}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
            *self._user(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            message = f"mariadb-install-db failed:\n{done.stdout}{done.stderr}"
            raise Problem(message)
        (self.directory / "installed").touch()
        return True

    def spec(self) -> Spec:
        """Return what to start."""
        start = self.directory / "start.sql"
        start.touch(mode=0o600)
        start.write_text(self._start_sql(), encoding="ascii")
        settings = [f"--{key}={value}" if value else f"--{key}" for key, value in SETTINGS.items()]
        command = [
            find_program("mariadbd"),
            "--no-defaults",
            *self._user(),
            f"--datadir={self.data}",
            # Servers that share /tmp delete each other's temporary tables when they start.
            f"--tmpdir={self.data}",
            f"--socket={self.socket}",
            f"--pid-file={self.directory / 'mariadbd.pid'}",
            f"--bind-address={HOST}",
            f"--port={self.port}",
            f"--init-file={start}",
            *settings,
        ]
        return Spec(name="mariadb", command=command, log=self.log, grace=30.0, outlives_others=True)

    def ready(self) -> bool:
        """Tell whether it greets clients; it listens a while before it does."""
        with socket.socket() as probe:
            probe.settimeout(ANSWER_SECONDS)
            try:
                probe.connect((HOST, self.port))
                greeting = probe.recv(5)
            except OSError:
                return False
        # Four bytes of header, then the protocol's version; 0xff would be an error.
        return len(greeting) == len(b"head!") and greeting[4] != 0xFF  # noqa: PLR2004

    def _start_sql(self) -> str:
        """Return what the server does at each start, before it listens to anybody."""
        lines = [
            f"CREATE DATABASE IF NOT EXISTS {DATABASE};",
            # The installation's name-less and password-less accounts.
            "DELETE FROM mysql.global_priv WHERE User='';",
            "DELETE FROM mysql.global_priv WHERE User='root' AND Host IN ('::1', @@hostname);",
            "FLUSH PRIVILEGES;",
        ]
        for user, secret in self.passwords.items():
            for host in ("localhost", "127.0.0.1"):
                name = f"'{user}'@'{host}'"
                lines += [
                    f"CREATE USER IF NOT EXISTS {name};",
                    f"ALTER USER {name} IDENTIFIED BY '{secret}';",
                    f"GRANT ALL ON *.* TO {name} WITH GRANT OPTION;"
                    if user == "root"
                    else f"GRANT ALL ON {DATABASE}.* TO {name};",
                ]
        return "\n".join(lines) + "\n"

    @staticmethod
    def _user() -> list[str]:
        """Return the option without which the server refuses to run as root."""
        return ["--user=root"] if os.geteuid() == 0 else []
