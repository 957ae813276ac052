"""No row of a chain can be changed, lost, slipped in or cut off without being found."""

from __future__ import annotations

import hashlib
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from kernel.audit import chain, queries
from kernel.audit.commands import Change, record_edits
from kernel.audit.content import content_of
from kernel.audit.heads import read_heads
from kernel.audit.metrics import chain_broken_links, chain_height, chain_verified_height
from kernel.audit.models import Edit, Head
from kernel.audit.tasks import verify

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHAIN = "accounts.edits"


def write(count, service="accounts"):
    with transaction.atomic():
        return record_edits(
            service=service,
            changes=[
                Change(
                    subject_type="account",
                    subject_id=uuid.UUID(int=number),
                    action="account.rename",
                    actor_id=uuid.UUID(int=1),
                    before={"name": f"Old {number}"},
                    after={"name": f"New {number}"},
                    reason="asked",
                    now=NOW + timedelta(microseconds=number),
                )
                for number in range(count)
            ],
        )


def proven(name=CHAIN):
    return chain.verify(chain=name, rows=queries.read_chain(name))


@pytest.fixture
def edits(db):
    return write(5)


class TestAppend:
    def test_covers_the_content_and_all_that_came_before(self, db):
        with transaction.atomic():
            first = chain.append(chain="log", content=b"one")
            second = chain.append(chain="log", content=b"two")
        origin = hashlib.sha256(b"chain:log").digest()
        assert first == chain.Link(
            position=1, previous_hash=origin, hash=hashlib.sha256(origin + b"one").digest()
        )
        assert second.hash == hashlib.sha256(first.hash + b"two").digest()
        assert (second.position, second.previous_hash) == (2, first.hash)

    def test_moves_the_head_on(self, edits):
        head = Head.objects.get(chain=CHAIN)
        assert (head.position, bytes(head.hash)) == (5, edits[-1].hash)


class TestVerify:
    def test_proves_an_untouched_chain(self, edits):
        verdict = proven()
        end = chain.End(position=5, hash=edits[-1].hash)
        assert verdict == chain.Verdict(chain=CHAIN, proven=end, height=5)

    def test_proves_a_chain_longer_than_a_chunk(self, db, monkeypatch):
        monkeypatch.setattr(queries, "_CHUNK", 3)
        write(7)
        assert (proven().proven.position, proven().broken) == (7, "")

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("subject_type", "customer"),
            ("subject_id", uuid.UUID(int=99)),
            ("action", "account.close"),
            ("actor_id", None),
            ("actor_id", uuid.UUID(int=99)),
            ("before", None),
            ("before", '{"name": "Old 2"}'),
            ("after", '{"name":"Mallory"}'),
            ("reason", ""),
            ("request_id", "other"),
            ("happened_at", NOW),
            ("id", uuid.UUID(int=99)),
        ],
    )
    def test_names_a_row_that_was_altered_in_any_column(self, edits, column, value):
        Edit.objects.filter(position=3).update(**{column: value})
        assert proven().broken.startswith("row 3 was altered")

    def test_names_an_altered_row_whose_own_hash_was_mended(self, edits):
        forged = edits[2]
        forged.after = '{"name":"Mallory"}'
        forged.hash = chain.hash_of(forged.previous_hash, content_of(forged))
        forged.save()
        assert proven().broken.startswith("row 4 does not follow")

    def test_names_an_altered_last_row_whose_own_hash_was_mended(self, edits):
        forged = edits[-1]
        forged.after = '{"name":"Mallory"}'
        forged.hash = chain.hash_of(forged.previous_hash, content_of(forged))
        forged.save()
        assert proven().broken == "row 5 is not the one that a head names"

    @pytest.mark.parametrize("position", [1, 3])
    def test_names_a_row_that_is_missing(self, edits, position):
        Edit.objects.filter(position=position).delete()
        assert proven().broken.startswith(f"row {position} is missing")

    @pytest.mark.parametrize("first_gone", [1, 4, 5])
    def test_names_the_first_row_of_a_tail_that_was_cut_off(self, edits, first_gone):
        Edit.objects.filter(position__gte=first_gone).delete()
        assert proven().broken == f"row {first_gone} is missing: a head names row 5"

    def test_names_a_row_that_was_slipped_in_at_the_end(self, edits):
        forged = Edit.objects.get(position=5)
        forged.id, forged.position = uuid.UUID(int=99), 6
        forged.previous_hash = edits[-1].hash
        forged.hash = chain.hash_of(forged.previous_hash, content_of(forged))
        forged.save(force_insert=True)
        assert proven().broken == "row 6 was slipped in: the head names row 5"

    def test_names_a_row_that_was_slipped_in_before_the_first(self, edits):
        forged = Edit.objects.get(position=5)
        forged.id, forged.position = uuid.UUID(int=99), 0
        forged.save(force_insert=True)
        assert proven().broken.startswith("row 0 was slipped in")

    def test_names_two_rows_that_changed_places(self, edits):
        Edit.objects.filter(position=2).update(position=99)
        Edit.objects.filter(position=3).update(position=2)
        Edit.objects.filter(position=99).update(position=3)
        assert proven().broken.startswith("row 2 does not follow")

    def test_finds_a_row_that_was_moved_to_another_service(self, edits):
        Edit.objects.filter(position=5).update(service="support")
        assert proven().broken.startswith("row 5 is missing")
        assert "support.edits" in queries.list_chains()
        assert proven("support.edits").broken.startswith("row 1 is missing")

    def test_finds_a_head_that_is_gone(self, edits):
        Head.objects.all().delete()
        assert CHAIN in queries.list_chains()
        assert proven().broken == "row 1 was slipped in: the head names row 0"

    def test_finds_a_head_that_was_set_back_with_its_rows(self, edits):
        Edit.objects.filter(position__gt=3).delete()
        Head.objects.update(position=3, hash=b"\0" * 32)
        assert proven().broken == "row 3 is not the one that a head names"

    def test_takes_no_chain_for_another_one(self, edits):
        # The whole history of one service under the name of another.
        Edit.objects.update(service="support")
        Head.objects.update(chain="support.edits")
        assert proven("support.edits").broken.startswith("row 1 does not follow")

    def test_lets_a_chain_grow_while_it_is_read(self, edits, monkeypatch):
        monkeypatch.setattr(queries, "_CHUNK", 2)

        def rows():
            for row in queries.read_chain(CHAIN):
                yield row
                if row.link.position == 2:
                    write(2)

        verdict = chain.verify(chain=CHAIN, rows=rows())
        assert (verdict.proven.position, verdict.broken) == (7, "")


