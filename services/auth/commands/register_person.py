"""A person signs up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

import phonenumbers
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Invalid, Refused
from kernel.ids import new_id
from services.auth.models import Role, User

ADULT_AGE: Final = 18
EARLIEST_BIRTH: Final = date(1900, 1, 1)
SHORTEST_PHONE: Final = len("+1234567")


class EmailTaken(Conflict):
    """Somebody has this e-mail address already."""


class PhoneInvalid(Invalid):
    """Nobody can be called at such a number."""


class DateOfBirthInvalid(Invalid):
    """Nobody alive was born on this day."""


class UnderAge(Refused):
    """Customers are at least 18 years old."""


def register_person(
    *,
    email: str,
    password: str | None,
    phone: str,
    date_of_birth: date,
    now: datetime,
    roles: Iterable[str] = (Role.CUSTOMER,),
    person_id: UUID | None = None,
) -> User:
    """Create a user; the e-mail address is not proven by that. Without a password, none works.

    Raises:
        EmailTaken: somebody has this e-mail address, perhaps since a moment ago.

    """
    # Hashing takes long on purpose; SQLite's only write lock must not be held meanwhile.
    hashed = make_password(password)
    try:
        with transaction.atomic():
            user = User.objects.create(
                id=person_id or new_id(),
                email=email.lower(),
                password=hashed,
                phone=phone,
                date_of_birth=date_of_birth,
                joined_at=now,
            )
            user.groups.set(groups_of(roles))
    except IntegrityError:
        raise EmailTaken from None
    return user


def groups_of(roles: Iterable[str]) -> list[Group]:
    """Return the groups of these roles.

    Raises:
        ValueError: there is no such role.

    """
    return [Group.objects.get_or_create(name=Role(role).value)[0] for role in roles]


def require_adult(*, date_of_birth: date, today: date) -> None:
    """Refuse who is too young. Who was born on 29 February comes of age on 1 March.

    Raises:
        DateOfBirthInvalid: the day lies in the future, or too far back.
        UnderAge: less than 18 years have passed.

    """
    if not EARLIEST_BIRTH <= date_of_birth <= today:
        raise DateOfBirthInvalid
    had_birthday = (today.month, today.day) >= (date_of_birth.month, date_of_birth.day)
    age = today.year - date_of_birth.year - (0 if had_birthday else 1)
    if age < ADULT_AGE:
        raise UnderAge


def parse_phone(text: str) -> str:
    """Return a telephone number as E.164; without a country code it is one of the bank's country.

    Raises:
        PhoneInvalid: it is none.

    """
    try:
        number = phonenumbers.parse(text, settings.BANK_COUNTRY)
    except phonenumbers.NumberParseException:
        raise PhoneInvalid from None
    if not phonenumbers.is_possible_number(number):
        raise PhoneInvalid
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # Some countries have numbers of two digits, for emergencies: nobody's own.
    if len(text) < SHORTEST_PHONE:
        raise PhoneInvalid
    return text
