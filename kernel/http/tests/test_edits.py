"""Edits over HTTP: field by field, sealed values only for who can open them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import transaction
from rest_framework.test import APIRequestFactory

from kernel import crypto
from kernel.audit.commands import record_edit
from kernel.cursors import CursorInvalid, LimitInvalid
from kernel.http.edits import EditPageOutput, answer_edits, edit_content
from kernel.observability.context import set_request_id

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SUBJECT, ACTOR = uuid.UUID(int=7), uuid.UUID(int=8)
WHOSE = {"service": "accounts", "subject_type": "customer", "subject_id": SUBJECT}


def edit(before, after, **values):
    given = WHOSE | {"action": "customer.edit", "actor_id": ACTOR, "now": NOW}
    with transaction.atomic():
        return record_edit(**(given | values), before=before, after=after)


def ask(query="", **values):
    return answer_edits(APIRequestFactory().get(f"/edits{query}"), **(WHOSE | values)).data


class TestContent:
    def test_lists_each_field_with_what_it_was_and_is(self):
        set_request_id("request-1")
        made = edit(
            {"city": "Bonn", "zip": "53111", "same": 1, "gone": 2},
            {"city": "Köln", "zip": "50667", "same": 1, "new": None},
            reason="moved",
        )
        assert edit_content(made) == {
            "id": str(made.id),
            "action": "customer.edit",
            "actor": str(ACTOR),
            "reason": "moved",
            "happened_at": "2026-11-21T12:00:00Z",
            "request_id": "request-1",
            "changes": [
                {"field": "city", "before": "Bonn", "after": "Köln", "hidden": False},
                {"field": "gone", "before": 2, "after": None, "hidden": False},
                {"field": "new", "before": None, "after": None, "hidden": False},
                {"field": "zip", "before": "53111", "after": "50667", "hidden": False},
            ],
        }

    def test_shows_a_beginning_without_before_and_the_bank_without_a_name(self):
        content = edit_content(edit(None, {"city": "Bonn"}, actor_id=None))
        assert content["actor"] is None
        assert content["changes"] == [
            {"field": "city", "before": None, "after": "Bonn", "hidden": False}
        ]

    def test_hides_what_is_sealed_from_who_cannot_open_it(self):
        made = edit(
            {"phone": crypto.seal("030", context="phone")},
            {"phone": crypto.seal("040", context="phone")},
        )
        [change] = edit_content(made)["changes"]
        assert change == {"field": "phone", "before": None, "after": None, "hidden": True}

    def test_opens_what_is_sealed_for_who_can_until_its_key_is_gone(self):
        key = crypto.new_data_key()
        made = edit(None, {"phone": crypto.seal("040", context="phone", key=key)})

        def reveal(field, sealed):
            return None if key is None else crypto.unseal(sealed, context=field, key=key)

        [change] = edit_content(made, reveal=reveal)["changes"]
        assert (change["after"], change["hidden"]) == ("040", False)
        key = None
        [change] = edit_content(made, reveal=reveal)["changes"]
        assert (change["after"], change["hidden"]) == (None, True)


class TestPage:
    def test_gives_the_newest_first_and_the_way_on(self):
        made = [str(edit(None, {"n": n}).id) for n in range(3)]
        page = ask("?limit=2")
        assert [one["id"] for one in page["results"]] == made[:0:-1]
        rest = ask(page["next"].removeprefix("/edits"))
        assert [one["id"] for one in rest["results"]] == made[:1]
        assert (rest["next"], rest["previous"]) == (None, None)

    def test_is_what_the_schema_says(self):
        edit({"a": 1}, {"a": [1, {"b": None}]})
        assert EditPageOutput(ask()).data.keys() == {"results", "next", "previous"}

    def test_has_no_other_subjects(self):
        edit(None, {"n": 1})
        assert ask(subject_id=uuid.uuid4())["results"] == []

    def test_refuses_what_is_no_page(self):
        from rest_framework.exceptions import ValidationError

        for query, refusal in [
            ("?limit=0", LimitInvalid),
            ("?cursor=W10", CursorInvalid),
            ("?page=2", ValidationError),
        ]:
            with pytest.raises(refusal):
                ask(query)
