"""The bank in containers, as docker-compose.yml starts it, for the journeys (`make smoke`).

The images of the bank are built before (`make images`); MariaDB, Redis and the mail catcher come
from Debian's packages, so that nothing needs to be pulled: `python -m tests.images.containers BASE`
builds them on any Debian image.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.run.console import Problem, step
from config.run.deployment import make_secrets
from config.run.network import free_port
from config.run.paths import ROOT, VAR
from config.services import SERVICES

HERE = Path(__file__).parent
LOG = VAR / "log" / "containers.log"
SERVERS = {"database": "bank-offline-database:local", "redis": "bank-offline-redis:local"}
START_SECONDS = 420.0


class ContainerBank:
    """A bank of containers; what it keeps ends with it."""

    services = (*(service.name for service in SERVICES), "gateway", "worker", "beat", "redis")

    def __init__(self, *, directory: Path, port: int) -> None:
        """Describe it; `start_all` starts it."""
        self.directory = directory
        self.port = port
        self.base_url = f"http://localhost:{port}"
        self.mail_dir = directory / "mails"

    def start_all(self) -> None:
        """Start everything in the order of its health checks, and fill the demo."""
        self.mail_dir.mkdir()
        make_secrets(directory=self.directory / "secrets")
        self._compose("up", "-d")
        self._wait_until_open()
        # `seed` is a container that ends; journeys need what it makes.
        self._docker("wait", self._container("seed"))

    def stop(self, name: str, *, kill: bool = False) -> None:
        """End one container's process."""
        self._compose("kill" if kill else "stop", name)

    def start(self, name: str) -> None:
        """Start one container again and wait until it is healthy."""
        self._compose("start", name)
        self._wait_until_healthy(name)

    def tend(self) -> None:
        """Do nothing: Docker starts again what ended by itself."""

    def log(self, name: str) -> Path:
        """Return a container's log, as a file."""
        path = self.directory / f"{name}.log"
        path.write_text(self._compose("logs", "--no-color", name), encoding="utf-8")
        return path

    def manage(self, *arguments: str) -> str:
        """Run a management command on this bank and return what it printed."""
        return self._compose("run", "--rm", "seed", "python", "manage.py", *arguments)

    def end(self) -> None:
        """Keep the logs, stop everything and forget its volumes."""
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text(self._compose("logs", "--no-color", "--timestamps"), encoding="utf-8")
        self._compose("down", "--volumes", "--timeout", "5")

    def _wait_until_open(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.base_url}/healthz", timeout=2):  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.5)
        message = f"The gateway did not open:\n{self._compose('ps')}{self._compose('logs')[-4000:]}"
        raise Problem(message)

    def _wait_until_healthy(self, name: str) -> None:
        """Wait for the container's own check; what has none is taken at its word."""
        template = "{{if .State.Health}}{{.State.Health.Status}}{{else}}healthy{{end}}"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            found = self._docker("inspect", "--format", template, self._container(name))
            if found.strip() == "healthy":
                return
            time.sleep(0.5)
        message = f"{name} did not become healthy:\n{self._compose('logs', name)[-4000:]}"
        raise Problem(message)

    def _container(self, name: str) -> str:
        return self._compose("ps", "--quiet", name).strip()

    def _compose(self, *arguments: str) -> str:
        files = ("-f", "docker-compose.yml", "-f", str(HERE / "compose.offline.yml"))
        project = f"bank-{self.directory.name}"
        command = ["docker-compose", "-p", project, *files, "--profile", "light", *arguments]
        return _run(command, environment=self._environment())

    def _docker(self, *arguments: str) -> str:
        return _run(["docker", *arguments], environment=self._environment())

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PORT": str(self.port),
            "SECRETS": str(self.directory / "secrets"),
            "OFFLINE_MAILS": str(self.mail_dir),
            "DATABASE_IMAGE": SERVERS["database"],
            "REDIS_IMAGE": SERVERS["redis"],
            # Another such bank may be running, or ending.
            "BANK_NET": f"172.30.{self.port % 250}",
            # Six services share one machine here.
            "WEB_WORKERS": "1",
        }


def build_servers(*, base: str, options: list[str]) -> None:
    """Build the stand-ins for the official images, with `options` of `docker build`."""
    for target, image in SERVERS.items():
        with step(f"Building {image}"):
            dockerfile = str(HERE / "servers.Dockerfile")
            command = ["docker", "build", *options, "--build-arg", f"BASE={base}"]
            _run([*command, "--target", target, "-t", image, "-f", dockerfile, str(HERE)])


@contextmanager
def container_bank() -> Iterator[ContainerBank]:
    """Run the bank in containers on the Docker of this shell (DOCKER_HOST)."""
    missing = [name for name in ("docker", "docker-compose") if shutil.which(name) is None]
    if missing:
        message = f"Not installed: {', '.join(missing)}. On Debian: docker.io, docker-compose."
        raise Problem(message)
    with tempfile.TemporaryDirectory(prefix="bank-", ignore_cleanup_errors=True) as directory:
        bank = ContainerBank(directory=Path(directory), port=free_port())
        try:
            with step("Starting the bank's containers"):
                bank.start_all()
            yield bank
        finally:
            bank.end()


def _run(command: list[str], *, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"{' '.join(command)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
        raise Problem(message)
    return done.stdout


if __name__ == "__main__":
    build_servers(base=sys.argv[1], options=sys.argv[2:])
