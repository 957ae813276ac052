"""The paths of the support service."""

from __future__ import annotations

from django.urls import path

from services.support.api.views import (
    announcements,
    desk,
    prepared,
    ticket_desk,
    ticket_texts,
    tickets,
)

_TICKET = "tickets/<uuid:ticket_id>"
_ANNOUNCEMENT = "announcements/<uuid:announcement_id>"

urlpatterns = [
    path("tickets", tickets.TicketsView.as_view()),
    path(_TICKET, tickets.TicketView.as_view()),
    path(f"{_TICKET}/take", tickets.TakeView.as_view()),
    path(f"{_TICKET}/give", tickets.GiveView.as_view()),
    path(f"{_TICKET}/release", tickets.ReleaseView.as_view()),
    path(f"{_TICKET}/merge", tickets.MergeView.as_view()),
    path(f"{_TICKET}/macro", tickets.MacroUseView.as_view()),
    path(f"{_TICKET}/reopen", tickets.ReopenView.as_view()),
    path(f"{_TICKET}/rating", tickets.RatingView.as_view()),
    path(f"{_TICKET}/events", tickets.EventsView.as_view()),
    path(f"{_TICKET}/messages", ticket_texts.MessagesView.as_view()),
    path(f"{_TICKET}/notes", ticket_texts.NotesView.as_view()),
    path(f"{_TICKET}/drafts", ticket_texts.DraftsView.as_view()),
    path(f"{_TICKET}/drafts/<slug:kind>", ticket_texts.DraftView.as_view()),
    path(f"{_TICKET}/attachments", ticket_texts.AttachmentsView.as_view()),
    path(
        f"{_TICKET}/attachments/<uuid:attachment_id>/content",
        ticket_texts.AttachmentContentView.as_view(),
    ),
    path(f"{_TICKET}/presence", ticket_desk.PresenceView.as_view()),
    path(f"{_TICKET}/links", ticket_desk.LinksView.as_view()),
    path(f"{_TICKET}/links/<uuid:other_id>", ticket_desk.LinkView.as_view()),
    path(f"{_TICKET}/measures", ticket_desk.MeasuresView.as_view()),
    path("ticket-queues", desk.QueuesView.as_view()),
    path("ticket-queues/<uuid:queue_id>", desk.QueueView.as_view()),
    path("ticket-queues/<uuid:queue_id>/next", desk.NextView.as_view()),
    path("ticket-agents", desk.AgentsView.as_view()),
    path("ticket-agents/<uuid:person_id>", desk.AgentView.as_view()),
    path("ticket-agents/<uuid:person_id>/absence", desk.AbsenceView.as_view()),
    path("service-levels", desk.LevelsView.as_view()),
    path("canned-replies", prepared.CannedRepliesView.as_view()),
    path("canned-replies/<uuid:reply_id>", prepared.CannedReplyView.as_view()),
    path("canned-replies/<uuid:reply_id>/text", prepared.CannedReplyTextView.as_view()),
    path("macros", prepared.MacrosView.as_view()),
    path("macros/<uuid:macro_id>", prepared.MacroView.as_view()),
    path("announcements", announcements.AnnouncementsView.as_view()),
    path(_ANNOUNCEMENT, announcements.AnnouncementView.as_view()),
    path(f"{_ANNOUNCEMENT}/end", announcements.AnnouncementEndView.as_view()),
    path(f"{_ANNOUNCEMENT}/dismiss", announcements.DismissalView.as_view()),
    path(f"{_ANNOUNCEMENT}/accept", announcements.AcceptanceView.as_view()),
    path(
        "announcements/<uuid:announcement_id>/edits", announcements.AnnouncementEditsView.as_view()
    ),
]
