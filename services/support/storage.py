"""Where the content of attachments is kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kernel.storage import FileStorage, FolderStorage


def attachment_storage() -> FileStorage:
    """Return the storage of this process."""
    return FolderStorage(Path(settings.ATTACHMENT_ROOT))
