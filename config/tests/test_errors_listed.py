"""docs/errors.md lists every code, the ledger's in the order in which it checks."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest

import kernel
import services
from config.environment import ROOT
from kernel import errors
from kernel.http import errors as wire
from kernel.ledger import errors as ledger

HEADING = re.compile(r"^### ([a-z0-9_]+)$", re.MULTILINE)
STATUS = re.compile(r"^### ([a-z0-9_]+)\n\n(\d{3})\b", re.MULTILINE)


@pytest.fixture(scope="module")
def page():
    return (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def refusals():
    """Every failure that the code can name, by its code; the seven kinds themselves are none."""
    for package in (kernel, services):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not {"tests", "migrations"} & set(module.name.split(".")):
                importlib.import_module(module.name)

    def below(kind):
        for refusal in kind.__subclasses__():
            yield refusal
            yield from below(refusal)

    found = {
        refusal
        for refusal in below(errors.BankError)
        if refusal.__module__ != errors.__name__ and ".tests." not in refusal.__module__
    }
    assert len({refusal.code for refusal in found}) == len(found), "two refusals share a code"
    return {refusal.code: refusal for refusal in found}


def _of_the_framework():
    named = re.findall(r'code="(\w+)"', inspect.getsource(wire))
    return {code for code, _ in wire._FRAMEWORK.values()} | set(named)


def _of_the_gateway():
    configuration = (ROOT / "deploy" / "nginx" / "gateway.conf").read_text(encoding="utf-8")
    return set(re.findall(r'"code":"(\w+)"', configuration))


class TestErrors:
    def test_every_code_is_listed_once_and_none_is_made_up(self, page, refusals):
        listed = HEADING.findall(page)
        assert sorted(listed) == sorted(set(listed))
        # A kind itself is listed only where something raises it without a name of its own.
        kinds = {kind.code for kind in wire.STATUS_OF}
        known = set(refusals) | _of_the_framework() | _of_the_gateway()
        assert sorted(set(listed) - kinds) == sorted(known - kinds)

    def test_the_ledgers_stand_in_the_order_of_the_checks(self, page):
        order = [
            value.code
            for value in vars(ledger).values()
            if inspect.isclass(value) and value.__module__ == ledger.__name__
        ]
        assert len(order) > 15
        assert [code for code in HEADING.findall(page) if code in order] == order

    def test_each_is_listed_with_its_own_status(self, page, refusals):
        listed = dict(STATUS.findall(page))
        assert set(listed) == set(HEADING.findall(page))
        wrong = {
            code: (listed[code], wire.status_of(refusal()))
            for code, refusal in refusals.items()
            if listed[code] != str(wire.status_of(refusal()))
        }
        assert wrong == {}
