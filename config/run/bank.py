"""The bank's own processes: what each service, worker and beat is started with."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.run.keys import Keys
from config.run.network import HOST
from config.run.paths import ROOT, State
from config.run.process import Spec
from config.services import ALL, BY_NAME, SERVICES

QUEUES = ",".join(service.queue for service in SERVICES)
HOLDS_PRIVATE_KEY = {ALL, BY_NAME["auth"].name}


@dataclass(frozen=True, kw_only=True)
class Bank:
    """What all processes of one bank have in common."""

    state: State
    keys: Keys
    public_url: str
    redis_url: str
    settings: Mapping[str, str] = field(default_factory=dict)

    def environment(self, *, service: str, database_url: str, process: str) -> dict[str, str]:
        """Return the settings of one process.

        Every setting that differs between processes is named, so that nothing comes in by
        accident from the shell that started the launcher.
        """
        private = str(self.keys.private_key) if service in HOLDS_PRIVATE_KEY else ""
        return {
            "SERVICE": service,
            "DATABASE_URL": database_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY_FILE": str(self.keys.secret_key),
            "JWT_PRIVATE_KEY_FILE": private,
            "JWT_PRIVATE_KEY": "",
            "JWT_PUBLIC_KEYS": "",
            "JWT_PUBLIC_KEYS_FILE": str(self.keys.public_keys),
            "JWKS_URL": "",
            "PUBLIC_URL": self.public_url,
            "ISSUER": self.public_url,
            "MAIL_DIR": str(self.state.mail),
            "METRICS_PORT": "0",
            "PROMETHEUS_MULTIPROC_DIR": str(self._metrics(process)),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    def web(self, *, service: str, database_url: str, port: int, metrics_port: int = 0) -> Spec:
        """Return a service that answers on `port`."""
        name = "web" if service == ALL else service
        environment = self.environment(service=service, database_url=database_url, process=name)
        command = [_program("gunicorn"), "--config", str(ROOT / "config" / "gunicorn.py")]
        return Spec(
            name=name,
            command=[*command, "--bind", f"{HOST}:{port}", "config.wsgi:application"],
            environment=environment | {"METRICS_PORT": str(metrics_port)},
            directory=ROOT,
            log=self.state.log(name),
        )

    def worker(self, *, database_url: str, beat: bool, concurrency: int = 2) -> Spec:
        """Return the worker of every queue, with beat inside it or without."""
        command = [*_CELERY, "worker", "--loglevel", "INFO", "-Q", QUEUES]
        command += ["--concurrency", str(concurrency), "--without-mingle", "--without-gossip"]
        if beat:
            command += ["--beat", "--schedule", str(self._schedule())]
        return self._background("worker", command, database_url)

    def beat(self, *, database_url: str) -> Spec:
        """Return the clock that puts timed work into the queues. There is one, never two."""
        command = [*_CELERY, "beat", "--loglevel", "INFO", "--schedule", str(self._schedule())]
        # The lock of `State` already says that it runs once; its own file only gets in the way.
        return self._background("beat", [*command, "--pidfile", ""], database_url)

    def _background(self, name: str, command: list[str], database_url: str) -> Spec:
        environment = self.environment(service=ALL, database_url=database_url, process=name)
        return Spec(
            name=name,
            command=command,
            environment=environment,
            directory=ROOT,
            log=self.state.log(name),
            grace=15.0,
            # Celery gives up on some ways in which Redis can go away; the queue keeps the work.
            restarts=True,
        )

    def _schedule(self) -> Path:
        return self.state.root / "beat-schedule"

    def _metrics(self, process: str) -> Path:
        """Return the process's own metrics directory; it is never shared."""
        directory = self.state.root / "metrics" / process
        directory.mkdir(parents=True, exist_ok=True)
        return directory


def _program(name: str) -> str:
    """Return a program of the environment that this Python belongs to."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else (shutil.which(name) or name)


_CELERY = [sys.executable, "-m", "celery", "--app", "config.celery"]
