"""The Debian packages that the tests start servers and browsers from, installed when missing.

Standard library only: a part of it is needed before anything is in the virtual environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.run.console import Problem, fail, say, step

SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
# Debian asks this program before a package starts its server; 101 means no.
POLICY = Path("/usr/sbin/policy-rc.d")
NO_SERVICES = (
    "#!/bin/sh\n# Written by the bank's tests for the length of one installation.\nexit 101\n"
)


@dataclass(frozen=True)
class Need:
    """Something that the tests need, how to see that it is there, and where it comes from."""

    packages: tuple[str, ...]
    present: Callable[[], bool]


def _programs(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name, path=SEARCH) for name in names)


def _postgres_there() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _redis_there() -> bool:
    """Tell whether there is a Redis; the one bundled for this Python will do."""
    bundled = sys.version_info < (3, 13) and os.uname().machine == "x86_64"
    return bundled or _programs("redis-server")()


def _can_build_mysqlclient() -> bool:
    if not _programs("cc", "pkg-config")():
        return False
    header = Path(sysconfig.get_paths()["include"]) / "Python.h"
    known = [
        subprocess.run(["pkg-config", "--exists", name], check=False).returncode == 0
        for name in ("libmariadb", "mysqlclient", "mariadb")
    ]
    return any(known) and header.exists()


NEEDS = {
    "mariadb": Need(
        ("mariadb-server-core", "mariadb-client-core"),
        _programs("mariadbd", "mariadb-install-db"),
    ),
    "redis": Need(("redis-server",), _redis_there),
    "nginx": Need(("nginx-light",), _programs("nginx")),
    "chromium": Need(("chromium", "fonts-dejavu-core"), _programs("chromium")),
    "postgresql": Need(("postgresql",), _postgres_there),
    "mysqlclient-build-deps": Need(
        ("build-essential", "pkg-config", "libmariadb-dev", "python3-dev"),
        _can_build_mysqlclient,
    ),
}


def missing_packages(names: Iterable[str]) -> list[str]:
    """Return the packages of those needs that are not met."""
    return [
        package for name in names if not NEEDS[name].present() for package in NEEDS[name].packages
    ]


def ensure(names: Iterable[str], *, log: Path) -> None:
    """Install what is missing of `names`; nothing is done when nothing is.

    Raises:
        Problem: something is missing and cannot be installed from here.

    """
    wanted = tuple(names)
    packages = missing_packages(wanted)
    if not packages:
        return
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        message = (
            "The tests need packages that are not installed and only root can install: "
            f"apt-get install --no-install-recommends {' '.join(packages)}"
        )
        raise Problem(message)
    with step(f"Installing {' '.join(packages)}"), _no_services_started():
        _run([apt, "update"], log=log)
        _run([apt, "install", "-y", "--no-install-recommends", *packages], log=log)
    if still := missing_packages(wanted):
        message = f"Installed, and still not found: {' '.join(still)}. The log is {log}."
        raise Problem(message)


@contextmanager
def _no_services_started() -> Iterator[None]:
    """Keep Debian from starting servers of its own on this machine."""
    made = not POLICY.exists()
    if made:
        POLICY.write_text(NO_SERVICES, encoding="ascii")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if made:
            POLICY.unlink()


def _run(command: list[str], *, log: Path) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as output:
        done = subprocess.run(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        message = f"{' '.join(command)} failed; {log} ends:\n{tail}"
        raise Problem(message)


def main() -> int:
    """Install what the command line names, or everything."""
    try:
        ensure(sys.argv[1:] or NEEDS, log=Path("var/log/apt.log"))
    except Problem as problem:
        return fail(problem)
    say("Everything that the tests start is installed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
