"""Keep webhooks: where a person's own programs are told of what happens on their accounts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.crypto import key_id_of, seal, sealing_key_id, unseal
from kernel.errors import Conflict, Invalid, Refused
from kernel.ids import new_id
from services.transactions.commands.payer import lock_payer
from services.transactions.events import WEBHOOK_EVENTS
from services.transactions.models import Webhook, WebhookDelivery
from services.transactions.queries.webhooks import DeliveryNotFound, get_webhook, webhooks_of
from services.transactions.webhooks import AddressRefused, check_target, read_target

_OWNER: Final = "owner"
_WORDS: Final = {
    "url_invalid": "Write a plain URL: a name, a path, no user, no fragment.",
    "not_https": "The address must begin with https://.",
    "port_not_allowed": "The address must use the standard port of its scheme.",
    "address_not_public": "The address leads into a private network.",
}


class WebhookUrlRefused(Invalid):
    """Nothing may be posted to this address."""


class WebhookEventUnknown(Invalid):
    """There are no such events."""


class TooManyWebhooks(Refused):
    """You have as many webhooks as one person may have."""


class WebhookInactive(Conflict):
    """The webhook is disabled: enable it first."""


@transaction.atomic(durable=True)
def create_webhook(
    *, person_id: UUID, url: str, events: Iterable[str], description: str = "", now: datetime
) -> tuple[Webhook, str]:
    """Keep a webhook and return it with its secret, which is never shown again.

    Raises:
        WebhookEventUnknown: see there.
        WebhookUrlRefused: its form, its port, or the network that it leads to.
        TooManyWebhooks: see there.

    """
    wanted = _events(events)
    _refuse_url(url)
    # Two at once: the second one counts the first.
    lock_payer(person_id)
    if webhooks_of(person_id).count() >= settings.WEBHOOKS_PER_PERSON:
        raise TooManyWebhooks
    webhook = Webhook(
        id=new_id(),
        person_id=person_id,
        url=url,
        description=description,
        events=wanted,
        created_at=now,
    )
    secret = _renew_secret(webhook)
    webhook.save(force_insert=True)
    return webhook, secret


@transaction.atomic(durable=True)
def change_webhook(
    *,
    person_id: UUID,
    webhook_id: UUID,
    now: datetime,
    url: str | None = None,
    events: Iterable[str] | None = None,
    description: str | None = None,
    status: str | None = None,
) -> Webhook:
    """Change what is given. Enabled again, what waits is posted at once; disabled, it waits.

    Raises:
        WebhookNotFound: there is none, or it is somebody else's.
        WebhookEventUnknown, WebhookUrlRefused: as when it is made.

    """
    lock_payer(person_id)
    webhook = get_webhook(person_id=person_id, webhook_id=webhook_id)
    if events is not None:
        webhook.events = _events(events)
    if url is not None:
        _refuse_url(url)
        webhook.url = url
    if description is not None:
        webhook.description = description
    if status is not None and status != webhook.status:
        webhook.status = status
        is_active = status == Webhook.Status.ACTIVE
        webhook.disabled_by = "" if is_active else _OWNER
        if is_active:
            _begin_again(webhook, now=now)
    webhook.save(update_fields=["events", "url", "description", "status", "disabled_by"])
    return webhook


@transaction.atomic(durable=True)
def delete_webhook(*, person_id: UUID, webhook_id: UUID, now: datetime) -> None:
    """Forget a webhook and its secret; nothing is posted there any more.

    Raises:
        WebhookNotFound: there is none, or it is somebody else's.

    """
    lock_payer(person_id)
    webhook = get_webhook(person_id=person_id, webhook_id=webhook_id)
    webhook.deleted_at, webhook.status = now, Webhook.Status.DISABLED
    webhook.disabled_by, webhook.sealed_secret = _OWNER, b""
    webhook.save(update_fields=["deleted_at", "status", "disabled_by", "sealed_secret"])
    waiting = webhook.deliveries.filter(status=WebhookDelivery.Status.WAITING)
    waiting.update(status=WebhookDelivery.Status.FAILED, next_try_at=None, failure="deleted")


@transaction.atomic(durable=True)
def rotate_webhook_secret(*, person_id: UUID, webhook_id: UUID) -> tuple[Webhook, str]:
    """Give a webhook a new secret and key id, from the next attempt on.

    Raises:
        WebhookNotFound: there is none, or it is somebody else's.

    """
    lock_payer(person_id)
    webhook = get_webhook(person_id=person_id, webhook_id=webhook_id)
    secret = _renew_secret(webhook)
    webhook.save(update_fields=["key_id", "sealed_secret"])
    return webhook, secret


@transaction.atomic(durable=True)
def redeliver(
    *, person_id: UUID, webhook_id: UUID, delivery_id: UUID, now: datetime
) -> WebhookDelivery:
    """Post a message again, now and for another 24 hours, with the same event id.

    Raises:
        WebhookNotFound: there is none, or it is somebody else's.
        DeliveryNotFound: the webhook has no such delivery.
        WebhookInactive: see there.

    """
    lock_payer(person_id)
    webhook = get_webhook(person_id=person_id, webhook_id=webhook_id)
    delivery = webhook.deliveries.filter(id=delivery_id).first()
    if delivery is None:
        raise DeliveryNotFound
    if webhook.status != Webhook.Status.ACTIVE:
        raise WebhookInactive
    delivery.status = WebhookDelivery.Status.WAITING
    delivery.next_try_at = delivery.tried_from = now
    delivery.save(update_fields=["status", "next_try_at", "tried_from"])
    return delivery


def reseal_secrets() -> int:
    """Seal secrets of old data keys with the present one; return how many. Runs by itself."""
    present, count = sealing_key_id(), 0
    for webhook_id in Webhook.objects.filter(deleted_at=None).values_list("id", flat=True):
        with transaction.atomic():
            webhook = Webhook.objects.select_for_update().get(id=webhook_id)
            if webhook.sealed_secret and key_id_of(webhook.sealed_secret) != present:
                webhook.sealed_secret = _sealed(webhook, open_secret(webhook))
                webhook.save(update_fields=["sealed_secret"])
                count += 1
    return count


def open_secret(webhook: Webhook) -> str:
    """Return what a webhook's messages are signed with."""
    return unseal(webhook.sealed_secret, context=_context(webhook))


