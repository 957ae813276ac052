"""Where the content of documents is kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kernel.storage import FileStorage, FolderStorage


def document_storage() -> FileStorage:
    """Return the storage of this process."""
    return FolderStorage(Path(settings.DOCUMENT_ROOT))
