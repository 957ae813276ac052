"""What `make up` installs is enough: a package that only the tests bring is found missing here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
START = "import config.wsgi, config.celery, kombu.transport.redis, celery.bin.worker, celery.beat"


@pytest.mark.skipif(settings.SERVICE != "all", reason="loads every service at once")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded set has no other driver")
def test_the_bank_starts_with_the_embedded_requirements_alone(tmp_path):
    python = tmp_path / "venv" / "bin" / "python"
    uv = [sys.executable, "-m", "uv"]
    _run([*uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv"])
    base = ROOT / "requirements" / "base.txt"
    _run([*uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", base])
    _run([python, "manage.py", "check"])
    _run([python, "-c", START])


def _run(command):
    environment = {
        **os.environ,
        "SERVICE": "all",
        "DEBUG": "1",
        "EMBEDDED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [str(part) for part in command]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
