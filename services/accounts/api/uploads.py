"""The forms with a file that this service reads."""

from __future__ import annotations

from kernel.http.uploads import UploadParser


class SheetParser(UploadParser):
    """A form with a table of customers."""

    limit_setting = "IMPORT_MAX_BYTES"
