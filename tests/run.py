"""`make test`: set up, run every stage, say what happened. Also runs alone: see --help."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass

from config.run.console import Problem, fail, say, step
from config.run.paths import ROOT, VAR
from config.run.process import Spec
from config.run.supervisor import Supervisor
from tests.servers.install import ensure
from tests.servers.mariadb import mariadb
from tests.servers.redis import redis
from tests.stages import COVERAGE, RESULTS, Stage, file_name, stages

STAGE_SECONDS = 3600.0
GROUPS = ("base", "dev", "mysql", "postgres")
# How pytest, vitest and our own checks close: "3 failed, 120 passed in 4.2s", "Tests  9 passed".
CLOSING = re.compile(r"^(=+ .* in [\d.]+s.*=+|\s*Tests\s.*|\d+ passed, \d+ failed)$")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
SHOWN_LINES = 400
SHORT_LINES = 40


@dataclass(kw_only=True)
class Outcome:
    """How a stage ended."""

    stage: Stage
    passed: int
    failed: int
    seconds: float
    ok: bool
    output: str


def set_up(*, chosen: list[Stage], supervisor: Supervisor) -> None:
    """Install what the chosen stages need: Debian's packages, then Python's.

    Raises:
        Problem: something could not be installed.

    """
    needs = {need for stage in chosen for need in stage.needs}
    ensure(sorted({*needs, "mysqlclient-build-deps"}), log=VAR / "log" / "apt.log")
    bootstrap = str(ROOT / "config" / "run" / "bootstrap.py")
    with step("Installing Python packages"):
        log = RESULTS / "set-up.log"
        command = [sys.executable, bootstrap, *GROUPS]
        supervisor.run(Spec(name="set-up", command=command, log=log, directory=ROOT))


def run_stage(stage: Stage, *, pick: str, supervisor: Supervisor) -> Outcome:
    """Run one stage with the servers that it asks for."""
    started = time.monotonic()
    log = RESULTS / f"{file_name(stage.name)}.log"
    picks = ("-k", pick) if pick and "pytest" in stage.command else ()
    ok, trouble = True, ""
    with ExitStack() as servers, step(stage.name):
        try:
            environment = dict(stage.environment)
            if "redis" in stage.servers:
                environment["REDIS_URL"] = servers.enter_context(redis()).url
            if "mariadb" in stage.servers:
                environment["DATABASE_URL"] = servers.enter_context(mariadb(in_memory=True)).url()
            spec = Spec(
                name=stage.name,
                command=[*stage.command, *picks],
                environment=environment,
                directory=ROOT,
                log=log,
            )
            supervisor.run(spec, within=STAGE_SECONDS)
        except Problem as problem:
            ok, trouble = False, str(problem)
    # Without a log, a server did not start, and the problem says why.
    output = log.read_text(encoding="utf-8", errors="replace") if log.exists() else trouble
    passed, failed = count(output)
    return Outcome(
        stage=stage,
        passed=passed,
        failed=failed if ok or failed else 1,
        seconds=time.monotonic() - started,
        ok=ok,
        output=output,
    )


def count(output: str) -> tuple[int, int]:
    """Return how many tests passed and failed, from the closing lines of the runs."""
    passed = failed = 0
    for line in ANSI.sub("", output).splitlines():
        if CLOSING.match(line):
            passed += sum(int(number) for number in re.findall(r"(\d+) passed", line))
            failed += sum(int(number) for number in re.findall(r"(\d+) (?:failed|error)", line))
    return passed, failed


def run(*, chosen: list[Stage], pick: str) -> int:
    """Set up, run the stages, print the table; 0 if all is well."""
    shutil.rmtree(COVERAGE, ignore_errors=True)
    for directory in (RESULTS, COVERAGE):
        directory.mkdir(parents=True, exist_ok=True)
    outcomes: list[Outcome] = []
    with Supervisor() as supervisor:
        supervisor.obey_signals()
        say("== setting up")
        set_up(chosen=chosen, supervisor=supervisor)
        for stage in chosen:
            say(f"\n== {stage.name}")
            (RESULTS / f"{file_name(stage.name)}.log").unlink(missing_ok=True)
            outcome = run_stage(stage, pick=pick, supervisor=supervisor)
            first = not outcome.ok and all(earlier.ok for earlier in outcomes)
            outcomes.append(outcome)
            _tell(outcome, lines=SHOWN_LINES if first else SHORT_LINES)
    return _close(outcomes)


def _tell(outcome: Outcome, *, lines: int) -> None:
    if not outcome.ok or outcome.stage.judges:
        say("\n".join(outcome.output.splitlines()[-lines:]))
    verdict = "ok" if outcome.ok else "FAILED"
    say(f"-- {outcome.stage.name}: {verdict}, {outcome.passed} passed, {outcome.seconds:.0f} s")


def _close(outcomes: list[Outcome]) -> int:
    """Print the table and, as the last line, the sum."""
    width = max(len(outcome.stage.name) for outcome in outcomes)
    say(f"\n{'stage':<{width}}  {'':<6}  passed  failed  seconds")
    for outcome in outcomes:
        verdict = "ok" if outcome.ok else "FAILED"
        say(
            f"{outcome.stage.name:<{width}}  {verdict:<6}  {outcome.passed:>6}  "
            f"{outcome.failed:>6}  {outcome.seconds:>7.0f}"
        )
    say(f"\nLogs and JUnit files of every stage: {RESULTS}")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    say(f"{passed} passed, {failed} failed")
    return 0 if all(outcome.ok for outcome in outcomes) else 1


def main() -> int:
    """Run what the command line asks for, or everything."""
    known = stages()
    parser = argparse.ArgumentParser(description="Run the bank's tests.")
    parser.add_argument("--only", action="append", metavar="STAGE", help="repeatable; see --list")
    parser.add_argument("-k", dest="pick", default="", help="as pytest's -k")
    parser.add_argument("--list", action="store_true", help="list the stages")
    options = parser.parse_args()
    if options.list:
        say("\n".join(stage.name for stage in known))
        return 0
    chosen = [stage for stage in known if not options.only or stage.name in options.only]
    unknown = set(options.only or ()) - {stage.name for stage in known}
    if unknown:
        return fail(Problem(f"No stage is called {', '.join(sorted(unknown))}; see --list."))
    # Nothing of the shell may decide what is tested.
    for name in ("DATABASE_URL", "REDIS_URL", "SERVICE", "EMBEDDED", "PORT", "MAKEFLAGS"):
        os.environ.pop(name, None)
    try:
        return run(chosen=chosen, pick=options.pick)
    except Problem as problem:
        return fail(problem)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
