"""What is shown before somebody is forgotten, and who forgets, are one list."""

from __future__ import annotations

import pytest
from django.conf import settings

from config import services
from kernel import personal

pytestmark = pytest.mark.skipif(
    not settings.RUNS_ALL, reason="each service registers its own holding"
)


def test_every_service_that_forgets_is_in_the_preview_and_has_tables_to_take_away():
    known = {holding.service: holding for holding in personal.holdings()}
    assert set(known) == set(personal.ELSEWHERE)
    assert set(known) <= set(services.BY_NAME) - {"accounts"}
    for names in personal.ELSEWHERE.values():
        assert names
