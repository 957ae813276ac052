"""Everything that the bank holds on a customer, as one ZIP."""

from services.accounts.takeout.archive import archive_of
from services.accounts.takeout.requests import (
    archive_at_hand,
    ask_for_archive,
    make_archives,
    purge_archives,
)

__all__ = ["archive_at_hand", "archive_of", "ask_for_archive", "make_archives", "purge_archives"]
