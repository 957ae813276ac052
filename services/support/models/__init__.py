"""The tables of the support service."""

from services.support.models.announcements import Announcement, Reading
from services.support.models.desk import Agent, AgentQueue, CannedReply, Macro, Queue
from services.support.models.levels import ServiceLevel
from services.support.models.tickets import (
    Attachment,
    Draft,
    Link,
    Measure,
    Message,
    Note,
    Ticket,
    TicketEvent,
)

__all__ = [
    "Agent",
    "AgentQueue",
    "Announcement",
    "Attachment",
    "CannedReply",
    "Draft",
    "Link",
    "Macro",
    "Measure",
    "Message",
    "Note",
    "Queue",
    "Reading",
    "ServiceLevel",
    "Ticket",
    "TicketEvent",
]
