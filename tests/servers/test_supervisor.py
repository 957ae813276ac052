"""Nothing is left running: not after an orderly stop, not after a crash of any part."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.run.console import Problem
from config.run.network import free_port, port_is_free, require_port
from config.run.paths import ROOT, State
from config.run.process import Spec
from config.run.supervisor import Supervisor

# A process that starts another one, says both ids, and ignores what it can.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), inner.pid, flush=True)
time.sleep(600)
"""
KIND = "import time; print('up', flush=True); time.sleep(600)"
KILLED_SUPERVISOR = """
import sys, time
from pathlib import Path
from config.run.process import Spec
from config.run.supervisor import Supervisor
with Supervisor() as supervisor:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    child = supervisor.start(Spec(name="child", command=command, log=Path(sys.argv[1])))
    print(child.pid, flush=True)
    time.sleep(600)
"""


def spec(*, code, log, name="child", **options):
    return Spec(name=name, command=[sys.executable, "-c", code], log=log, **options)


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def until(condition, *, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def test_a_stubborn_process_and_its_children_are_ended(tmp_path):
    log = tmp_path / "log"
    with Supervisor() as supervisor:
        child = supervisor.start(
            spec(code=STUBBORN, log=log, grace=0.3), ready=lambda: b"\n" in log.read_bytes()
        )
        pids = [int(word) for word in child.log_tail().split()]
        assert [alive(pid) for pid in pids] == [True, True]
    until(lambda: not any(alive(pid) for pid in pids))


def test_a_process_that_ends_by_itself_is_told_with_its_last_words(tmp_path):
    code = "import sys; sys.exit('no more money')"
    with Supervisor() as supervisor:
        supervisor.start(spec(code=KIND, log=tmp_path / "a", name="a"))
        supervisor.start(spec(code=code, log=tmp_path / "b", name="b"))
        with pytest.raises(Problem, match=r"b ended by itself \(exit code 1\)[\s\S]*no more money"):
            until(supervisor.tend)


def test_a_process_that_restarts_is_started_again_and_others_stay(tmp_path, monkeypatch):
    monkeypatch.setattr("config.run.supervisor.SETTLED_SECONDS", 0.0)
    with Supervisor() as supervisor:
        first = supervisor.start(spec(code=KIND, log=tmp_path / "a", name="a", restarts=True))
        other = supervisor.start(spec(code=KIND, log=tmp_path / "b", name="b"))
        os.kill(first.pid, signal.SIGKILL)
        until(lambda: not first.running)
        supervisor.tend()
        assert supervisor.running("a")
        assert supervisor.pids()["a"] != first.pid
        assert supervisor.pids()["b"] == other.pid


def test_what_ends_at_its_start_is_told_even_if_it_restarts(tmp_path):
    with Supervisor() as supervisor:
        code = "import sys; sys.exit('wrong settings')"
        supervisor.start(spec(code=code, log=tmp_path / "a", restarts=True))
        with pytest.raises(Problem, match="wrong settings"):
            until(supervisor.tend)


def test_a_killed_supervisor_takes_its_processes_along(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_SUPERVISOR, str(tmp_path / "log")],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    pid = int(process.stdout.readline())
    assert alive(pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    until(lambda: not alive(pid))


def test_a_database_is_ended_after_those_that_use_it(tmp_path):
    said = tmp_path / "order"
    farewell = (
        "import signal, sys, time\n"
        f"def bye(*_): open({str(said)!r}, 'a').write(sys.argv[1]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, bye)\n"
        "print('up', flush=True)\n"
        "time.sleep(600)\n"
    )
    with Supervisor() as supervisor:
        for name, last in (("database ", True), ("service ", False)):
            log = tmp_path / name.strip()
            command = [sys.executable, "-c", farewell, name]
            one = Spec(name=name, command=command, log=log, outlives_others=last)
            supervisor.start(one, ready=lambda log=log: b"up" in log.read_bytes())
    assert said.read_text(encoding="ascii") == "service database "


def test_a_failed_tool_shows_what_it_wrote(tmp_path):
    failing = spec(code="print('half done'); raise SystemExit(3)", log=tmp_path / "log")
    with (
        Supervisor() as supervisor,
        pytest.raises(Problem, match=r"exit code 3[\s\S]*half done"),
    ):
        supervisor.run(failing)


def test_a_missing_program_is_named(tmp_path):
    nothing = Spec(name="x", command=["no-such-program"], log=tmp_path / "log")
    with Supervisor() as supervisor, pytest.raises(Problem, match="no-such-program"):
        supervisor.start(nothing)


def test_a_taken_port_is_named_before_anything_is_done():
    with subprocess.Popen(
        [
            sys.executable,
            "-u",
            "-m",
            "http.server",
            "--bind",
            "127.0.0.1",
            str(port := free_port()),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        until(lambda: not port_is_free(port))
        with pytest.raises(Problem, match=f"Port {port} on 127.0.0.1 is taken"):
            require_port(port, setting="PORT")
        server.terminate()


def test_one_state_is_used_by_one_bank_at_a_time(tmp_path):
    code = f"""
from pathlib import Path
from config.run.paths import State
with State(Path({str(tmp_path)!r})).lock():
    pass
"""
    with State(tmp_path).lock():
        second = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert second.returncode
    assert f"running already, as process {os.getpid()}" in second.stderr


def test_a_deep_checkout_gets_short_sockets(tmp_path):
    deep = tmp_path / ("a" * 100)
    deep.mkdir()
    socket = State(deep).socket("redis")
    assert len(os.fsencode(socket)) < 100
    assert socket == State(deep).socket("redis")
    assert State(tmp_path / "b").socket("redis") != socket
    socket.parent.rmdir()
