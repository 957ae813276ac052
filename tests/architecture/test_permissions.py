"""Who may do what is written down: every view says it, and the table has no row too few or many."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from kernel.approvals import policies
from kernel.http.permissions import OWN, PUBLIC, MayDo
from kernel.permissions import PERMISSIONS, ROLES, SERVICE

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "kernel" / "permissions.py"
METHODS = ("get", "post", "put", "patch", "delete")
OURS = ("kernel.", "services.", "config.")
# Views that may stay without a declaration, and rows without a use: for a day at most.
UNDECLARED: frozenset[str] = frozenset()
UNUSED: frozenset[str] = frozenset()
# These know their caller by a session of auth's own, before there is a token.
OTHERWISE_GUARDED = {"services.auth.api.authentication.HasSession"}


def _views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            view = view or getattr(pattern.callback, "cls", None)
            if view and issubclass(view, APIView) and view.__module__.startswith(OURS):
                yield view


def _name(view):
    return f"{view.__module__}.{view.__qualname__}"


VIEWS = sorted({_name(view): view for view in _views(get_resolver().url_patterns)}.items())


def _methods(view):
    return {name.upper() for name in METHODS if hasattr(view, name)}


def _texts_in_the_code():
    """Return every text of the code but the table's own, tests apart."""
    found = set()
    for folder in ("kernel", "services", "config"):
        for path in (ROOT / folder).rglob("*.py"):
            if path == TABLE or "tests" in path.parts or "migrations" in path.parts:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


class TestViews:
    def test_there_are_some(self):
        assert len(VIEWS) > 5

    @pytest.mark.parametrize("name", [name for name, _ in VIEWS])
    def test_each_says_who_may_use_each_of_its_methods(self, name):
        view = dict(VIEWS)[name]
        if name in UNDECLARED:
            pytest.skip("is still to be declared")
        assert set(getattr(view, "permissions", {})) == _methods(view)

    @pytest.mark.parametrize("name", [name for name, _ in VIEWS])
    def test_each_names_own_public_or_a_row_of_the_table(self, name):
        named = set(getattr(dict(VIEWS)[name], "permissions", {}).values())
        assert named <= {OWN, PUBLIC, *PERMISSIONS}

    @pytest.mark.parametrize("name", [name for name, _ in VIEWS])
    def test_each_is_guarded_by_what_it_says(self, name):
        view = dict(VIEWS)[name]
        guards = {f"{guard.__module__}.{guard.__qualname__}" for guard in view.permission_classes}
        assert view.permission_classes == [MayDo] or guards == OTHERWISE_GUARDED

    def test_only_a_public_view_asks_for_no_token(self):
        open_views = {name for name, view in VIEWS if not view.authentication_classes}
        public = {name for name, view in VIEWS if set(view.permissions.values()) == {PUBLIC}}
        assert open_views <= public

    def test_the_list_of_those_that_wait_holds_no_strangers(self):
        assert {name for name, _ in VIEWS} >= UNDECLARED


class TestTheTable:
    def test_names_only_roles_that_a_token_can_have(self):
        named = {role for roles in PERMISSIONS.values() for role in roles}
        assert named <= {*ROLES, SERVICE}

    def test_gives_every_permission_to_somebody(self):
        assert [name for name, roles in PERMISSIONS.items() if not roles] == []

    def test_names_each_permission_by_a_subject_and_a_verb(self):
        odd = [name for name in PERMISSIONS if len(name.split(".")) != 2 or name != name.lower()]
        assert odd == []

    def test_lists_no_permission_twice(self):
        tree = ast.parse(TABLE.read_text(encoding="utf-8"))
        keys = [
            key.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Dict)
            for key in node.keys
            if isinstance(key, ast.Constant)
        ]
        assert sorted(keys) == sorted(set(keys))

    def test_has_no_row_that_nothing_uses(self):
        assert set(PERMISSIONS) - _texts_in_the_code() - UNUSED == set()

    def test_has_the_roles_that_auth_gives(self):
        if "services.auth" not in settings.INSTALLED_APPS:
            pytest.skip("the roles are auth's")
        from services.auth.models import Role

        assert set(Role.values) == ROLES


class TestPolicies:
    def test_each_is_decided_by_a_row_of_the_table_and_belongs_to_a_running_service(self):
        running = {service.name for service in settings.RUNNING}
        for policy in policies._policies.values():
            assert policy.permission in PERMISSIONS
            assert policy.service in running
