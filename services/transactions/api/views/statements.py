"""Statements over HTTP: asked for, listed, downloaded, verified."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.ledger.errors import AccountNotFound
from services.transactions import commands, queries
from services.transactions.api.serializers.statements import (
    ContentQuery,
    RetryInput,
    StatementFileOutput,
    StatementInput,
    StatementOutput,
    StatementPageOutput,
    StatementQuery,
    VerifyInput,
    VerifyOutput,
)
from services.transactions.api.statement_content import (
    file_content,
    issued_content,
    statement_content,
)
from services.transactions.api.views.reads import READ_ANY, accounts_of
from services.transactions.models import Statement, StatementFile
from services.transactions.statements import FORMATS, PARTS, format_of

_FILES = {
    (200, kind.content_type.partition(";")[0]): OpenApiTypes.BINARY
    for kind in (*FORMATS.values(), PARTS)
}
# How soon to look again for a file that is being made.
_RETRY_SECONDS = 2


class StatementsView(APIView):
    """Statements."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_statements",
        parameters=[StatementQuery],
        responses={200: StatementPageOutput, **problems(400, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return the statements of one of your accounts or of all, the latest period first."""
        asked = read_input(StatementQuery, request.GET.dict())
        limit = cursors.read_limit(asked.get("limit"))
        accounts = accounts_of(request, account_id=asked.get("account"), what="statements")
        page, position = queries.list_statements(
            account_ids=[account.id for account in accounts],
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=limit,
        )
        files = queries.list_statement_files(statement_ids=[one.id for one in page])
        following = None if position is None else cursors.write_cursor(position)
        return Response(
            {
                "results": [statement_content(one, files=files[one.id]) for one in page],
                "next": link(request, cursor=following),
                "previous": None,
            }
        )

    @extend_schema(
        operation_id="make_statement",
        request=StatementInput,
        responses={
            200: StatementOutput,
            201: StatementOutput,
            **problems(400, 404, 409, 422),
        },
    )
    def post(self, request: Any) -> Response:
        """Issue a statement of days that are over; the same period is the same statement (200)."""
        asked = read_input(StatementInput, request.data)
        (account,) = accounts_of(request, account_id=asked["account"], what="statements")
        statement, is_new = commands.make_statement(
            account=account,
            from_date=asked["from_date"],
            to_date=asked["to_date"],
            actor_id=request.user.id,
            now=timezone.now(),
        )
        files = queries.list_statement_files(statement_ids=[statement.id])[statement.id]
        return Response(statement_content(statement, files=files), status=201 if is_new else 200)


class StatementView(APIView):
    """One statement."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(operation_id="get_statement", responses={200: StatementOutput, **problems(404)})
    def get(self, request: Any, statement_id: UUID) -> Response:
        """Return a statement of one of your accounts, without its lines."""
        statement = _statement(request, statement_id)
        files = queries.list_statement_files(statement_ids=[statement.id])[statement.id]
        return Response(statement_content(statement, files=files))


class StatementContentView(APIView):
    """A statement as a file."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    def perform_content_negotiation(self, request: Any, force: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Take any `Accept`: what comes is named by `format`."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="download_statement",
        parameters=[ContentQuery],
        responses={**_FILES, 202: StatementFileOutput, **problems(400, 404, 409, 503)},
    )
    def get(self, request: Any, statement_id: UUID) -> Response | StreamingHttpResponse:
        """Return the file; or 202 with how far it has come while a worker makes a long one."""
        name = read_input(ContentQuery, request.GET.dict())["format"]
        statement = _statement(request, statement_id)
        file = commands.ask_for_file(statement=statement, file_format=name, clock=timezone.now)
        if file.status != StatementFile.Status.READY:
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            return Response(file_content(file), status=202, headers=headers)
        kind = format_of(name, count=statement.count)
        title = f"statement-{statement.from_date}-{statement.to_date}.{kind.ending}"
        return StreamingHttpResponse(
            commands.read_file(file=file, clock=timezone.now),
            content_type=kind.content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{title}"',
                "Content-Length": str(file.size),
                "ETag": f'"{bytes(file.sha256 or b"").hex()}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )


class StatementRetryView(APIView):
    """A file of a statement, again."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="retry_statement_file",
        request=RetryInput,
        responses={202: StatementFileOutput, **problems(400, 404, 409)},
    )
    def post(self, request: Any, statement_id: UUID) -> Response:
        """Have a file that failed made again; look for it as for any that is being made."""
        asked = read_input(RetryInput, request.data)
        statement = _statement(request, statement_id)
        file = commands.retry_file(
            statement=statement, file_format=asked["format"], clock=timezone.now
        )
        headers = {"Retry-After": str(_RETRY_SECONDS)}
        return Response(file_content(file), status=202, headers=headers)


class VerifyStatementView(APIView):
    """Whether a file is the bank's."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="verify_statement",
        request=VerifyInput,
        responses={200: VerifyOutput, **problems(400)},
    )
    def post(self, request: Any) -> Response:
        """Say whether the bank issued a file with this SHA-256, and for which period.

        Whoever knows the hash has the file, so nothing is told that is not in it.
        """
        asked = read_input(VerifyInput, request.data)
        file = queries.find_issued_file(sha256=bytes.fromhex(asked["sha256"]))
        content = None if file is None else issued_content(file)
        return Response({"issued": file is not None, "statement": content})


def _statement(request: Any, statement_id: UUID) -> Statement:
    statement = queries.get_statement(statement_id=statement_id)
    try:
        commands.look_at_account(
            account_id=statement.account_id,
            person_id=request.user.id,
            sees_all=request.user.may(READ_ANY),
            what="statements",
            now=timezone.now(),
        )
    except AccountNotFound:
        raise queries.StatementNotFound from None
    return statement
