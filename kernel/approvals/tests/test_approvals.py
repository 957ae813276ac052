"""One asks, another decides, and what was approved is carried out once or not at all."""

from __future__ import annotations

import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kernel.approvals import commands, errors, policies
from kernel.approvals.metrics import approvals_total, oldest_age
from kernel.approvals.models import Request
from kernel.approvals.tasks import expire
from kernel.approvals.tests.conftest import SERVICE, DoorGone
from kernel.audit import chain, queries
from kernel.audit.models import Edit
from kernel.crypto import keyed_hash
from kernel.errors import BankError, Refused, TryAgain

Status = Request.Status


class DoorStuck(Refused):
    """The door is stuck."""


@pytest.mark.django_db
class TestAsk:
    def test_keeps_what_was_shown_to_the_maker(self, house):
        request = Request.objects.get(pk=house.ask().pk)
        assert (request.service, request.policy) == (SERVICE, "doors.open")
        assert (request.title, request.reason) == ("Open door 7", "It is hot.")
        assert (request.before, request.after) == ({"door": "closed"}, {"door": "open"})
        assert (request.arguments, request.subject_id) == ({"door": 7}, uuid.UUID(int=7))
        assert (request.status, request.maker_id) == (Status.WAITING, house.maker)
        assert request.expires_at == house.now + timedelta(hours=8)
        assert house.opened() == 0

    def test_is_refused_with_what_the_description_says(self, house):
        house.is_there = False
        with pytest.raises(DoorGone):
            house.ask()
        assert not Request.objects.exists()

    def test_is_a_defect_without_a_policy(self, house):
        with pytest.raises(KeyError):
            house.ask(policy="roof.lift")


@pytest.mark.django_db
class TestApprove:
    def test_carries_it_out_at_once_and_keeps_the_result(self, house):
        request = house.approve(house.ask(), now=house.now + timedelta(hours=1))
        request = Request.objects.get(pk=request.pk)
        assert request.status == Status.APPROVED
        assert request.result == {"opened_by": [str(house.maker), str(house.checker)]}
        assert request.checker_id == house.checker
        assert request.decided_at == house.now + timedelta(hours=1)
        assert house.opened() == 1

    def test_tells_the_maker(self, house):
        request = house.approve(house.ask())
        assert house.told() == [
            {
                "request_id": str(request.id),
                "service": SERVICE,
                "policy": "doors.open",
                "title": "Open door 7",
                "status": "approved",
                "person_id": str(house.maker),
            }
        ]

    def test_writes_both_eyes_into_the_audit(self, house):
        request = house.approve(house.ask())
        edits = Edit.objects.filter(subject_id=request.id).order_by("position")
        assert [(edit.action, edit.actor_id) for edit in edits] == [
            ("approval.asked", house.maker),
            ("approval.approved", house.checker),
        ]
        assert (edits[1].before, edits[1].after) == (
            '{"status":"waiting"}',
            '{"status":"approved"}',
        )
        name = f"{SERVICE}.edits"
        assert chain.verify(chain=name, rows=queries.read_chain(name)).broken == ""

    def test_is_not_for_the_maker_whatever_their_roles(self, house):
        request = house.ask()
        with pytest.raises(errors.OwnRequest):
            house.approve(request, checker_id=house.maker)
        assert house.opened() == 0

    @pytest.mark.parametrize("roles", [set(), {"teller"}, {"compliance"}, {"auditor"}])
    def test_is_not_for_other_roles_who_do_not_even_learn_of_it(self, house, roles):
        with pytest.raises(errors.ApprovalNotFound):
            house.approve(house.ask(), checker_roles=roles)

    def test_is_not_for_what_is_not_there_or_of_another_service(self, house):
        request = house.ask()
        with pytest.raises(errors.ApprovalNotFound):
            house.approve(request, service="elsewhere")
        with pytest.raises(errors.ApprovalNotFound):
            house.approve(request, request_id=uuid.uuid4())

    @pytest.mark.parametrize("first", ["approve", "reject", "withdraw"])
    @pytest.mark.parametrize("second", ["approve", "reject", "withdraw"])
    def test_a_request_is_decided_once(self, house, first, second):
        request = house.ask()
        decided = getattr(house, first)(request)
        with pytest.raises(errors.ApprovalDecided):
            getattr(house, second)(request)
        assert Request.objects.get().status == decided.status
        assert len(house.told()) == 1

    @pytest.mark.parametrize("how", ["approve", "reject", "withdraw"])
    def test_a_request_that_waited_too_long_is_not_decided(self, house, how):
        request = house.ask()
        with pytest.raises(errors.ApprovalExpired):
            getattr(house, how)(request, now=request.expires_at)
        getattr(house, how)(request, now=request.expires_at - timedelta(microseconds=1))

    def test_refuses_what_is_not_as_it_was_shown(self, house):
        request = house.ask()
        house.door = "ajar"
        with pytest.raises(errors.ApprovalStale):
            house.approve(request)
        house.is_there = False
        with pytest.raises(errors.ApprovalStale, match="The door is gone"):
            house.approve(request)
        assert Request.objects.get().status == Status.WAITING
        house.reject(request)

    def test_a_refusal_of_the_rules_undoes_what_was_done_and_is_kept(self, house):
        request = house.ask()
        house.refusal = DoorStuck("It has rusted.")
        house.approve(request)
        request.refresh_from_db()
        assert request.status == Status.FAILED
        assert (request.failure_code, request.failure_detail) == ("door_stuck", "It has rusted.")
        assert (request.result, request.checker_id) == (None, house.checker)
        assert house.opened() == 0
        assert [event["status"] for event in house.told()] == ["failed"]


