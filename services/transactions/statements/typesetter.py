"""Set one document: its content as JSON comes in, the PDF goes out. A program of its own.

typst keeps what it has set, some fifty megabytes for each thousand lines, until its process ends.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst


def main() -> None:
    """Read `{"made_at": seconds, ...}` and write the document."""
    text = sys.stdin.buffer.read().decode()
    template = Path(__file__).with_name("statement.typ").read_bytes()
    document = typst.compile(
        template,
        sys_inputs={"content": text},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=json.loads(text)["made_at"],
    )
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main()
