"""The support API: one class per path, one command or query per operation."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from services.support import queries
from services.support.api.serializers import AnnouncementOutput, AnnouncementPageOutput


class AnnouncementsView(APIView):
    """What the bank tells its customers."""

    @extend_schema(operation_id="list_announcements", responses={200: AnnouncementPageOutput})
    def get(self, _request: Any) -> Response:
        """Return the announcements that are live now, the latest start first."""
        live = queries.list_live_announcements(now=timezone.now())
        results = [dict(AnnouncementOutput(announcement).data) for announcement in live]
        return Response({"results": results, "next": None, "previous": None})
