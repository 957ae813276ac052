"""What sign-up asks for beside e-mail and password."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from kernel.errors import BankError
from services.auth import commands
from services.auth.models import User


class DayField(forms.Field):
    """A day as YYYY-MM-DD. Django's own field fails on a JSON number."""

    default_error_messages = {"invalid": "A day is written YYYY-MM-DD."}

    def to_python(self, value: Any) -> date | None:
        """Return the day.

        Raises:
            ValidationError: it is none.

        """
        if value in self.empty_values:
            return None
        if not isinstance(value, str) or len(value) != 10 or not value.isascii():  # noqa: PLR2004
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class SignUpForm(forms.Form):
    """Telephone number and date of birth. Saving is the adapter's work: all of it or nothing."""

    phone = forms.CharField(max_length=40)
    date_of_birth = DayField()

    def clean_phone(self) -> str:
        """Return the number as E.164. Whether somebody has it already is not told."""
        try:
            return commands.parse_phone(self.cleaned_data["phone"])
        except BankError as refusal:
            raise ValidationError(refusal.detail, code=refusal.code) from None

    def clean_date_of_birth(self) -> date:
        """Return the day; customers are adults."""
        day: date = self.cleaned_data["date_of_birth"]
        try:
            commands.require_adult(date_of_birth=day, today=timezone.localdate())
        except BankError as refusal:
            raise ValidationError(refusal.detail, code=refusal.code) from None
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a password that resembles what others know of the person."""
        values = super().clean() or self.cleaned_data
        password = values.get("password")
        if password:
            person = User(email=values.get("email", ""), phone=values.get("phone", ""))
            try:
                UserAttributeSimilarityValidator(("email", "phone")).validate(password, person)
            except ValidationError as problem:
                self.add_error("password", problem)
        return values

    def signup(self, request: HttpRequest, user: User) -> None:
        """Do nothing: allauth asks for this method, after the adapter saved the person."""
