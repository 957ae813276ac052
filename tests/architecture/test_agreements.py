"""Files that must say the same, held against each other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from config import services
from config.grants import read_grants

ROOT = Path(__file__).resolve().parents[2]
whole_bank = pytest.mark.skipif(settings.SERVICE != "all", reason="speaks of all services at once")


def _paths(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern


class TestTheTable:
    def test_names_a_folder_for_each_service_and_each_folder(self):
        folders = {path.parent.name for path in (ROOT / "services").glob("*/apps.py")}
        assert folders == set(services.BY_NAME)

    @whole_bank
    def test_every_api_path_begins_with_a_prefix_of_its_own_service(self):
        strays = []
        for path, pattern in _paths(get_resolver().url_patterns):
            if not path.startswith("api/v1/"):
                continue
            module = getattr(pattern.callback, "__module__", "")
            view_class = getattr(pattern.callback, "view_class", None)
            module = view_class.__module__ if view_class else module
            first = re.split(r"[/<]", path.removeprefix("api/v1/"))[0]
            owner = next(row for row in services.SERVICES if first in row.prefixes)
            if module.startswith("services.") and not module.startswith(owner.package + "."):
                strays.append((path, module))
        assert strays == []

    def test_no_two_services_share_a_prefix_or_a_label(self):
        prefixes = [prefix for row in services.SERVICES for prefix in row.prefixes]
        labels = [row.label for row in services.SERVICES]
        assert len(set(prefixes)) == len(prefixes)
        assert len(set(labels)) == len(labels)

    def test_every_service_has_a_database_user_with_rights(self):
        users = {user for _, _, user in read_grants()}
        assert users == {f"bank_{name}" for name in (*services.BY_NAME, services.ALL)}

    def test_the_readme_shows_every_service(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        missing = [
            name for name in services.BY_NAME if f"(services/{name}/README.md)" not in readme
        ]
        assert missing == []

    def test_every_service_has_its_one_screen_readme(self):
        for name in services.BY_NAME:
            text = (ROOT / "services" / name / "README.md").read_text(encoding="utf-8")
            for heading in ("Owns", "Endpoints", "Settings", "Metrics", "Alerts"):
                assert heading in text, f"{name}: {heading}"


@whole_bank
class TestTheSchema:
    def test_the_written_schema_is_what_the_code_answers(self, tmp_path):
        made = tmp_path / "openapi.json"
        options = {"validate": True, "fail_on_warn": True, "format": "openapi-json"}
        call_command("spectacular", file=str(made), **options)
        written = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
        assert json.loads(made.read_text(encoding="utf-8")) == written, "run `make schema`"


class TestMigrations:
    def test_no_model_changed_without_a_migration(self, db):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


class TestLinks:
    @pytest.mark.parametrize(
        "page",
        sorted(
            str(path.relative_to(ROOT))
            for path in [
                *ROOT.glob("*.md"),
                *ROOT.glob("docs/**/*.md"),
                *ROOT.glob("services/*/README.md"),
            ]
        ),
    )
    def test_every_link_to_a_file_leads_to_one(self, page):
        text = (ROOT / page).read_text(encoding="utf-8")
        targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
        broken = [target for target in targets if not ((ROOT / page).parent / target).exists()]
        assert broken == []


class TestTheProjectsFiles:
    def test_name_no_registry_and_no_path_of_a_machine(self):
        hosts = "|".join(("pypi" + r"\.org", "npmjs" + r"\.(org|com)", "python" + "hosted"))
        lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
        assert '"resolved"' not in lock
        for path in (ROOT / "requirements").glob("*.txt"):
            assert not re.search(hosts, path.read_text(encoding="utf-8")), path