def _renew_secret(webhook: Webhook) -> str:
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    webhook.key_id = secrets.token_hex(8)
    webhook.sealed_secret = _sealed(webhook, secret)
    return secret


def _sealed(webhook: Webhook, secret: str) -> bytes:
    return seal(secret, context=_context(webhook))


def _context(webhook: Webhook) -> str:
    return f"transactions.webhook.secret:{webhook.id}"


def _begin_again(webhook: Webhook, *, now: datetime) -> None:
    waiting = webhook.deliveries.filter(status=WebhookDelivery.Status.WAITING)
    waiting.update(next_try_at=now, tried_from=now)


def _events(events: Iterable[str]) -> list[str]:
    wanted = sorted(set(events))
    unknown = sorted(set(wanted) - set(WEBHOOK_EVENTS))
    if unknown or not wanted:
        known = ", ".join(sorted(WEBHOOK_EVENTS))
        raise WebhookEventUnknown(f"There are: {known}.", field="events")
    return wanted


def _refuse_url(url: str) -> None:
    private = settings.WEBHOOK_PRIVATE_ADDRESSES
    try:
        target = read_target(url, plain_http=settings.WEBHOOK_PLAIN_HTTP, any_port=private)
        check_target(target, private=private)
    except AddressRefused as refusal:
        # A name that does not lead anywhere yet may do so when there is something to tell.
        if refusal.code != "host_unknown":
            raise WebhookUrlRefused(_WORDS[refusal.code], field="url") from None
