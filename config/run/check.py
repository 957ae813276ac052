"""`make check`: linters, type checkers and fences. All run, also when an early one fails."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.run.console import Problem, fail, say
from config.run.paths import ROOT, VAR
from config.run.portal import FRONTEND, ensure_modules
from config.run.supervisor import Supervisor

BIN = Path(sys.executable).parent
PYTHON_FILES = ("config", "kernel", "services", "tests", "manage.py")
# Enough for Django to start without a bank: nothing here reaches a database or Redis.
NO_BANK = {"DEBUG": "1", "DATABASE_URL": "sqlite://:memory:", "SERVICE": "all"}


@dataclass(frozen=True)
class Check:
    """One check: a name and the command that fails when something is wrong."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path = ROOT
    # A test run says itself how many tests passed; its output is shown and it counts no more.
    counts_itself: bool = False


def python_checks() -> list[Check]:
    """Return the checks of the Python side."""
    ruff, files = str(BIN / "ruff"), [name for name in PYTHON_FILES if (ROOT / name).exists()]
    migrations = (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")
    return [
        Check("ruff check", (ruff, "check", *files)),
        Check("ruff format", (ruff, "format", "--check", *files)),
        Check("mypy", (str(BIN / "mypy"), *_typed_files()), NO_BANK),
        Check("import fences", (str(BIN / "lint-imports"),), NO_BANK),
        Check("migrations", migrations, NO_BANK),
    ]


def _typed_files() -> list[str]:
    """Return what is typed throughout: everything but the tests themselves."""
    folders = [name for name in PYTHON_FILES if name != "tests" and (ROOT / name).exists()]
    machinery = [*ROOT.glob("tests/*.py"), *ROOT.glob("tests/servers/*.py")]
    return folders + [str(path) for path in machinery if not path.name.startswith("test_")]


def frontend_checks(*, with_tests: bool = False) -> list[Check]:
    """Return the checks of the portal, after installing its packages."""
    if not (FRONTEND / "package.json").exists():
        return []
    with Supervisor() as supervisor:
        node = ensure_modules(supervisor=supervisor)
    environment = {"PATH": node.path}
    scripts = ("lint", "typecheck", *(("test", "build") if with_tests else ()))
    return [
        Check(
            f"npm run {script}",
            (*node.npm, "run", script),
            environment,
            FRONTEND,
            counts_itself=script == "test",
        )
        for script in scripts
    ]


def run(checks: list[Check]) -> list[Check]:
    """Run all and return those that failed, whose output is shown."""
    failed = []
    for check in checks:
        started = time.monotonic()
        done = subprocess.run(
            check.command,
            cwd=check.directory,
            env={**os.environ, **check.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            failed.append(check)
        verdict = "FAILED" if done.returncode else "ok"
        say(f"{check.name:<20} {verdict:<7} {time.monotonic() - started:5.1f} s")
        if done.returncode or check.counts_itself:
            say(done.stdout)
    return failed


def main() -> int:
    """Run the checks; 1 if any failed."""
    parser = argparse.ArgumentParser(description="Run the linters, type checkers and fences.")
    side = parser.add_mutually_exclusive_group()
    side.add_argument("--python", action="store_true", help="the Python side only")
    side.add_argument("--portal", action="store_true", help="the portal only, with tests and build")
    options = parser.parse_args()
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    try:
        checks = [] if options.portal else python_checks()
        checks += [] if options.python else frontend_checks(with_tests=options.portal)
    except Problem as problem:
        return fail(problem)
    failed = run(checks)
    counted = [check for check in checks if not check.counts_itself]
    bad = [check for check in failed if not check.counts_itself]
    say(f"\n{len(counted) - len(bad)} passed, {len(bad)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
