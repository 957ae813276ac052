"""The stages of `make test`, in their order. To add one, add a row."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.run.paths import ROOT, VAR
from config.services import ALL, SERVICES

RESULTS = VAR / "test"
COVERAGE = VAR / "coverage"
LEAST_COVERAGE = 90
# In-process tests: whatever needs a whole running bank has stages of its own.
SUITE = ("config", "kernel", "services", "tests")
WHOLE_BANK = ("tests/journeys", "tests/bench")
BROWSER = "tests/journeys/browser"
_NEEDS = {"mariadb": ("redis", "mariadb"), "sqlite": ("redis",)}
_SUITE_NEEDS = ("redis", "mariadb", "nginx", "postgresql")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One row of the final table."""

    name: str
    command: tuple[str, ...]
    # Throwaway servers whose addresses the command gets: "mariadb", "redis".
    servers: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    # What `tests/servers/install.py` must have installed.
    needs: tuple[str, ...] = ()
    # Whether the stage makes tests pass or fail, or only judges what others left behind.
    judges: bool = False


def stages() -> list[Stage]:
    """Return every stage."""
    check = (sys.executable, "-m", "config.run.check")
    return [
        Stage(name="checks", command=(*check, "--python")),
        Stage(name="portal", command=(*check, "--portal")),
        _suite(ALL, on="mariadb"),
        _suite(ALL, on="sqlite"),
        *(_suite(service.name, on="mariadb") for service in SERVICES),
        *(_suite(service.name, on="sqlite") for service in SERVICES),
        _journeys("embedded", needs=("redis",)),
        _journeys("split", needs=("mariadb", "redis", "nginx")),
        _journeys("postgres", needs=("postgresql", "redis")),
        _journeys("postgres-tls", needs=("postgresql", "redis")),
        Stage(
            name="browser",
            command=_pytest("browser", BROWSER),
            environment={"JOURNEYS_ON": "embedded", "COVERAGE_FILE": _coverage("browser")},
            needs=("chromium", "redis"),
        ),
        Stage(
            name="coverage",
            command=(sys.executable, "-m", "tests.coverage_report", str(LEAST_COVERAGE)),
            judges=True,
        ),
    ]


def _suite(service: str, *, on: str) -> Stage:
    """Return the in-process tests as SERVICE=`service` on one database."""
    name = f"{service} on {on}"
    paths = SUITE if service == ALL else ("kernel", f"services/{service}")
    options = [f"--ignore={path}" for path in WHOLE_BANK]
    # Two cores are what the smallest of our machines has.
    options += ["-n", "2"] if service == ALL else []
    environment = {"SERVICE": service, "COVERAGE_FILE": _coverage(name)}
    if on == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{RESULTS / 'suite.sqlite3'}"
    return Stage(
        name=name,
        command=_pytest(name, *options, *(path for path in paths if (ROOT / path).exists())),
        servers=("redis", "mariadb") if on == "mariadb" else ("redis",),
        environment=environment,
        # `tests/servers` has tests of its own, which start each server once.
        needs=_SUITE_NEEDS if service == ALL else _NEEDS[on],
    )


def _journeys(kind: str, *, needs: tuple[str, ...]) -> Stage:
    """Return the journeys over HTTP against one kind of running bank."""
    name = f"journeys on {kind}"
    return Stage(
        name=name,
        command=_pytest(name, f"--ignore={BROWSER}", "tests/journeys"),
        environment={"JOURNEYS_ON": kind, "COVERAGE_FILE": _coverage(name)},
        needs=needs,
    )


def _pytest(name: str, *arguments: str) -> tuple[str, ...]:
    report = f"--junit-xml={RESULTS / file_name(name)}.xml"
    options = ("--cov", "--cov-report=", "--durations=5", report)
    return (sys.executable, "-m", "pytest", *options, *arguments)


def _coverage(name: str) -> str:
    return str(COVERAGE / f".coverage.{file_name(name)}")


def file_name(stage: str) -> str:
    """Return a stage's name as a file's name."""
    return Path(stage.replace(" ", "-")).name
