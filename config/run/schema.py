"""`make schema`: write the API's OpenAPI document and, from it, the portal's typed client."""

from __future__ import annotations

import sys

from config.run.check import NO_BANK
from config.run.console import Problem, fail, say, step
from config.run.gateway import SCHEMA
from config.run.paths import ROOT, VAR
from config.run.portal import FRONTEND, ensure_modules
from config.run.supervisor import Supervisor
from config.run.tools import manage


def write_schema(*, supervisor: Supervisor) -> None:
    """Write both files; a warning of the schema's maker is a failure."""
    arguments = ("spectacular", "--format", "openapi-json", "--validate", "--fail-on-warn")
    log = VAR / "log" / "manage-spectacular.log"
    with step("Writing the API's schema"):
        spec = manage(*arguments, "--file", str(SCHEMA), environment=NO_BANK, log=log)
        supervisor.run(spec)
    say(str(SCHEMA.relative_to(ROOT)))
    node = ensure_modules(supervisor=supervisor)
    with step("Generating the portal's client"):
        log = VAR / "log" / "npm-generate.log"
        supervisor.run(node.run("run", "generate", log=log, directory=FRONTEND))


def main() -> int:
    """Write the schema and the client."""
    with Supervisor() as supervisor:
        supervisor.obey_signals()
        try:
            write_schema(supervisor=supervisor)
        except Problem as problem:
            return fail(problem)
    return 0


if __name__ == "__main__":
    sys.exit(main())
