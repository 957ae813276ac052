"""Each fence is shown to hold by breaking it on purpose."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _lint_imports(directory):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path):
    """A copy of the code that a test may break."""
    for name in ("config", "kernel", "services"):
        ignore = shutil.ignore_patterns("__pycache__", "static", "templates")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


class TestImports:
    def test_the_contracts_hold(self):
        done = _lint_imports(ROOT)
        assert done.returncode == 0, done.stdout

    @pytest.mark.parametrize(
        ("file", "line", "contract"),
        [
            (
                "services/transactions/queries.py",
                "from services.accounts.models import Account",
                "config over independent services over the kernel",
            ),
            (
                "kernel/ledger/internal.py",
                "import services.accounts.models",
                "config over independent services over the kernel",
            ),
            (
                "services/transactions/queries.py",
                "from services.transactions import api",
                "inside services.transactions",
            ),
            (
                "services/accounts/queries.py",
                "from kernel.ledger.models import Transfer",
                "only the ledger touches the ledger's tables",
            ),
            (
                "services/accounts/queries.py",
                "import rest_framework",
                "no HTTP below the edge",
            ),
            ("services/accounts/utils.py", "", "inside services.accounts"),
        ],
    )
    def test_a_forbidden_import_breaks_the_build(self, copy, file, line, contract):
        path = copy / file
        before = path.read_text(encoding="utf-8") if path.exists() else '"""A file."""\n'
        path.write_text(before + f"\n{line}\n", encoding="utf-8")
        done = _lint_imports(copy)
        assert done.returncode != 0
        assert re.search(rf"{re.escape(contract)}\s+BROKEN", done.stdout), done.stdout

    def test_the_contracts_have_no_exceptions(self):
        assert "ignore_imports" not in (ROOT / ".importlinter").read_text(encoding="utf-8")


class TestInstalledApps:
    def test_a_split_service_cannot_load_a_siblings_model(self):
        program = dedent(
            """
            import django; django.setup()
            from django.apps import apps
            try:
                apps.get_model("accounts", "Customer")
            except LookupError:
                print("refused by name")
            try:
                import services.accounts.models
            except RuntimeError:
                print("refused on import")
            """
        )
        environment = {
            **os.environ,
            "SERVICE": "transactions",
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines() == ["refused by name", "refused on import"]
