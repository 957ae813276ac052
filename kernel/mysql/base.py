"""The connection: what Django says to the server around a transaction, said in fewer words.

Django's own backend switches autocommit off, and on again after the COMMIT, and asks before each
request whether the server is still there: three round trips beside the transaction's own.

The price: the server's autocommit stays on, so what is said after the server itself has ended the
transaction (a deadlock) would be committed at once, statement by statement. Therefore a transaction
that met such an error is over for Django too, whoever caught the error: nothing more is said in it,
and its end is a ROLLBACK.
"""

from __future__ import annotations

import time
from typing import Any, Final

import MySQLdb
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.db.backends.mysql import base

# A connection that was used a moment ago is not asked whether it lives; one that broke since then
# fails at its first statement, as it would a moment later.
FRESH_SECONDS: Final = 1.0

# The only encoding in which what `kernel/sql.py` writes out is what the server reads: in others
# (GBK, Shift JIS) a byte of a character can be a backslash or a quote.
CHARSET: Final = "utf8mb4"

# Time-out of a lock, deadlock, a row that changed since it was read: on these the server rolls the
# transaction back, or may do so.
_ENDS_TRANSACTION: Final = frozenset({1205, 1213, 1020})


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    """One connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make it; it connects when it is needed."""
        super().__init__(*args, **kwargs)
        self._used_at = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, in the one encoding and with one statement at a time.

        Raises:
            ImproperlyConfigured: the settings ask for another encoding.

        """
        connection = super().get_new_connection({**conn_params, "multi_statements": False})
        if connection.character_set_name() != CHARSET:
            connection.close()
            raise ImproperlyConfigured(f"The database is spoken to in {CHARSET}.")
        return connection

    def create_cursor(self, name: str | None = None) -> CursorWrapper:  # noqa: ARG002
        """Return a cursor that notices when the server ends the transaction."""
        return CursorWrapper(self.connection.cursor(), self)

    def note_failure(self, failure: MySQLdb.Error) -> None:
        """Let nothing more be said in a transaction that the server has ended."""
        if failure.args and failure.args[0] in _ENDS_TRANSACTION and self.in_atomic_block:
            self.needs_rollback = True
            self.rollback_exc = failure

    def _start_transaction_under_autocommit(self) -> None:
        # Django calls this where it is there, instead of switching autocommit off. The COMMIT or
        # ROLLBACK at the end goes back to autocommit by itself.
        try:
            with self.wrap_database_errors:
                self.connection.query("START TRANSACTION")
        except Error:
            raise
        except BaseException:
            # A signal between the server's transaction and Django's knowing of it: without this,
            # the next START TRANSACTION would commit what was said meanwhile.
            self.close()
            raise

    def run(self, statement: str) -> tuple[tuple[tuple[Any, ...], ...], int]:
        """Run a statement whose values are written in it; return its rows and how many it changed.

        The same checks and errors as a cursor's, without making one: on the money path, cursors
        cost as much as everything else between the command and the driver.
        """
        self.validate_no_broken_transaction()
        self.validate_thread_sharing()
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            try:
                self.connection.query(statement.encode())
                result = self.connection.store_result()
                found = result.fetch_row(0) if result is not None else ()
                return found, self.connection.affected_rows()
            except MySQLdb.Error as failure:
                self.note_failure(failure)
                if failure.args and failure.args[0] in base.CursorWrapper.codes_for_integrityerror:
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


class CursorWrapper(base.CursorWrapper):  # type: ignore[misc]
    """A cursor that says when the server has ended the transaction."""

    def __init__(self, cursor: Any, wrapper: DatabaseWrapper) -> None:
        """Keep the driver's cursor and the connection that it belongs to."""
        super().__init__(cursor)
        self._wrapper = wrapper

    def execute(self, query: str, args: Any = None) -> Any:
        """Run a statement."""
        try:
            return super().execute(query, args)
        except MySQLdb.Error as failure:
            self._wrapper.note_failure(failure)
            raise

    def executemany(self, query: str, args: Any) -> Any:
        """Run a statement for each of some values."""
        try:
            return super().executemany(query, args)
        except MySQLdb.Error as failure:
            self._wrapper.note_failure(failure)
            raise