@pytest.mark.django_db
class TestTexts:
    def test_can_be_forgotten_and_the_audit_keeps_what_proves_them_only(self, house):
        asked = {"door": 7, "comment": "Eve is ill."}
        waiting = house.ask(arguments=asked, reason="Eve is ill.")
        rejected = house.ask(reason="Eve is ill.")
        house.reject(rejected, reason="Eve is well.")
        other = house.ask(subject_id=uuid.UUID(int=8))
        edits = Edit.objects.all()
        assert not [edit for edit in edits if "Eve" in f"{edit.reason}{edit.before}{edit.after}"]
        first = json.loads(edits.order_by("position")[0].after)
        context = f"approvals_request:{waiting.id}"
        assert first["reason_hash"] == keyed_hash("Eve is ill.", context=context).hex()
        found = commands.forget_texts(
            service=SERVICE, subject_ids=[uuid.UUID(int=7)], names=["comment"]
        )
        assert found == 2
        for request in Request.objects.filter(subject_id=uuid.UUID(int=7)):
            assert (request.reason, request.decision_reason) == ("", "")
            assert request.arguments["door"] == 7
            assert request.arguments.get("comment", "") == ""
        other.refresh_from_db()
        assert other.reason == "It is hot."

    def test_that_what_is_carried_out_blanks_stay_blank(self, house):
        request = house.ask()
        carry_out = house.carry_out

        def forget(**values):
            commands.forget_texts(service=SERVICE, subject_ids=[uuid.UUID(int=7)], names=[])
            return carry_out(**values)

        policy = policies.policy_of("doors.open")
        policies.register(replace(policy, carry_out=forget))
        house.approve(request)
        request.refresh_from_db()
        assert (request.status, request.reason) == (Status.APPROVED, "")


@pytest.mark.django_db
class TestRejectAndWithdraw:
    def test_a_rejection_keeps_its_reason_and_does_nothing(self, house):
        house.reject(house.ask(), reason="Too cold.")
        request = Request.objects.get()
        assert (request.status, request.decision_reason) == (Status.REJECTED, "Too cold.")
        assert request.checker_id == house.checker
        assert house.opened() == 0
        assert [event["status"] for event in house.told()] == ["rejected"]

    def test_the_maker_does_not_reject_but_withdraws(self, house):
        request = house.ask()
        with pytest.raises(errors.OwnRequest):
            house.reject(request, checker_id=house.maker)
        withdrawn = house.withdraw(request)
        assert (withdrawn.status, withdrawn.checker_id) == (Status.WITHDRAWN, None)
        last = Edit.objects.order_by("position").last()
        assert (last.action, last.actor_id) == ("approval.withdrawn", house.maker)

    def test_nobody_withdraws_somebody_elses(self, house):
        with pytest.raises(errors.ApprovalNotFound):
            house.withdraw(house.ask(), maker_id=house.checker)

    def test_a_rejection_needs_the_role(self, house):
        with pytest.raises(errors.ApprovalNotFound):
            house.reject(house.ask(), checker_roles={"teller"})


