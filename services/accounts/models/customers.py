"""Customers: who they are, where the relationship stands, and how they are found.

A customer's id is the id of their user. What is personal is sealed by the customer's own key.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kernel.fields import BytesField
from kernel.ids import IdField, new_id
from services.accounts.models.fields import SealedField
from services.accounts.models.sealed import SealedDate, SealedJson, SealedText
from services.accounts.sealing import PersonKey, make_key, open_key
from services.accounts.search import HASH_BYTES, MARK_BYTES

ERASED_NAME = "Erased customer"


class Customer(models.Model):
    """A person who banks here."""

    class Status(models.TextChoices):
        """Where the relationship stands."""

        PENDING = "pending"
        ACTIVE = "active"
        REJECTED = "rejected"
        CLOSED = "closed"

    id = IdField(primary_key=True)
    # Wrapped by the bank's keys; NULL once the person is erased.
    data_key = SealedField(max_length=200, null=True)
    given_name_sealed = SealedField(max_length=400, default=b"")
    family_name_sealed = SealedField(max_length=400, default=b"")
    date_of_birth_sealed = SealedField(max_length=60, default=b"")
    gender_sealed = SealedField(max_length=60, default=b"")
    occupation_sealed = SealedField(max_length=400, default=b"")
    income_sealed = SealedField(max_length=120, default=b"")
    phone_sealed = SealedField(max_length=120, default=b"")
    email_sealed = SealedField(max_length=1100, default=b"")
    tax_country_sealed = SealedField(max_length=60, default=b"")
    tax_id_sealed = SealedField(max_length=200, default=b"")
    language = models.CharField(max_length=10, default="en")
    # Tells whether the search tokens were made with the newest index key.
    index_mark = BytesField(length=MARK_BYTES, default=bytes(MARK_BYTES))
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    given_name = SealedText()
    family_name = SealedText()
    date_of_birth = SealedDate()
    gender = SealedText()
    occupation = SealedText()
    # {"minor": int, "currency": "EUR"}: before tax, in a year.
    income = SealedJson()
    phone = SealedText()
    email = SealedText()
    tax_country = SealedText()
    tax_id = SealedText()

    class Meta:
        """Table."""

        db_table = "accounts_customer"
        indexes: ClassVar = [Index(fields=["status", "id"], name="accounts_customer_status")]
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_customer_erased_has_no_key",
                condition=Q(erased_at__isnull=True) | Q(data_key__isnull=True),
            )
        ]

    @classmethod
    def with_key(cls, **values: Any) -> Customer:
        """Return a customer, not yet saved, with a new key; sealed values may be among `values`."""
        sealed = {name: values.pop(name) for name in list(values) if name in SEALED_FIELDS}
        customer = cls(**values)
        customer._key, customer.data_key = make_key(person_id=customer.id)
        for name, value in sealed.items():
            setattr(customer, name, value)
        return customer

    def person_key(self) -> PersonKey | None:
        """Return the key that seals what is personal, or None once the person is erased."""
        if self.data_key is None:
            return None
        known: PersonKey | None = self.__dict__.get("_key")
        if known is None:
            known = self._key = open_key(self.data_key, person_id=self.id)
        return known

    @property
    def full_name(self) -> str:
        """Return the name as a payer sees it."""
        if self.erased_at is not None:
            return ERASED_NAME
        return f"{self.given_name} {self.family_name}"


SEALED_FIELDS = tuple(
    name for name, value in vars(Customer).items() if isinstance(value, SealedText)
)


class Takeout(models.Model):
    """The archive of a customer that a worker makes, sealed with their key: one at a time."""

    customer = models.OneToOneField(
        Customer, models.PROTECT, primary_key=True, related_name="takeout"
    )
    file_id = IdField(default=new_id)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "accounts_takeout"


class SearchToken(models.Model):
    """A keyed hash under which a customer is found. The row is the key: one index."""

    pk = models.CompositePrimaryKey("kind", "hash", "customer_id")
    kind = models.CharField(max_length=8)
    hash = BytesField(length=HASH_BYTES)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")

    class Meta:
        """Table."""

        db_table = "accounts_search_token"


class Address(models.Model):
    """Where a customer lives or gets mail, for as long as it was so. A change ends the row."""

    class Kind(models.TextChoices):
        """What it is for."""

        HOME = "home"
        POSTAL = "postal"
        WORK = "work"
        TAX = "tax"

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=6, choices=Kind)
    street_sealed = SealedField(max_length=1000, default=b"")
    postal_code_sealed = SealedField(max_length=120, default=b"")
    city_sealed = SealedField(max_length=400, default=b"")
    region_sealed = SealedField(max_length=400, default=b"")
    country = models.CharField(max_length=2)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    # True or NULL: a unique key lets any number of ended rows stand beside the one that is current.
    is_current = models.BooleanField(null=True, default=True)

    street = SealedText()
    postal_code = SealedText()
    city = SealedText()
    region = SealedText()

    class Meta:
        """Table."""

        db_table = "accounts_address"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["customer", "kind", "is_current"], name="accounts_address_one_current"
            ),
            CheckConstraint(
                name="accounts_address_current_is_open",
                condition=Q(is_current=True, valid_to__isnull=True)
                | Q(is_current__isnull=True, valid_to__isnull=False),
            ),
        ]

    def person_key(self) -> PersonKey | None:
        """Return the customer's key."""
        return self.customer.person_key()
