"""`manage.py verify_audit`: prove every chain; exit with 1 and name the first bad row."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.audit import chain
from kernel.audit.heads import read_heads, write_heads


class Command(BaseCommand):
    """Prove that no audit row was changed, lost or slipped in."""

    help = "Prove the hash chains of the audit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file of heads."""
        parser.add_argument(
            "--heads",
            type=Path,
            help="a file away from the database: the heads in it must still be part of their "
            "chains; when all is proven, the present heads are kept in it",
        )

    def handle(self, *_args: Any, heads: Path | None = None, **_options: Any) -> None:
        """Print each chain's head, or what broke it.

        Raises:
            CommandError: a chain is broken, or the file holds no heads.

        """
        try:
            earlier = read_heads(heads) if heads else {}
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        verdicts = []
        for verdict in chain.verify_all(earlier=earlier):
            verdicts.append(verdict)
            self.stdout.write(_line(verdict))
        broken = [f"{one.chain}: {one.broken}" for one in verdicts if one.broken]
        if broken:
            raise CommandError("The audit is broken. " + "; ".join(broken))
        if heads:
            write_heads(heads, verdicts)
        self.stdout.write(self.style.SUCCESS("Every chain holds."))


def _line(verdict: chain.Verdict) -> str:
    if verdict.broken:
        return f"BROKEN {verdict.chain}: {verdict.broken}"
    head = verdict.proven
    return f"ok     {verdict.chain}: {head.position} rows, head {head.hash.hex()}"
