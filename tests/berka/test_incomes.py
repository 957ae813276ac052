"""Salaries and pensions of the real bank: found in the history, and nothing that is none."""

from __future__ import annotations

from collections import defaultdict

import pytest

from config.berka.reading import read_archive
from config.berka.wording import note_of, origin_of
from services.planning.detection import Sighting, find_series
from services.planning.filing import folded

# A series of fewer payments may be found, and need not be.
OCCURRENCES = 6


def incoming(history):
    """Return what an account's records say of the money that came in by transfer.

    Cash and interest are left out as `list_proposals` does: nobody else pays them regularly.
    """
    for row in history.rows:
        origin = origin_of(row)
        if row.delta_minor > 0 and origin.kind == "transfer":
            yield Sighting(
                day=row.value_date,
                amount_minor=row.delta_minor,
                kind="income",
                currency="CZK",
                counterparty=origin.purpose,
                text=folded(note_of(row)),
            )


@pytest.mark.berka
@pytest.mark.no_cover
class TestTheRealIncomes:
    def test_are_found_and_little_else_is_proposed(self, berka):
        real, proposed = defaultdict(int), set()
        for history in read_archive(berka).histories:
            for row in history.rows:
                if row.operation == "transfer_in":
                    real[history.account_id, folded(note_of(row))] += 1
            proposed |= {
                (history.account_id, series.text) for series in find_series(incoming(history))
            }
        wanted = {key for key, count in real.items() if count >= OCCURRENCES}
        assert len(wanted) > 200
        assert len(wanted & proposed) >= 0.95 * len(wanted)
        assert len(proposed - real.keys()) <= 0.05 * len(proposed)
