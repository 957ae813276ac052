"""Branches: the offices of the bank, and which staff belong to them."""

from __future__ import annotations

from django.db import models

from kernel.ids import IdField, new_id


class Branch(models.Model):
    """An office of the bank.

    `opening_hours` is {"monday": [["09:00", "12:30"], ["14:00", "18:00"]]}, local time; a day that
    is missing is closed. `holidays` is [{"date": "2026-12-25", "name": "Christmas Day"}].
    """

    id = IdField(primary_key=True, default=new_id)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    street = models.CharField(max_length=120, blank=True, default="")
    postal_code = models.CharField(max_length=12, blank=True, default="")
    city = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True, default="")
    opening_hours = models.JSONField(default=dict)
    holidays = models.JSONField(default=list)

    class Meta:
        """Table."""

        db_table = "accounts_branch"


class BranchStaff(models.Model):
    """Where a member of staff works: at one branch."""

    person_id = IdField(primary_key=True)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="staff")
    since = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "accounts_branch_staff"
