"""Make `.venv` and put the locked packages into it. Runs with the system's Python, alone.

Only the standard library is here, and the first lines run on any Python 3, so that one which is
too old gets a sentence and not a syntax error.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (a person may well call it with an older one)
    _VERSION = "{}.{}".format(*sys.version_info[:2])
    sys.stderr.write(
        "This is Python " + _VERSION + "; the bank needs 3.11 or newer. Install it (Debian 12 and "
        "Ubuntu 24.04 have it: apt-get install python3 python3-venv) or name another one: "
        "make PYTHON=python3.12 ...\n"
    )
    sys.exit(1)

import argparse
import hashlib
import importlib.util
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Called as a file: its own directory must not stand before the standard library.
sys.path[0] = str(ROOT)

from config.run.console import Problem, fail, say, step  # noqa: E402
from config.run.network import require_port  # noqa: E402

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MARKS = VENV / "installed"
HINTS = {
    "mysql": (
        "mysqlclient is built from source: "
        "apt-get install build-essential pkg-config libmariadb-dev python3-dev"
    ),
}


def ensure_environment(*, groups: list[str]) -> None:
    """Make the virtual environment and install `groups` (requirements/<group>.txt) into it."""
    if not _usable():
        _require_venv_module()
        with step(f"Making {VENV.name} with Python {sys.version.split()[0]}"):
            _run([sys.executable, "-m", "venv", "--clear", str(VENV)], hint="")
    for group in groups:
        _install(group)


def _install(group: str) -> None:
    wanted = ROOT / "requirements" / f"{group}.txt"
    mark = MARKS / group
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text(encoding="ascii") == digest:
        return
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    command += ["--require-hashes", "-r", str(wanted)]
    with step(f"Installing Python packages ({group})"):
        _run(command, hint=HINTS.get(group, ""))
    MARKS.mkdir(exist_ok=True)
    mark.write_text(digest, encoding="ascii")


def _usable() -> bool:
    """Tell whether the environment is there, whole, and of a Python that still exists."""
    if not PYTHON.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0


def _require_venv_module() -> None:
    """Say what is missing before anything is made.

    Raises:
        Problem: Debian has split the module off and it is not installed.

    """
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    message = (
        f"Python {version} is here, its venv module is not. Install it: "
        f"apt-get install python3-venv   (or python{version}-venv)"
    )
    raise Problem(message)


def _run(command: list[str], *, hint: str) -> None:
    # PYTHONPATH and the like of the shell must not leak into the environment that is made.
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )
    if done.returncode:
        message = f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}\n{hint}"
        raise Problem(message.rstrip())


def main() -> int:
    """Set up what the command line asks for."""
    parser = argparse.ArgumentParser(description="Set up the bank's Python environment.")
    parser.add_argument("groups", nargs="*", default=["base"])
    parser.add_argument("--port", help="PORT=8000: stop at once if this port is taken")
    options = parser.parse_args()
    try:
        if options.port:
            setting, _, number = options.port.partition("=")
            require_port(int(number), setting=setting)
        ensure_environment(groups=options.groups)
    except Problem as problem:
        return fail(problem)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
