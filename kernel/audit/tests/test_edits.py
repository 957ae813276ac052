"""An edit says what differs, and a subject's edits are read newest first."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kernel.audit import commands, queries
from kernel.audit.content import differing
from kernel.audit.models import Edit
from kernel.cursors import CursorInvalid
from kernel.observability.context import set_request_id

NOW = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
SUBJECT = uuid.UUID(int=7)
ACTOR = uuid.UUID(int=8)
VALUES = (
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
)
FIELDS = st.dictionaries(st.sampled_from("abcdef"), VALUES)


class Colour(Enum):
    RED = "red"


def record(**values):
    given = {
        "service": "accounts",
        "subject_type": "account",
        "subject_id": SUBJECT,
        "action": "account.rename",
        "actor_id": ACTOR,
        "before": {"name": "Old"},
        "after": {"name": "New"},
        "now": NOW,
    }
    with transaction.atomic():
        return commands.record_edit(**(given | values))


class TestDiffering:
    @given(before=FIELDS, after=FIELDS)
    def test_keeps_what_differs_and_nothing_else(self, before, after):
        old, new = (json.loads(text) for text in differing(before, after))
        for name in "abcdef":
            same = name in before and name in after and before[name] == after[name]
            if same and type(before[name]) is type(after[name]):
                assert name not in old
                assert name not in new
            elif not same:
                assert (name in old, name in new) == (name in before, name in after)
        assert old.items() <= before.items()
        assert new.items() <= after.items()

    @given(fields=FIELDS)
    def test_keeps_everything_where_there_was_or_is_nothing(self, fields):
        old, new = differing(None, fields)
        assert (old, json.loads(new)) == (None, fields)
        old, new = differing(fields, None)
        assert (json.loads(old), new) == (fields, None)

    def test_keeps_a_field_that_became_null(self):
        assert differing({"a": 1, "b": None}, {"a": None}) == ('{"a":1,"b":null}', '{"a":null}')

    def test_takes_what_the_bank_has_values_of(self):
        _, after = differing(
            None,
            {
                "id": SUBJECT,
                "day": date(2026, 1, 31),
                "at": datetime(2026, 1, 31, 13, tzinfo=timezone(timedelta(hours=1))),
                "rate": Decimal("1.50"),
                "colour": Colour.RED,
                "sealed": b"\x00\x01",
                "many": [SUBJECT, {"deep": date(2026, 1, 1)}],
                "roles": {"b", "a"},
                "note": "Ärger",
            },
        )
        assert json.loads(after) == {
            "id": str(SUBJECT),
            "day": "2026-01-31",
            "at": "2026-01-31T12:00:00+00:00",
            "rate": "1.50",
            "colour": "red",
            "sealed": {"sealed": "AAE="},
            "many": [str(SUBJECT), {"deep": "2026-01-01"}],
            "roles": ["a", "b"],
            "note": "Ärger",
        }

    def test_takes_no_fraction_for_that_may_be_money(self):
        with pytest.raises(AssertionError, match="float"):
            differing(None, {"amount": 0.1})


@pytest.mark.django_db
class TestRecordEdit:
    def test_writes_who_changed_what_and_why(self):
        set_request_id("request-1")
        record(before={"name": "Old", "same": 1}, after={"name": "New", "same": 1}, reason="asked")
        set_request_id("")
        edit = Edit.objects.get()
        assert (edit.before, edit.after) == ('{"name":"Old"}', '{"name":"New"}')
        assert (edit.service, edit.subject_type, edit.subject_id) == (
            "accounts",
            "account",
            SUBJECT,
        )
        assert (edit.action, edit.actor_id, edit.reason) == ("account.rename", ACTOR, "asked")
        assert (edit.request_id, edit.happened_at, edit.position) == ("request-1", NOW, 1)

    def test_writes_that_something_was_done_also_when_no_field_differs(self):
        record(before={"name": "Same"}, after={"name": "Same"})
        edit = Edit.objects.get()
        assert (edit.before, edit.after) == ("{}", "{}")

    def test_knows_the_bank_itself_by_no_actor(self):
        assert record(actor_id=None).actor_id is None

    def test_links_each_services_edits_one_after_the_other(self):
        first, foreign, second = record(), record(service="support"), record()
        assert [first.position, foreign.position, second.position] == [1, 1, 2]
        assert second.previous_hash == first.hash
        assert foreign.previous_hash != first.previous_hash

    def test_writes_many_under_one_lock(self, django_assert_max_num_queries):
        changes = [
            commands.Change(
                subject_type="account",
                subject_id=SUBJECT,
                action="account.import",
                actor_id=ACTOR,
                before=None,
                after={"number": number},
                now=NOW,
            )
            for number in range(40)
        ]
        record()
        with django_assert_max_num_queries(6), transaction.atomic():
            written = commands.record_edits(service="accounts", changes=changes)
        assert [edit.position for edit in written] == list(range(2, 42))
        assert Edit.objects.count() == 41

    def test_writes_none_of_none(self):
        with transaction.atomic():
            assert commands.record_edits(service="accounts", changes=[]) == []


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_an_edit_needs_the_transaction_that_made_it_true(self):
        with pytest.raises(AssertionError, match="link without its row"):
            commands.record_edit(
                service="accounts",
                subject_type="account",
                subject_id=SUBJECT,
                action="account.rename",
                actor_id=ACTOR,
                before=None,
                after={},
                now=NOW,
            )
        assert not connection.in_atomic_block

    def test_what_is_undone_leaves_no_gap(self):
        record()
        with transaction.atomic():
            record()
            transaction.set_rollback(True)
        assert record().position == 2


@pytest.mark.django_db
class TestListEdits:
    def test_lists_the_newest_first_page_by_page(self):
        written = [record().id for _ in range(5)]
        pages, cursor = [], None
        while True:
            page, cursor = queries.list_edits(
                service="accounts",
                subject_type="account",
                subject_id=SUBJECT,
                cursor=cursor,
                limit=2,
            )
            pages.append([edit.id for edit in page])
            if cursor is None:
                break
        assert pages == [written[:2:-1], written[2:0:-1], written[:1]]

    def test_lists_no_other_subjects(self):
        record(subject_id=uuid.UUID(int=9))
        record(subject_type="customer")
        record(service="support")
        mine = record()
        found, following = queries.list_edits(
            service="accounts", subject_type="account", subject_id=SUBJECT, limit=10
        )
        assert ([edit.id for edit in found], following) == ([mine.id], None)

    @pytest.mark.parametrize("cursor", [[], ["1"], [1, 2], [None], [True]])
    def test_refuses_a_position_of_another_list(self, cursor):
        with pytest.raises(CursorInvalid):
            queries.list_edits(
                service="accounts",
                subject_type="account",
                subject_id=SUBJECT,
                cursor=cursor,
                limit=2,
            )
