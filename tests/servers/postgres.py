"""A throwaway PostgreSQL, plain or with nothing but TLS."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.run.console import Problem
from config.run.network import HOST, accepts, free_port
from config.run.process import Spec
from tests.servers.certificates import make_certificates
from tests.servers.temporary import place

PASSWORD = "throwaway"
DATABASE = "bank"
# Debian's own place comes first: another `postgres` on the PATH need not be a whole server.
DEBIAN = Path("/usr/lib/postgresql")
_FAST = signal.SIGINT
MISSING = "There is no PostgreSQL server. Install it: apt-get install postgresql"


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A running server."""

    port: int
    log: Path
    authority: Path | None = None

    def url(self, *, tls: bool | None = None) -> str:
        """Return the DATABASE_URL; over TLS the server's certificate is checked in full."""
        url = f"postgres://bank:{PASSWORD}@{HOST}:{self.port}/{DATABASE}"
        if self.authority is None or tls is False:
            return f"{url}?sslmode=disable"
        return f"{url}?sslmode=verify-full&sslrootcert={self.authority}"


@contextmanager
def postgres(*, tls: bool = False) -> Iterator[Postgres]:
    """Run a PostgreSQL and give it; with `tls` it refuses connections without."""
    with place() as (directory, supervisor):
        data, port = directory / "data", free_port()
        user, group = _owner()
        certificates = make_certificates(directory=directory / "tls") if tls else None
        data.mkdir(mode=0o700)
        secret = directory / "password"
        secret.write_text(PASSWORD, encoding="ascii")
        _give(data, secret, user=user, group=group)
        _initialise(data=data, secret=secret, user=user, group=group)
        options = ["fsync=on", f"listen_addresses={HOST}", f"unix_socket_directories={data}"]
        if certificates is not None:
            key = data / "server.key"
            shutil.copyfile(certificates.key, key)
            key.chmod(0o600)
            _give(key, user=user, group=group)
            options += ["ssl=on", f"ssl_cert_file={certificates.certificate}"]
            options += [f"ssl_key_file={key}"]
        # Over the network nobody gets in without TLS; the socket is for making the database.
        kind = "hostssl" if tls else "host"
        rules = f"local all all trust\n{kind} all all {HOST}/32 scram-sha-256\n"
        (data / "pg_hba.conf").write_text(rules, encoding="ascii")
        settings = [part for option in options for part in ("-c", option)]
        command = [_program("postgres"), "-D", str(data), "-p", str(port), *settings]
        log = directory / "postgres.log"
        # A "fast" shutdown is SIGINT; SIGTERM would wait for every client to go.
        spec = Spec(
            name="postgres",
            command=command,
            log=log,
            user=user,
            group=group,
            directory=data,
            stop_signal=_FAST,
            outlives_others=True,
        )
        supervisor.start(spec, ready=lambda: _made(data=data, port=port), within=60.0)
        authority = certificates.authority if certificates else None
        yield Postgres(port=port, log=log, authority=authority)


def _made(*, data: Path, port: int) -> bool:
    """Tell whether the server answers; the first answer is used to make the database."""
    if not accepts(port):
        return False
    command = [_program("createdb"), "-h", str(data), "-p", str(port), "-U", "bank", DATABASE]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _initialise(*, data: Path, secret: Path, user: int | None, group: int | None) -> None:
    command = [_program("initdb"), "-D", str(data), "-U", "bank", "--pwfile", str(secret)]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(
        command,
        user=user,
        group=group,
        extra_groups=[] if user is not None else None,
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"initdb failed:\n{done.stdout}{done.stderr}"
        raise Problem(message)


def _owner() -> tuple[int | None, int | None]:
    """Return who runs the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None, None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    message = "PostgreSQL does not run as root, and there is no user `postgres` or `nobody`."
    raise Problem(message)


def _give(*paths: Path, user: int | None, group: int | None) -> None:
    for path in paths:
        if user is not None and group is not None:
            os.chown(path, user, group)


def _program(name: str) -> str:
    """Return one of the server's programs, of the newest version installed.

    Raises:
        Problem: there is none.

    """
    versions = [path for path in DEBIAN.glob("*/bin") if re.fullmatch(r"\d+", path.parent.name)]
    for folder in sorted(versions, key=lambda path: int(path.parent.name), reverse=True):
        if (folder / name).exists() and (folder / "initdb").exists():
            return str(folder / name)
    initdb = shutil.which("initdb")
    if initdb and (Path(initdb).resolve().parent / name).exists():
        return str(Path(initdb).resolve().parent / name)
    raise Problem(MISSING)
