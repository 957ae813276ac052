"""The portal: installed and built when its sources changed, and only then."""

from __future__ import annotations

import hashlib
import importlib
import sys
from pathlib import Path

from config.run.console import Problem, fail, say, step
from config.run.paths import PORTAL, ROOT, VAR
from config.run.supervisor import Supervisor
from config.run.tools import Node, find_node, install_node, require_node

FRONTEND = ROOT / "frontend"
LOCK = FRONTEND / "package-lock.json"
MODULES_MARK = FRONTEND / "node_modules" / ".installed"
BUILD_MARK = VAR / "portal.built"
LOGS = VAR / "log"
# What is made from the sources, or only tests them.
NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite", "test-results", "playwright-report"}


def ensure_portal(*, supervisor: Supervisor) -> bool:
    """Build the portal if its sources changed; tell whether there is a portal at all."""
    if not (FRONTEND / "package.json").exists():
        return False
    mark = _sources_mark()
    if (PORTAL / "index.html").exists() and _read(BUILD_MARK) == mark:
        return True
    node = ensure_modules(supervisor=supervisor)
    with step("Building the portal"):
        supervisor.run(node.run("run", "build", log=LOGS / "npm-build.log", directory=FRONTEND))
    if not (PORTAL / "index.html").exists():
        message = f"npm run build made no {PORTAL / 'index.html'}."
        raise Problem(message)
    _write(BUILD_MARK, mark)
    return True


def ensure_modules(*, supervisor: Supervisor) -> Node:
    """Return Node.js, with the portal's own packages installed as its lock file says."""
    node = ensure_node(supervisor=supervisor)
    mark = _digest(LOCK)
    if _read(MODULES_MARK) != mark:
        with step("Installing the portal's packages (npm ci)"):
            arguments = ("ci", "--no-audit", "--no-fund")
            supervisor.run(node.run(*arguments, log=LOGS / "npm-ci.log", directory=FRONTEND))
        _write(MODULES_MARK, mark)
    return node


def ensure_node(*, supervisor: Supervisor) -> Node:
    """Return Node.js from the PATH, else from PyPI."""
    if (node := find_node()) is not None:
        return node
    with step("Fetching Node.js from PyPI"):
        supervisor.run(install_node(log=LOGS / "pip-node.log"))
    importlib.invalidate_caches()
    return require_node()


def _sources_mark() -> str:
    """Return a digest of every file that the build may read."""
    digest = hashlib.sha256()
    for path in sorted(_sources(FRONTEND)):
        digest.update(f"{path.relative_to(FRONTEND)}\0{_digest(path)}\n".encode())
    return digest.hexdigest()


def _sources(directory: Path) -> list[Path]:
    found: list[Path] = []
    for path in directory.iterdir():
        if path.name in NOT_SOURCES:
            continue
        if path.is_dir():
            found += _sources(path)
        elif path.is_file():
            found.append(path)
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(mark: Path) -> str:
    return mark.read_text(encoding="ascii") if mark.exists() else ""


def _write(mark: Path, content: str) -> None:
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(content, encoding="ascii")


def main() -> int:
    """Build the portal, as `make portal`."""
    with Supervisor() as supervisor:
        supervisor.obey_signals()
        try:
            there = ensure_portal(supervisor=supervisor)
        except Problem as problem:
            return fail(problem)
    say(f"The portal is in {PORTAL}." if there else "There is no frontend directory to build.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
