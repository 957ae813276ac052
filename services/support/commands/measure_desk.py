"""Export how the desk is doing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min, Q

from services.support.metrics import oldest_unassigned_seconds, open_tickets, sla_tickets
from services.support.models import Queue, Ticket

_HOUR: Final = timedelta(hours=1)
_OPEN: Final = (Ticket.Status.NEW, Ticket.Status.OPEN, Ticket.Status.WAITING)


def measure_desk(*, now: datetime) -> None:
    """Set the gauges of every queue; those without a ticket say zero."""
    for queue in Queue.objects.order_by("id"):
        tickets = Ticket.objects.filter(queue=queue, status__in=_OPEN).order_by()
        counts = dict(tickets.values_list("priority").annotate(Count("pk")))
        for priority in Ticket.Priority:
            open_tickets.labels(queue.code, priority.name.lower()).set(counts.get(priority, 0))
        found = tickets.aggregate(
            breached=Count("pk", filter=Q(due_at__lt=now)),
            due_1h=Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + _HOUR)),
            oldest=Min("created_at", filter=Q(assignee_id=None)),
        )
        sla_tickets.labels(queue.code, "breached").set(found["breached"])
        sla_tickets.labels(queue.code, "due_1h").set(found["due_1h"])
        age = now - found["oldest"] if found["oldest"] else timedelta()
        oldest_unassigned_seconds.labels(queue.code).set(age.total_seconds())
