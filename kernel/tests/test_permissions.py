"""The permission table answers for roles."""

from __future__ import annotations

import pytest

from kernel import permissions
from kernel.permissions import may


@pytest.fixture
def table(monkeypatch):
    rows = {"doors.open": frozenset({"teller", "supervisor"})}
    monkeypatch.setattr(permissions, "PERMISSIONS", rows)


@pytest.mark.usefixtures("table")
class TestMay:
    @pytest.mark.parametrize("roles", [["teller"], {"customer", "supervisor"}, ("teller", "x")])
    def test_lets_in_who_has_one_of_the_roles(self, roles):
        assert may(roles, "doors.open")

    @pytest.mark.parametrize("roles", [[], {"customer"}, {"administrator"}])
    def test_lets_nobody_else_in_not_even_the_administrator(self, roles):
        assert not may(roles, "doors.open")

    def test_takes_a_permission_without_a_row_for_a_defect(self):
        with pytest.raises(KeyError):
            may({"teller"}, "doors.paint")
