"""`make lock`: pin every requirement with its hashes, for all platforms and Pythons at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from config.run.console import fail, say, step
from config.run.paths import ROOT

# Others are held to what this one chose (`-c base.txt` in their files), so it comes first.
FIRST = "base"
OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-annotate",
)


def main() -> int:
    """Compile requirements/*.in. `make lock` keeps pins; ARGS=--upgrade takes newer ones."""
    folder = ROOT / "requirements"
    groups = sorted((path.stem for path in folder.glob("*.in")), key=lambda name: name != FIRST)
    uv = str(Path(sys.executable).parent / "uv")
    arguments = (*OPTIONS, *sys.argv[1:])
    for group in groups:
        command = [uv, "pip", "compile", f"{group}.in", "-o", f"{group}.txt", *arguments]
        with step(f"Locking {group}"):
            done = subprocess.run(command, cwd=folder, env=os.environ, check=False)
        if done.returncode:
            return fail(RuntimeError(f"uv could not lock {group}.in"))
        say(f"requirements/{group}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
