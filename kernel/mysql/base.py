"""The connection: what Django says to the server around a transaction, said in fewer words.

Django's own backend switches autocommit off, and on again after the COMMIT, and asks before each
request whether the server is still there: three round trips beside the transaction's own.
"""

from __future__ import annotations

import time
from typing import Any, Final

import MySQLdb
from django.db.backends.mysql import base

# A connection that was used a moment ago is not asked whether it lives; one that broke since then
# fails at its first statement, as it would a moment later.
FRESH_SECONDS: Final = 1.0


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    """One connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make it; it connects when it is needed."""
        super().__init__(*args, **kwargs)
        self._used_at = 0.0

    def _start_transaction_under_autocommit(self) -> None:
        # Django calls this where it is there, instead of switching autocommit off. The COMMIT or
        # ROLLBACK at the end goes back to autocommit by itself.
        with self.wrap_database_errors:
            self.connection.query("START TRANSACTION")

    def run(self, statement: str) -> tuple[tuple[tuple[Any, ...], ...], int]:
        """Run a statement whose values are written in it; return its rows and how many it changed.

        The same checks and errors as a cursor's, without making one: on the money path, cursors
        cost as much as everything else between the command and the driver.
        """
        self.validate_no_broken_transaction()
        self.ensure_connection()
        with self.wrap_database_errors:
            try:
                self.connection.query(statement.encode())
                result = self.connection.store_result()
                found = result.fetch_row(0) if result is not None else ()
                return found, self.connection.affected_rows()
            except MySQLdb.OperationalError as failure:
                if failure.args[0] in base.CursorWrapper.codes_for_integrityerror:
                    raise MySQLdb.IntegrityError(*failure.args) from None
                raise

    def is_usable(self) -> bool:
        """Return whether the server answers; asked before each request, and after an error."""
        if not self.errors_occurred and time.monotonic() < self._used_at + FRESH_SECONDS:
            return True
        return bool(super().is_usable())

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._used_at = time.monotonic()
        return done

    def close(self) -> None:
        """Close it."""
        self._used_at = 0.0
        super().close()