class TestCommand:
    def test_prints_the_heads_of_all_chains(self, edits):
        write(2, service="support")
        out = StringIO()
        call_command("verify_audit", stdout=out)
        assert f"ok     accounts.edits: 5 rows, head {edits[-1].hash.hex()}" in out.getvalue()
        assert "ok     support.edits: 2 rows" in out.getvalue()

    def test_fails_and_names_the_first_bad_row_of_each_chain(self, edits):
        write(2, service="support")
        Edit.objects.filter(service="accounts", position__in=[2, 4]).update(reason="other")
        out = StringIO()
        with pytest.raises(CommandError, match=r"accounts\.edits: row 2 was altered"):
            call_command("verify_audit", stdout=out)
        assert f"BROKEN accounts.edits: row 2 was altered (edit {edits[1].id})" in out.getvalue()
        assert "ok     support.edits" in out.getvalue()

    def test_is_content_with_a_bank_without_edits(self, db):
        call_command("verify_audit", stdout=StringIO())

    def test_runs_in_the_background_too_and_raises_the_alarm(self, edits):
        def seen():
            gauges = (chain_height, chain_verified_height, chain_broken_links)
            return [gauge.labels(CHAIN)._value.get() for gauge in gauges]

        verify()
        assert seen() == [5, 5, 0]
        Edit.objects.filter(position=2).delete()
        verify()
        assert seen() == [5, 1, 1]


class TestKeptHeads:
    """Against somebody who may write to the whole database, the head too."""

    @pytest.fixture
    def prove(self, tmp_path):
        def call():
            call_command("verify_audit", heads=tmp_path / "heads.json", stdout=StringIO())

        return call

    def test_a_chain_goes_on_through_them(self, edits, prove, tmp_path):
        prove()
        write(2)
        prove()
        kept = read_heads(tmp_path / "heads.json")[CHAIN]
        assert (kept.position, kept.hash) == (7, bytes(Head.objects.get().hash))

    def test_a_chain_that_was_built_anew_does_not(self, edits, prove, tmp_path):
        prove()
        Edit.objects.all().delete()
        Head.objects.all().delete()
        write(6)
        assert proven().broken == ""
        with pytest.raises(CommandError, match="row 5 is not the one that a head names"):
            prove()
        assert read_heads(tmp_path / "heads.json")[CHAIN].hash == edits[-1].hash

    def test_a_tail_that_was_cut_off_with_the_head_set_back_is_missed(self, edits, prove):
        prove()
        Edit.objects.filter(position__gt=3).delete()
        Head.objects.update(position=3, hash=edits[2].hash)
        assert proven().broken == ""
        with pytest.raises(CommandError, match="row 4 is missing: a head names row 5"):
            prove()

    def test_a_chain_that_is_gone_altogether_is_missed(self, edits, prove):
        prove()
        Edit.objects.all().delete()
        Head.objects.all().delete()
        with pytest.raises(CommandError, match="the whole chain is missing"):
            prove()

    @pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', '{"a": {"position": "x"}}'])
    def test_a_file_with_something_else_is_refused(self, db, prove, tmp_path, content):
        (tmp_path / "heads.json").write_text(content)
        with pytest.raises(CommandError):
            prove()


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_eight_writers_of_a_new_chain_make_one_line(self):
        barrier = threading.Barrier(8)

        def work():
            try:
                barrier.wait()
                return [edit.position for _ in range(5) for edit in write(1)]
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            running = [pool.submit(work) for _ in range(8)]
            written = [position for one in running for position in one.result()]
        assert sorted(written) == list(range(1, 41))
        assert proven().broken == ""
        assert proven().proven.position == 40
