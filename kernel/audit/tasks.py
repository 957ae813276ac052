"""The audit's background work."""

from __future__ import annotations

from typing import Any

import structlog
from celery import shared_task

from kernel.audit import chain
from kernel.audit.metrics import chain_broken_links, chain_height, chain_verified_height

log = structlog.get_logger(__name__)


@shared_task(name="audit.verify_audit")
def verify(**_: Any) -> None:
    """Prove every chain, shout when one is broken, and log the heads, away from the database."""
    for verdict in chain.verify_all():
        chain_height.labels(verdict.chain).set(verdict.height)
        chain_verified_height.labels(verdict.chain).set(verdict.proven.position)
        chain_broken_links.labels(verdict.chain).set(1 if verdict.broken else 0)
        if verdict.broken:
            log.critical("audit.broken", chain=verdict.chain, row=verdict.broken)
            continue
        head = verdict.proven
        log.info("audit.proven", chain=verdict.chain, height=head.position, head=head.hash.hex())
