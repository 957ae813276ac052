"""Put the stages' measurements together and judge them: how many Python lines were run."""

from __future__ import annotations

import subprocess
import sys

from config.run.paths import ROOT
from tests.stages import COVERAGE

COMMAND = (sys.executable, "-m", "coverage")


def main() -> int:
    """Report the coverage of all stages together; fail under the given percentage."""
    least = sys.argv[1]
    whole = COVERAGE / "whole"
    data = f"--data-file={whole}"
    found = [str(path) for path in COVERAGE.glob(".coverage.*")]
    for command in (
        (*COMMAND, "combine", "--keep", data, *found),
        (*COMMAND, "report", data, "--skip-covered", f"--fail-under={least}"),
    ):
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
