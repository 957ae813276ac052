"""What the API of accounts reads and answers."""

from __future__ import annotations

from typing import Final

from rest_framework import serializers

from kernel.http.fields import AmountField, DayField, StrictIdField, StrictSerializer, TextField
from services.accounts.api.serializers.pages import page_of
from services.accounts.models import AccountType, ClosedAccount, Freeze, StatementFrequency

STATUSES: Final = ("open", "credits_only", "frozen", "closed", "applied", "rejected")
RIGHTS: Final = ("owner", "joint", "view")


class AccountInput(StrictSerializer):
    """An account to open."""

    account_type = StrictIdField()
    branch = StrictIdField(required=False)
    nickname = TextField(required=False, max_length=40, allow_blank=True)
    customer = StrictIdField(required=False, help_text="For staff: whose account it will be.")


class AccountQuery(StrictSerializer):
    """Which accounts to list. Without any of these, your own; with one, staff see the bank's."""

    customer = StrictIdField(required=False)
    status = serializers.ChoiceField(STATUSES, required=False)
    branch = StrictIdField(required=False)
    number = TextField(required=False, max_length=60)
    scope = serializers.ChoiceField(["own", "bank"], required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class AccountChange(StrictSerializer):
    """What a holder changes about an account."""

    nickname = TextField(required=False, max_length=40, allow_blank=True)
    statement_frequency = serializers.ChoiceField(StatementFrequency.values, required=False)


class RejectionReasonInput(StrictSerializer):
    """Why not."""

    reason = TextField(min_length=3, max_length=200)


class FreezeInput(StrictSerializer):
    """What stops, and why."""

    scope = serializers.ChoiceField(Freeze.Scope.values)
    reason = TextField(min_length=3, max_length=200)


class UnfreezeInput(StrictSerializer):
    """Which freeze is lifted (all that one may lift, if none is named), and why."""

    freeze = StrictIdField(required=False)
    reason = TextField(min_length=3, max_length=200)


class ReactivationInput(StrictSerializer):
    """Why a dormant account is used again."""

    reason = TextField(required=False, max_length=200, allow_blank=True)


class ClosingInput(StrictSerializer):
    """Why an account is closed, and where what is left on it goes."""

    sweep_to = TextField(
        required=False, max_length=60, help_text="Another account of yours: id, number or IBAN."
    )
    reason = serializers.ChoiceField(
        ClosedAccount.Reason.values, required=False, help_text="Needed from staff."
    )
    comment = TextField(required=False, max_length=200, allow_blank=True)


class OverdraftInput(StrictSerializer):
    """How far an account may be overdrawn."""

    amount = AmountField()
    reason = TextField(min_length=3, max_length=200)


class HolderInput(StrictSerializer):
    """A right for a customer."""

    customer = StrictIdField()
    access = serializers.ChoiceField(RIGHTS)
    reason = TextField(required=False, max_length=200, allow_blank=True)


class ClosedAccountQuery(StrictSerializer):
    """Which closings to list."""

    number = TextField(required=False, max_length=60)
    customer = StrictIdField(required=False)
    reason = serializers.ChoiceField(ClosedAccount.Reason.values, required=False)
    closed_from = DayField(required=False)
    closed_to = DayField(required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class RestoreInput(StrictSerializer):
    """Why an account is opened again."""

    reason = TextField(min_length=3, max_length=200)


class ProductOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The product of an account."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=AccountType.Kind.values)


class OfficeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The branch of an account."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    street = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    phone = serializers.CharField()


class FreezeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A reason why an account, or its debits, are stopped."""

    id = serializers.UUIDField()
    scope = serializers.ChoiceField(Freeze.Scope.values)
    by = serializers.ChoiceField(Freeze.Side.values)
    reason = serializers.CharField(help_text="The bank's own reasons are for staff alone.")
    placed_at = serializers.DateTimeField()


class AccountOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An account: what was agreed, and the money on it."""

    id = serializers.UUIDField()
    number = serializers.CharField(help_text="The IBAN; empty until an application is approved.")
    title = serializers.CharField()
    nickname = serializers.CharField()
    account_type = ProductOutput()
    branch = OfficeOutput()
    bank_name = serializers.CharField()
    bank_bic = serializers.CharField()
    statement_frequency = serializers.ChoiceField(StatementFrequency.values)
    currency = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    access = serializers.ChoiceField(RIGHTS)
    balance = serializers.CharField()
    available = serializers.CharField()
    overdraft_limit = serializers.CharField()
    minimum_balance = serializers.CharField(help_text="What must stay on it.")
    minimum_opening = serializers.CharField(
        help_text="Until it has held this once, nothing is taken out; zero from then on."
    )
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    dormant_at = serializers.DateTimeField(allow_null=True)
    freezes = FreezeOutput(many=True)


class HolderOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Who holds an account."""

    customer = serializers.UUIDField()
    name = serializers.CharField()
    access = serializers.ChoiceField(RIGHTS)


class InvitationOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A right on an account that is offered to a person."""

    id = serializers.UUIDField()
    account = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    customer = serializers.UUIDField()
    access = serializers.ChoiceField(RIGHTS)
    invited_by = serializers.UUIDField()
    expires_at = serializers.DateTimeField()


class OfferedOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What waits for a person to accept it."""

    status = serializers.ChoiceField(["waiting_for_acceptance"])
    invitation = InvitationOutput()


class ClosedAccountOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A closed account as it was."""

    id = serializers.UUIDField()
    account = serializers.UUIDField()
    customer = serializers.UUIDField()
    number = serializers.CharField()
    reason = serializers.ChoiceField(ClosedAccount.Reason.values)
    comment = serializers.CharField()
    closed_by = serializers.UUIDField(allow_null=True)
    approved_by = serializers.UUIDField(allow_null=True)
    closed_at = serializers.DateTimeField()
    currency = serializers.CharField()
    balance = serializers.CharField(help_text="Before it was paid out.")
    swept_to = serializers.CharField()
    sweep_transfer = serializers.UUIDField(allow_null=True)
    last_posted_at = serializers.DateTimeField(allow_null=True)
    restored_at = serializers.DateTimeField(allow_null=True)
    snapshot = serializers.JSONField()


AccountPageOutput = page_of(AccountOutput)
HolderPageOutput = page_of(HolderOutput)
InvitationPageOutput = page_of(InvitationOutput)
ClosedAccountPageOutput = page_of(ClosedAccountOutput)
