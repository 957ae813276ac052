"""Insights of a customer with 100,000 records: `python -m tests.bench.planning`.

What `GET /insights` reads, and one hand-written aggregate of the same figures, in turns on one
server. Both are compared: the sums, to the minor unit, and the medians of their times.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.bench.bank import measured_bank
from tests.bench.interest import enter
from tests.bench.world import session

RECORDS = 100_000
ROUNDS = 15
MOST = 1.5
FIRST, LAST = date(2021, 1, 1), date(2025, 12, 31)
# Five years of days, 300 counterparties of which each is filed under one of five categories, and
# every eighth movement comes in.
_SEED = (
    "INSERT INTO planning_record (id, person_id, source, kind, booked_on, month, amount_minor, "
    "currency, category_id, filed_by, counterparty, counterparty_folded, counterparty_number, "
    "text, text_folded, movement, is_live, created_at, changed_at) "
    "SELECT UNHEX(CONCAT(LPAD(HEX(seq), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0'))), "
    "%(person)s, 'manual', IF(seq MOD 8, 'expense', 'income'), d.day, "
    "YEAR(d.day) * 12 + MONTH(d.day) - 1, "
    "IF(seq MOD 8, -1, 1) * CAST(100 + seq MOD 9973 AS SIGNED), 'EUR', "
    "(SELECT id FROM planning_category WHERE owner_id = %(nobody)s ORDER BY name_key "
    "LIMIT 1 OFFSET {place}), 'nobody', CONCAT('Counterparty ', seq MOD 300), "
    "CONCAT('counterparty ', seq MOD 300), '', '', '', '', 1, NOW(), NOW() FROM "
    "(SELECT seq, DATE_ADD(%(first)s, INTERVAL (seq * 7) MOD 1826 DAY) AS day FROM "
    "seq_1_to_{records} WHERE (seq MOD 300) MOD 5 = {place}) d"
)
# What one would write for these figures: everything else follows from these groups.
_BY_HAND = (
    "SELECT month, kind, category_id, counterparty, COUNT(*), SUM(amount_minor) "
    "FROM planning_record WHERE person_id = %s AND is_live = 1 AND currency = 'EUR' "
    "AND booked_on BETWEEN %s AND %s GROUP BY month, kind, category_id, counterparty"
)


def seed(url: str, *, person: uuid.UUID, records: int) -> None:
    """Write the records of one person."""
    values = {"person": person.bytes, "nobody": uuid.UUID(int=0).bytes, "first": FIRST}
    with session(url) as cursor:
        for place in range(5):
            cursor.execute(_SEED.format(records=records, place=place), values)
        cursor.execute("ANALYZE TABLE planning_record")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the milliseconds of some work, and what it returned."""
    started = time.perf_counter()
    found = work()
    return 1000 * (time.perf_counter() - started), found


def plan_of(url: str, *, person: uuid.UUID) -> list[str]:
    """Return the indexes that the hand-written statement reads, as the server says."""
    with session(url) as cursor:
        cursor.execute(f"EXPLAIN {_BY_HAND}", [person.bytes, FIRST, LAST])
        return [f"{row[5 + 1]}: {row[-1]}" for row in cursor.fetchall()]


def measure(*, records: int) -> dict[str, Any]:
    """Return the figures."""
    with measured_bank() as bank:
        bank.give_memory()
        enter(bank)
        url, person = bank.server.url(), uuid.uuid4()
        seed(url, person=person, records=records)
        bank.settle()
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from kernel import sql
        from services.planning.queries import get_insights

        def insights() -> Any:
            return get_insights(person_id=person, currency="EUR", from_date=FIRST, to_date=LAST)

        def by_hand() -> Any:
            return sql.rows(_BY_HAND, [person, FIRST, LAST])

        times: dict[str, list[float]] = defaultdict(list)
        for turn in range(ROUNDS):
            # In turns, and each goes first every other time; the first ones warm up.
            for name, work in sorted(
                {"ours": insights, "hand": by_hand}.items(), reverse=bool(turn % 2)
            ):
                spent, found = timed(work)
                times[name].append(spent)
                if name == "ours":
                    ours = found
                else:
                    hand = found
        with CaptureQueriesContext(connection) as seen:
            insights()
        medians = {name: statistics.median(values[2:]) for name, values in times.items()}
        return {
            "records": records,
            "groups": len(hand),
            "ours_ms": round(medians["ours"], 1),
            "by_hand_ms": round(medians["hand"], 1),
            "ratio": round(medians["ours"] / medians["hand"], 2),
            "queries": len(seen),
            "differing_minor": ours.flow.net_minor - sum(int(row[5]) for row in hand),
            "plan": plan_of(url, person=person),
        }


def main() -> int:
    """Measure, print, and fail where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--quick", action="store_true", help="fewer records; not to be compared")
    # `make bench` gives all its measurements the same arguments.
    asked, _ = parser.parse_known_args()
    figures = measure(records=RECORDS // 20 if asked.quick else asked.records)
    print(json.dumps(figures, indent=2))
    kept = figures["ratio"] <= MOST and figures["queries"] < 3 and not figures["differing_minor"]
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
