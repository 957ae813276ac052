"""Webhooks over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.transactions import commands, queries
from services.transactions.api.renderings import instant
from services.transactions.api.serializers.webhooks import (
    DeliveryOutput,
    DeliveryPageOutput,
    DeliveryQuery,
    NewWebhookOutput,
    NothingInput,
    WebhookChangeInput,
    WebhookInput,
    WebhookOutput,
    WebhookPageOutput,
)
from services.transactions.models import Webhook, WebhookDelivery

PAGE = [OpenApiParameter("limit", int), OpenApiParameter("cursor", str)]


class WebhooksView(APIView):
    """Your webhooks."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_webhooks",
        parameters=PAGE,
        responses={200: WebhookPageOutput, **problems(400)},
    )
    def get(self, request: Any) -> Response:
        """Return your webhooks, the oldest first."""
        cursor = request.GET.get("cursor")
        page, position = queries.list_webhooks(
            person_id=request.user.id,
            cursor=None if cursor is None else cursors.read_cursor(cursor),
            limit=cursors.read_limit(request.GET.get("limit")),
        )
        return _page(request, [_content(webhook) for webhook in page], position)

    @extend_schema(
        operation_id="create_webhook",
        request=WebhookInput,
        responses={201: NewWebhookOutput, **problems(400, 422)},
    )
    def post(self, request: Any) -> Response:
        """Have events of your accounts posted to an address. The secret is shown this once."""
        asked = read_input(WebhookInput, request.data)
        webhook, secret = commands.create_webhook(
            person_id=request.user.id, now=timezone.now(), **asked
        )
        return _with_secret(webhook, secret, status=201)


class WebhookView(APIView):
    """One webhook."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN, "DELETE": OWN}

    @extend_schema(operation_id="get_webhook", responses={200: WebhookOutput, **problems(404)})
    def get(self, request: Any, webhook_id: UUID) -> Response:
        """Return one of your webhooks."""
        webhook = queries.get_webhook(person_id=request.user.id, webhook_id=webhook_id)
        return Response(_content(webhook))

    @extend_schema(
        operation_id="change_webhook",
        request=WebhookChangeInput,
        responses={200: WebhookOutput, **problems(400, 404)},
    )
    def patch(self, request: Any, webhook_id: UUID) -> Response:
        """Change a webhook, disable it or enable it again."""
        asked = read_input(WebhookChangeInput, request.data)
        webhook = commands.change_webhook(
            person_id=request.user.id, webhook_id=webhook_id, now=timezone.now(), **asked
        )
        return Response(_content(webhook))

    @extend_schema(operation_id="delete_webhook", responses={204: None, **problems(404)})
    def delete(self, request: Any, webhook_id: UUID) -> Response:
        """Forget a webhook and its secret."""
        commands.delete_webhook(
            person_id=request.user.id, webhook_id=webhook_id, now=timezone.now()
        )
        return Response(status=204)


class RotationView(APIView):
    """The secret of a webhook."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="rotate_webhook_secret",
        request=NothingInput,
        responses={200: NewWebhookOutput, **problems(400, 404)},
    )
    def post(self, request: Any, webhook_id: UUID) -> Response:
        """Give a webhook a new secret from the next message on; it is shown this once."""
        read_input(NothingInput, request.data or {})
        webhook, secret = commands.rotate_webhook_secret(
            person_id=request.user.id, webhook_id=webhook_id
        )
        return _with_secret(webhook, secret, status=200)


class DeliveriesView(APIView):
    """What was posted to a webhook."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_webhook_deliveries",
        parameters=[DeliveryQuery],
        responses={200: DeliveryPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any, webhook_id: UUID) -> Response:
        """Return the deliveries of a webhook, the newest first."""
        asked = read_input(DeliveryQuery, request.GET.dict())
        page, position = queries.list_deliveries(
            person_id=request.user.id,
            webhook_id=webhook_id,
            status=asked.get("status"),
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        return _page(request, [_delivery(delivery) for delivery in page], position)


class RedeliveryView(APIView):
    """One delivery, again."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="redeliver_webhook",
        request=NothingInput,
        responses={202: DeliveryOutput, **problems(400, 404, 409)},
    )
    def post(self, request: Any, webhook_id: UUID, delivery_id: UUID) -> Response:
        """Post a message again within seconds, with the same event id."""
        read_input(NothingInput, request.data or {})
        delivery = commands.redeliver(
            person_id=request.user.id,
            webhook_id=webhook_id,
            delivery_id=delivery_id,
            now=timezone.now(),
        )
        return Response(_delivery(delivery), status=202)


def _page(request: Any, results: list[dict[str, Any]], position: list[Any] | None) -> Response:
    following = None if position is None else cursors.write_cursor(position)
    return Response({"results": results, "next": link(request, cursor=following), "previous": None})


def _with_secret(webhook: Webhook, secret: str, *, status: int) -> Response:
    answer = Response(_content(webhook) | {"secret": secret}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _content(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": str(webhook.id),
        "url": webhook.url,
        "description": webhook.description,
        "events": webhook.events,
        "status": webhook.status,
        "disabled_by": webhook.disabled_by,
        "key_id": webhook.key_id,
        "created_at": instant(webhook.created_at),
    }


def _delivery(delivery: WebhookDelivery) -> dict[str, Any]:
    moments = ("last_try_at", "next_try_at", "delivered_at")
    known = {name: getattr(delivery, name) for name in moments}
    return {
        "id": str(delivery.id),
        "event_id": str(delivery.event_id),
        "event": delivery.event,
        "status": delivery.status,
        "attempts": delivery.attempts,
        "response_code": delivery.response_code,
        "failure": delivery.failure,
        "created_at": instant(delivery.created_at),
        **{name: None if moment is None else instant(moment) for name, moment in known.items()},
    }
