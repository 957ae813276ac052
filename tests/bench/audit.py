"""After the measurement: the books hold exactly what was acknowledged, and every invariant."""

from __future__ import annotations

from datetime import UTC, datetime

from config.run.console import Problem
from tests.bench.world import session

# What one transfer leaves behind since the open day began.
_LEFT = {
    "transfers": "SELECT COUNT(*) FROM ledger_transfer WHERE business_date = %s",
    "entries": "SELECT COUNT(*) / 2 FROM ledger_entry WHERE business_date = %s",
    "events": "SELECT COUNT(*) FROM outbox_event WHERE %s IS NOT NULL",
    "kept answers": "SELECT COUNT(*) FROM ledger_request WHERE %s IS NOT NULL",
}

_PROOF_BYTES = 2 * 1024**3


def audit(url: str, *, acknowledged: int) -> dict[str, int]:
    """Prove the books; return the counts.

    Raises:
        Problem: something is missing, too many or broken.

    """
    found: dict[str, int] = {"acknowledged": acknowledged}
    with session(url) as cursor:
        # Nothing is measured any more, and the proof reads every row several times.
        cursor.execute(f"SET GLOBAL innodb_buffer_pool_size = {_PROOF_BYTES}")
        # With it, MariaDB reads an account's whole history once for each of its day balances.
        cursor.execute("SET GLOBAL optimizer_switch = 'split_materialized=off'")
        cursor.execute("SELECT business_date FROM ledger_day WHERE status = 'open'")
        (today,) = cursor.fetchone()
        for name, statement in _LEFT.items():
            cursor.execute(statement, [today])
            found[name] = int(cursor.fetchone()[0])
    if len(set(found.values())) != 1:
        raise Problem(f"What was acknowledged is not what is in the books: {found}")
    return found | {"broken invariants": _broken()}


def _broken() -> int:
    from django.db import connection

    from kernel.ledger.commands import check_ledger

    connection.close()  # the next one has the server's new settings
    counts = check_ledger(now=datetime.now(UTC))
    if any(counts.values()):
        raise Problem(f"The books are broken after the measurement: {counts}")
    return 0
