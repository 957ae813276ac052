"""What is written on tickets, over HTTP: messages, notes, drafts and files."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.pages import one_of_many, one_page, page_position
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.http.uploads import UploadParser
from kernel.media import EXTENSIONS
from services.support import commands, queries
from services.support.api.renderings import (
    attachment_content,
    draft_content,
    message_content,
    note_content,
)
from services.support.api.serializers.fields import PageQuery
from services.support.api.serializers.tickets import (
    AttachmentInput,
    AttachmentOutput,
    DraftInput,
    DraftOutput,
    DraftPageOutput,
    MessageInput,
    MessagePageOutput,
    NoteInput,
    NotePageOutput,
    SentMessageOutput,
    SentNoteOutput,
)
from services.support.api.views.whose import ANSWER, READ, find_as_staff, find_ticket
from services.support.models import Draft, Message, Ticket

_MISSING: Final = "Say the `version` of the ticket that you saw."


class AttachmentParser(UploadParser):
    """A form with a file for a ticket."""

    limit_setting = "ATTACHMENT_MAX_BYTES"


class MessagesView(APIView):
    """What the customer and the bank wrote to each other."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_messages",
        parameters=[PageQuery],
        responses={200: MessagePageOutput, **problems(400, 404)},
    )
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return the messages, the first one first."""
        ticket, is_staff = find_ticket(request, ticket_id=ticket_id)
        asked = read_input(PageQuery, request.GET.dict())
        found, following = queries.list_messages(ticket=ticket, **page_position(asked))
        content = [message_content(message, for_staff=is_staff) for message in found]
        return one_of_many(request, content, following)

    @extend_schema(
        operation_id="send_message",
        request=MessageInput,
        responses={201: SentMessageOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Write on your ticket; staff answer the customer, if the ticket is as they saw it."""
        asked = read_input(MessageInput, request.data)
        ticket, is_staff = find_ticket(request, ticket_id=ticket_id)
        if is_staff:
            message = _answer(request, ticket, asked)
        else:
            if "status" in asked:
                raise PermissionDenied
            message = commands.write_to_bank(
                ticket_id=ticket.id, person_id=request.user.id, now=timezone.now(), **asked
            )
        content = message_content(message, for_staff=is_staff)
        return Response(content | {"version": message.ticket.version}, status=201)


class NotesView(APIView):
    """What staff write for each other."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": ANSWER}

    @extend_schema(
        operation_id="list_notes",
        parameters=[PageQuery],
        responses={200: NotePageOutput, **problems(400, 403, 404)},
    )
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return the notes, the first one first. No customer sees them."""
        ticket = find_as_staff(request, ticket_id=ticket_id)
        asked = read_input(PageQuery, request.GET.dict())
        found, following = queries.list_notes(ticket=ticket, **page_position(asked))
        return one_of_many(request, [note_content(note) for note in found], following)

    @extend_schema(
        operation_id="add_note",
        request=NoteInput,
        responses={201: SentNoteOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Write a note for colleagues."""
        asked = read_input(NoteInput, request.data)
        note = commands.add_note(
            ticket_id=ticket_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return Response(note_content(note) | {"version": note.ticket.version}, status=201)


class DraftsView(APIView):
    """What is being written on a ticket."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="list_drafts", responses={200: DraftPageOutput, **problems(404)})
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return your drafts on your ticket; to staff those of all colleagues, the latest first."""
        ticket, is_staff = find_ticket(request, ticket_id=ticket_id)
        found = queries.list_drafts(ticket=ticket, author_id=request.user.id, is_staff=is_staff)
        return one_page(draft_content(draft) for draft in found)


class DraftView(APIView):
    """One's own draft of a reply or a note."""

    permissions: ClassVar[dict[str, str]] = {"PUT": OWN, "DELETE": OWN}

    @extend_schema(
        operation_id="save_draft",
        request=DraftInput,
        responses={200: DraftOutput, **problems(400, 403, 404)},
    )
    def put(self, request: Any, ticket_id: UUID, kind: str) -> Response:
        """Keep what you have written so far; it stays yours when the ticket is given away."""
        asked = read_input(DraftInput, request.data)
        ticket, is_staff = find_ticket(request, ticket_id=ticket_id)
        _refuse_draft(request, kind=kind, is_staff=is_staff)
        draft = commands.save_draft(
            ticket=ticket,
            author_id=request.user.id,
            is_staff=is_staff,
            kind=kind,
            body=asked["body"],
            now=timezone.now(),
        )
        return Response(draft_content(draft))

    @extend_schema(operation_id="discard_draft", responses={204: None, **problems(403, 404)})
    def delete(self, request: Any, ticket_id: UUID, kind: str) -> Response:
        """Forget your draft."""
        ticket, is_staff = find_ticket(request, ticket_id=ticket_id)
        _refuse_draft(request, kind=kind, is_staff=is_staff)
        commands.discard_draft(ticket=ticket, author_id=request.user.id, kind=kind)
        return Response(status=204)


class AttachmentsView(APIView):
    """Files of a ticket."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}
    parser_classes: ClassVar = [AttachmentParser]

    @extend_schema(
        operation_id="add_attachment",
        request={"multipart/form-data": AttachmentInput},
        responses={201: AttachmentOutput, **problems(400, 403, 404, 422)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Hand in a JPEG, PNG or PDF; the next message that names it makes it visible."""
        ticket, is_staff = find_ticket(request, ticket_id=ticket_id)
        if is_staff and not request.user.may(ANSWER):
            raise PermissionDenied
        asked = read_input(AttachmentInput, dict(request.data.items()))
        attachment = commands.add_attachment(
            ticket=ticket,
            person_id=request.user.id,
            name=asked["name"],
            content=asked["file"].read(),
            now=timezone.now(),
        )
        return Response(attachment_content(attachment), status=201)


class AttachmentContentView(APIView):
    """A file itself."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="get_attachment_content",
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            **problems(404),
        },
    )
    def get(self, request: Any, ticket_id: UUID, attachment_id: UUID) -> HttpResponse:
        """Return the file, always as a download."""
        ticket, _ = find_ticket(request, ticket_id=ticket_id)
        attachment = queries.get_attachment(
            ticket=ticket, attachment_id=attachment_id, person_id=request.user.id
        )
        name = f"{attachment.id}.{EXTENSIONS[attachment.media_type]}"
        return HttpResponse(
            commands.open_attachment(attachment),
            content_type=attachment.media_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cache-Control": "no-store",
            },
        )


def _answer(request: Any, ticket: Ticket, asked: dict[str, Any]) -> Message:
    if not request.user.may(ANSWER):
        raise PermissionDenied
    if "version" not in asked:
        raise ValidationError({"version": [_MISSING]}, code="required")
    return commands.answer_ticket(
        ticket_id=ticket.id, actor_id=request.user.id, now=timezone.now(), **asked
    )


def _refuse_draft(request: Any, *, kind: str, is_staff: bool) -> None:
    if kind not in Draft.Kind.values:
        raise NotFound
    # Customers write no notes, and who may only look writes nothing.
    if (is_staff and not request.user.may(ANSWER)) or (kind == Draft.Kind.NOTE and not is_staff):
        raise PermissionDenied
