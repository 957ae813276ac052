"""`make clean` and `make reset`: remove what can be made again. Standard library only."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT)

from config.run.console import Problem, fail, say  # noqa: E402
from config.run.paths import VAR, State  # noqa: E402

BUILT = (
    "frontend/dist",
    "frontend/node_modules",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    ".coverage",
    "var/coverage",
    "var/portal.built",
)
# Never looked into: what is in there is not this project's.
FOREIGN = {".git", ".venv", "node_modules", "var"}


def remove_built() -> None:
    """Remove caches and builds."""
    for name in BUILT:
        _remove(ROOT / name)
    for directory in _directories(ROOT):
        if directory.name == "__pycache__":
            _remove(directory)


def remove_state() -> None:
    """Remove everything that running banks have made, unless one runs now."""
    for state in (VAR, VAR / "split"):
        if state.exists():
            with State(state).lock():
                pass
    _remove(VAR)


def _directories(top: Path) -> list[Path]:
    found: list[Path] = []
    for path in top.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name not in FOREIGN:
            found += [path, *([] if path.name == "__pycache__" else _directories(path))]
    return found


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main() -> int:
    """Remove what the command line names: `built` or `state`."""
    try:
        {"built": remove_built, "state": remove_state}[sys.argv[1]]()
    except Problem as problem:
        return fail(problem)
    say("Removed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
