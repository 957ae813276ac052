"""What the API of customers reads and answers."""

from __future__ import annotations

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from rest_framework import serializers

from kernel.errors import BankError
from kernel.http.fields import AmountField, DayField, StrictSerializer, TextField
from kernel.money import parse_amount
from services.accounts.api.serializers.pages import page_of
from services.accounts.models import Address, Customer

GENDERS: Final = ("female", "male", "diverse", "undisclosed")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_REASON: Final = {"min_length": 3, "max_length": 500}


class CountryField(TextField):
    """A country as two capital letters (ISO 3166)."""

    default_error_messages = {"country": "A country is two capital letters, such as DE."}

    def to_internal_value(self, data: Any) -> str:
        """Return the letters."""
        text = super().to_internal_value(data)
        if not _COUNTRY.fullmatch(text):
            self.fail("country")
        return text


class LanguageField(TextField):
    """A language such as de or pt-BR (BCP 47)."""

    default_error_messages = {"language": "A language is written such as de or pt-BR."}

    def to_internal_value(self, data: Any) -> str:
        """Return the tag."""
        text = super().to_internal_value(data)
        if not _LANGUAGE.fullmatch(text):
            self.fail("language")
        return text


class MailField(TextField):
    """An e-mail address."""

    default_error_messages = {"email": "This is no e-mail address."}

    def to_internal_value(self, data: Any) -> str:
        """Return the address."""
        text = super().to_internal_value(data)
        try:
            validate_email(text)
        except ValidationError:
            self.fail("email")
        return text


class IncomeInput(StrictSerializer):
    """An income in a year, before tax."""

    amount = AmountField()
    currency = TextField(min_length=3, max_length=3)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the amount in minor units."""
        try:
            minor = parse_amount(attrs["amount"], currency=attrs["currency"])
        except BankError as wrong:
            raise serializers.ValidationError({wrong.field or "amount": [wrong.detail]}) from None
        return {"minor": minor, "currency": attrs["currency"]}


class DetailsInput(StrictSerializer):
    """The fields of a customer record that may be left out."""

    date_of_birth = DayField(required=False)
    gender = serializers.ChoiceField(choices=GENDERS, required=False)
    occupation = TextField(required=False, max_length=80, allow_blank=True)
    income = IncomeInput(required=False, allow_null=True)
    phone = TextField(required=False, max_length=20)
    email = MailField(required=False, max_length=254)
    tax_country = CountryField(required=False)
    tax_id = TextField(required=False, max_length=30, allow_blank=True)
    language = LanguageField(required=False, max_length=10)


class CustomerInput(DetailsInput):
    """A new customer record. `confirm_duplicates` is for staff."""

    given_name = TextField(min_length=1, max_length=80)
    family_name = TextField(min_length=1, max_length=80)
    confirm_duplicates = serializers.BooleanField(required=False)


class CustomerChangeInput(DetailsInput):
    """A change of a record by staff, and why."""

    given_name = TextField(min_length=1, max_length=80, required=False)
    family_name = TextField(min_length=1, max_length=80, required=False)
    confirm_duplicates = serializers.BooleanField(required=False)
    reason = TextField(**_REASON)


class ContactInput(StrictSerializer):
    """What customers change about themselves."""

    occupation = TextField(required=False, max_length=80, allow_blank=True)
    phone = TextField(required=False, max_length=20)
    email = MailField(required=False, max_length=254)
    language = LanguageField(required=False, max_length=10)


class ReasonInput(StrictSerializer):
    """Why."""

    reason = TextField(**_REASON)


class CustomerQuery(StrictSerializer):
    """Whom a list of customers is for."""

    name = TextField(required=False, max_length=160)
    phone = TextField(required=False, max_length=30)
    email = TextField(required=False, max_length=254)
    document_number = TextField(required=False, max_length=40)
    tax_id = TextField(required=False, max_length=30)
    account_number = TextField(required=False, max_length=64)
    status = serializers.ChoiceField(choices=Customer.Status.values, required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class IncomeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An income in a year."""

    amount = serializers.CharField()
    currency = serializers.CharField()


class LikenessOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Another customer who may be the same person, and what is the same."""

    customer = serializers.UUIDField()
    same = serializers.ListField(
        child=serializers.ChoiceField(["birth", "phone", "tax", "document"])
    )


class CustomerOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A customer record. To staff, what is personal is masked."""

    id = serializers.UUIDField()
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    date_of_birth = serializers.CharField(allow_null=True)
    gender = serializers.CharField()
    occupation = serializers.CharField()
    income = IncomeOutput(allow_null=True)
    phone = serializers.CharField()
    email = serializers.CharField()
    tax_country = serializers.CharField()
    tax_id = serializers.CharField()
    language = serializers.CharField()
    status = serializers.ChoiceField(choices=Customer.Status.values)
    created_at = serializers.DateTimeField()
    is_masked = serializers.BooleanField()
    possible_duplicates = LikenessOutput(many=True, required=False, help_text="For staff.")


class CustomerRowOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A customer in a list."""

    id = serializers.UUIDField()
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    phone = serializers.CharField(help_text="Masked.")
    status = serializers.ChoiceField(choices=Customer.Status.values)
    created_at = serializers.DateTimeField()


CustomerRowPageOutput = page_of(CustomerRowOutput)


class AddressInput(StrictSerializer):
    """An address from now on."""

    kind = serializers.ChoiceField(choices=Address.Kind.values)
    street = TextField(min_length=1, max_length=200)
    postal_code = TextField(required=False, max_length=20, allow_blank=True)
    city = TextField(min_length=1, max_length=80)
    region = TextField(required=False, max_length=80, allow_blank=True)
    country = CountryField()
    reason = TextField(required=False, **_REASON)


class AddressQuery(StrictSerializer):
    """Whether past addresses are wanted."""

    history = serializers.ChoiceField(choices=["true", "false"], required=False)


class AddressOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An address, for as long as it was so."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Address.Kind.values)
    street = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    region = serializers.CharField()
    country = serializers.CharField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField(allow_null=True)


AddressPageOutput = page_of(AddressOutput)
