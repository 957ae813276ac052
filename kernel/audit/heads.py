"""Heads kept in a file, away from the database: a proof against whoever may write to all of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from kernel.audit.chain import End, Verdict


def read_heads(path: Path) -> dict[str, End]:
    """Return the heads that were kept, by chain; none when the file is not there yet.

    Raises:
        ValueError: the file holds something else.

    """
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    try:
        return {
            chain: End(position=int(head["position"]), hash=bytes.fromhex(head["hash"]))
            for chain, head in content.items()
        }
    except (AttributeError, LookupError, TypeError) as wrong:
        message = f"{path} holds no heads."
        raise ValueError(message) from wrong


def write_heads(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Keep the proven heads, all of them or none."""
    content = {
        verdict.chain: {"position": verdict.proven.position, "hash": verdict.proven.hash.hex()}
        for verdict in verdicts
    }
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(path)
