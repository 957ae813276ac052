"""A short soak in the suite; `make soak` is the long one."""

from __future__ import annotations

import pytest

from tests.soak.life import live


@pytest.mark.threads
class TestSoak:
    def test_finds_nothing_wrong_after_a_few_seconds(self, transactional_db):
        counts, problems = live(seconds=5, seed=1)
        assert problems == []
        assert counts["transfer"] > 0
        assert counts["business days"] > 0
