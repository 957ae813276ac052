"""What the accounts API reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import DayField, StrictIdField, StrictSerializer, TextField
from services.accounts.models import AccountType, Customer


class CustomerInput(StrictSerializer):
    """A new customer record."""

    given_name = TextField(min_length=1, max_length=80)
    family_name = TextField(min_length=1, max_length=80)
    date_of_birth = DayField(required=False)
    phone = TextField(required=False, max_length=20)


class CustomerOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A customer record."""

    id = serializers.UUIDField()
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    date_of_birth = serializers.DateField(allow_null=True)
    phone = serializers.CharField()
    status = serializers.ChoiceField(choices=Customer.Status.values)
    created_at = serializers.DateTimeField()


class BranchOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An office of the bank."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    city = serializers.CharField()


class AccountTypeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A product on offer."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=AccountType.Kind.values)
    currency = serializers.CharField()
    minimum_opening = serializers.CharField()
    overdraft_limit = serializers.CharField()
    description = serializers.CharField()


class AccountInput(StrictSerializer):
    """An account to open."""

    account_type = StrictIdField()
    branch = StrictIdField(required=False)
    nickname = TextField(required=False, max_length=40, allow_blank=True)


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


class AccountOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An account: what was agreed, and the money on it."""

    id = serializers.UUIDField()
    number = serializers.CharField(help_text="The IBAN.")
    title = serializers.CharField()
    nickname = serializers.CharField()
    account_type = ProductOutput()
    branch = OfficeOutput()
    bank_name = serializers.CharField()
    currency = serializers.CharField()
    status = serializers.ChoiceField(["open", "credits_only", "frozen", "closed"])
    access = serializers.ChoiceField(["owner", "joint", "view"])
    balance = serializers.CharField()
    available = serializers.CharField()
    opened_at = serializers.DateTimeField()


def page_of(item: type[serializers.Serializer]) -> type[serializers.Serializer]:  # type: ignore[type-arg]
    """Return the serializer of a list of `item`."""
    return type(
        item.__name__.replace("Output", "PageOutput"),
        (serializers.Serializer,),
        {
            "__doc__": "A page.",
            "results": item(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )


BranchPageOutput = page_of(BranchOutput)
AccountTypePageOutput = page_of(AccountTypeOutput)
AccountPageOutput = page_of(AccountOutput)