@pytest.mark.django_db
class TestExpire:
    def test_closes_what_waited_too_long_and_tells_the_maker(self, house):
        late, fresh = house.ask(), house.ask(now=house.now + timedelta(seconds=1))
        assert commands.expire_requests(now=late.expires_at) == 1
        late.refresh_from_db()
        fresh.refresh_from_db()
        assert (late.status, late.checker_id) == (Status.EXPIRED, None)
        assert late.decided_at == late.expires_at
        assert fresh.status == Status.WAITING
        assert [event["status"] for event in house.told()] == ["expired"]
        assert Edit.objects.order_by("position").last().actor_id is None

    def test_leaves_what_was_decided(self, house):
        request = house.ask()
        house.reject(request)
        assert commands.expire_requests(now=request.expires_at) == 0
        assert Request.objects.get().status == Status.REJECTED

    def test_runs_in_the_background(self, house):
        house.ask()
        Request.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
        expire()
        assert Request.objects.get().status == Status.EXPIRED

    def test_what_expired_is_said_to_have(self, house):
        request = house.ask()
        commands.expire_requests(now=request.expires_at)
        with pytest.raises(errors.ApprovalExpired):
            house.approve(request)


@pytest.mark.django_db
class TestTheDatabase:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"status": "approved", "same": True},
            {"status": "approved", "checker_id": None},
            {"status": "waiting", "checker_id": uuid.UUID(int=1)},
            {"status": "approved", "checker_id": uuid.UUID(int=1), "decided_at": None},
            {"status": "unheard"},
        ],
    )
    def test_lets_nobody_write_a_decision_that_cannot_be(self, house, wrong):
        request = house.approve(house.ask())
        if wrong.pop("same", False):
            wrong["checker_id"] = request.maker_id
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.filter(pk=request.pk).update(**wrong)


@pytest.mark.django_db
class TestMetrics:
    def test_say_what_became_of_requests(self, house, django_capture_on_commit_callbacks):
        def count(decision):
            return approvals_total.labels("doors.open", decision)._value.get()

        before = count("approved"), count("rejected")
        with django_capture_on_commit_callbacks(execute=True):
            house.approve(house.ask())
            house.reject(house.ask())
        assert (count("approved"), count("rejected")) == (before[0] + 1, before[1] + 1)

    def test_say_how_long_the_oldest_waits(self, house):
        house.ask()
        house.ask(now=house.now + timedelta(minutes=1))
        commands.measure_waiting(now=house.now + timedelta(minutes=5))
        assert oldest_age.labels("doors.open")._value.get() == 300
        assert oldest_age.labels("windows.open")._value.get() == 0


class TestPolicies:
    def test_a_second_person_needs_a_row_of_the_permission_table(self, house):
        known = policies.policy_of("doors.open")
        with pytest.raises(AssertionError, match=r"roof\.lift is not in"):
            policies.register(
                policies.Policy(
                    name="roof.lift",
                    service=SERVICE,
                    permission="roof.lift",
                    describe=known.describe,
                    carry_out=known.carry_out,
                )
            )

    def test_roles_decide_what_their_rows_say(self, house):
        assert policies.decidable(service=SERVICE, roles={"supervisor"}) == ["doors.open"]
        assert policies.decidable(service="elsewhere", roles={"supervisor"}) == []
        assert policies.decidable(service=SERVICE, roles=["teller"]) == []


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    @pytest.mark.parametrize("failure", [TryAgain(), ZeroDivisionError()])
    def test_what_may_work_later_and_what_nobody_foresaw_leave_it_waiting(self, house, failure):
        request = house.ask()
        house.refusal = failure
        with pytest.raises(type(failure)):
            house.approve(request)
        request.refresh_from_db()
        assert (request.status, house.opened(), house.told()) == (Status.WAITING, 0, [])
        house.refusal = None
        assert house.approve(request).status == Status.APPROVED

    def test_a_refusal_of_the_rules_is_kept_over_the_commit(self, house):
        request = house.ask()
        house.refusal = DoorStuck()
        house.approve(request)
        request.refresh_from_db()
        assert (request.status, house.opened()) == (Status.FAILED, 0)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_eight_decisions_one_counts_and_the_door_opens_at_most_once(self, house):
        request = house.ask()
        barrier = threading.Barrier(8)

        def work(number):
            decide = house.reject if number % 4 == 3 else house.approve
            try:
                barrier.wait()
                return str(decide(request, checker_id=uuid.UUID(int=number + 1)).status)
            except BankError as refusal:
                return refusal.code
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(work, range(8)))
        request.refresh_from_db()
        assert sorted(outcomes) == sorted([request.status] + ["approval_decided"] * 7)
        assert house.opened() == (1 if request.status == Status.APPROVED else 0)
        assert len(house.told()) == 1
