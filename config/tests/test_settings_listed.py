"""`.env.example` lists every setting, and nothing else."""

from __future__ import annotations

import ast
import re

import pytest

from config.environment import ROOT

READERS = {"text", "flag", "number", "listing", "required_outside_debug"}
LAUNCHERS = ROOT / "config" / "run"
LINE = re.compile(r"^([A-Z][A-Z0-9_]*)=", re.MULTILINE)
# What every program's environment may hold, and no setting of the bank.
FOREIGN = {"DJANGO_SETTINGS_MODULE"}


def _names(path):
    """Return the names of settings that a file reads, as far as they are written out."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = ast.unparse(node.func)
            first = node.args[0] if node.args else None
            reads = function.removeprefix("env.") in READERS or function == "os.environ.get"
        elif isinstance(node, ast.Subscript):
            first, reads = node.slice, ast.unparse(node.value) == "os.environ"
        else:
            continue
        if reads and isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.add(first.value)
    return found - FOREIGN


@pytest.fixture(scope="module")
def listed():
    path = ROOT / ".env.example"
    assert path.exists(), "every setting is listed in .env.example"
    return LINE.findall(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read():
    """Names of settings by the file that reads them."""
    files = [path for path in (ROOT / "config").rglob("*.py") if "tests" not in path.parts]
    return {path: names for path in files if (names := _names(path))}


class TestSettings:
    def test_every_one_that_is_read_is_listed(self, listed, read):
        processes = {path: names for path, names in read.items() if LAUNCHERS not in path.parents}
        assert {path.name for path in processes} >= {"settings.py", "sign_in.py", "gunicorn.py"}
        missing = {
            path.name: sorted(names - set(listed))
            for path, names in processes.items()
            if names - set(listed)
        }
        assert missing == {}

    def test_every_one_that_is_listed_is_read(self, listed, read):
        names = set().union(*read.values())
        # The one family whose names are put together: DB_PASSWORD_<SERVICE>.
        unread = [n for n in listed if n not in names and not n.startswith("DB_PASSWORD_")]
        assert unread == []

    def test_each_service_has_its_password(self, listed):
        from config import services

        expected = {f"DB_PASSWORD_{name.upper()}" for name in (*services.BY_NAME, services.ALL)}
        assert {name for name in listed if name.startswith("DB_PASSWORD_")} == expected

    def test_none_is_listed_twice(self, listed):
        assert sorted(listed) == sorted(set(listed))

    def test_no_secret_stands_in_the_example(self):
        text = (ROOT / ".env.example").read_text(encoding="utf-8")
        for name in ("SECRET_KEY", "JWT_PRIVATE_KEY", "EMAIL_PASSWORD", "DB_PASSWORD_ALL"):
            assert re.search(rf"^{name}=$", text, re.MULTILINE), name
