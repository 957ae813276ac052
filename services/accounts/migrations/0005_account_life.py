"""The life of accounts: status, freezes, applications, archive; products with versions."""

import django.db.models.deletion
import kernel.ids
from django.db import migrations, models


def say_which_are_closed(apps, _schema_editor):
    """Until now, an account of this service was open or closed."""
    accounts = apps.get_model("accounts", "Account").objects
    accounts.filter(closed_at__isnull=False).update(status="closed")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_no_plain_customers"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountTypeVersion",
            fields=[
                ("name", models.CharField(max_length=80)),
                ("description", models.CharField(blank=True, max_length=200)),
                ("minimum_opening_minor", models.BigIntegerField(default=0)),
                ("minimum_balance_minor", models.BigIntegerField(default=0)),
                ("overdraft_minor", models.BigIntegerField(default=0)),
                ("interest_plan", models.CharField(blank=True, default="", max_length=40)),
                ("fees", models.JSONField(default=list)),
                ("limit_transfer_minor", models.BigIntegerField(null=True)),
                ("limit_day_minor", models.BigIntegerField(null=True)),
                ("limit_month_minor", models.BigIntegerField(null=True)),
                ("term_months", models.PositiveSmallIntegerField(null=True)),
                ("is_offered", models.BooleanField(default=True)),
                ("needs_approval", models.BooleanField(default=False)),
                (
                    "id",
                    kernel.ids.IdField(
                        default=kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("created_by", kernel.ids.IdField()),
                ("approved_by", kernel.ids.IdField()),
                ("reason", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "accounts_account_type_version",
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    kernel.ids.IdField(
                        default=kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("nickname", models.CharField(blank=True, max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                        ],
                        default="applied",
                        max_length=8,
                    ),
                ),
                ("applied_by", kernel.ids.IdField()),
                ("applied_at", models.DateTimeField()),
                ("decided_by", kernel.ids.IdField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(default="", max_length=200)),
            ],
            options={
                "db_table": "accounts_application",
            },
        ),
        migrations.CreateModel(
            name="BranchStaff",
            fields=[
                ("person_id", kernel.ids.IdField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
            ],
            options={
                "db_table": "accounts_branch_staff",
            },
        ),
        migrations.CreateModel(
            name="ClosedAccount",
            fields=[
                (
                    "id",
                    kernel.ids.IdField(
                        default=kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("customer_id", kernel.ids.IdField()),
                ("number", models.CharField(max_length=34)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("customer_request", "Customer Request"),
                            ("deceased", "Deceased"),
                            ("inactive", "Inactive"),
                            ("duplicate", "Duplicate"),
                            ("compliance", "Compliance"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=200)),
                ("closed_by", kernel.ids.IdField()),
                ("approved_by", kernel.ids.IdField(null=True)),
                ("closed_at", models.DateTimeField()),
                ("currency", models.CharField(max_length=3)),
                ("balance_minor", models.BigIntegerField()),
                ("swept_to", models.CharField(blank=True, max_length=34)),
                ("sweep_transfer_id", kernel.ids.IdField(null=True)),
                ("last_posted_at", models.DateTimeField(null=True)),
                ("snapshot", models.JSONField()),
            ],
            options={
                "db_table": "accounts_closed_account",
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    kernel.ids.IdField(
                        default=kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                (
                    "scope",
                    models.CharField(choices=[("all", "All"), ("debits", "Debits")], max_length=6),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("bank", "Bank"), ("customer", "Customer")], max_length=8
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("placed_by", kernel.ids.IdField()),
                ("placed_at", models.DateTimeField()),
                ("lifted_by", kernel.ids.IdField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lift_reason", models.CharField(default="", max_length=200)),
            ],
            options={
                "db_table": "accounts_freeze",
            },
        ),
        migrations.AddField(
            model_name="account",
            name="dormant_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="reactivated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="statement_frequency",
            field=models.CharField(
                choices=[
                    ("never", "Never"),
                    ("monthly", "Monthly"),
                    ("quarterly", "Quarterly"),
                    ("yearly", "Yearly"),
                ],
                default="monthly",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("credits_only", "Credits Only"),
                    ("frozen", "Frozen"),
                    ("closed", "Closed"),
                ],
                default="open",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="fees",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="interest_plan",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="limit_day_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="limit_month_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="limit_transfer_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="minimum_balance_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="needs_approval",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="term_months",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="accounttype",
            name="valid_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="branch",
            name="holidays",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="branch",
            name="opening_hours",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="branch",
            name="phone",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="branch",
            name="postal_code",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddField(
            model_name="branch",
            name="street",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["status", "id"], name="accounts_account_status"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["branch", "id"], name="accounts_account_office"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["branch", "status", "id"], name="accounts_account_branch"),
        ),
        migrations.RunPython(say_which_are_closed, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("status", "closed")),
                    models.Q(
                        models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="accounts_account_closed_says_when",
            ),
        ),
        migrations.AddField(
            model_name="accounttypeversion",
            name="account_type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="accounts.accounttype",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="account_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.accounttype",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.branch"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.customer",
            ),
        ),
        migrations.AddField(
            model_name="branchstaff",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="staff",
                to="accounts.branch",
            ),
        ),
        migrations.CreateModel(
            name="Restoration",
            fields=[
                (
                    "closing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="restoration",
                        serialize=False,
                        to="accounts.closedaccount",
                    ),
                ),
                ("restored_at", models.DateTimeField()),
                ("restored_by", kernel.ids.IdField()),
                ("approved_by", kernel.ids.IdField()),
                ("reason", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "accounts_restoration",
            },
        ),
        migrations.AddField(
            model_name="closedaccount",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closings",
                to="accounts.account",
            ),
        ),
        migrations.AddField(
            model_name="freeze",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="freezes",
                to="accounts.account",
            ),
        ),
        migrations.AddConstraint(
            model_name="accounttypeversion",
            constraint=models.UniqueConstraint(
                fields=("account_type", "number"), name="accounts_account_type_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="accounttypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_opening_minor__gte", 0),
                    ("number__gte", 2),
                    ("overdraft_minor__gte", 0),
                ),
                name="accounts_account_type_version_valid",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["status", "id"], name="accounts_application_status"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("applied_by")), _negated=True),
                    _connector="OR",
                ),
                name="accounts_application_two_people",
            ),
        ),
        migrations.AddIndex(
            model_name="closedaccount",
            index=models.Index(fields=["closed_at", "id"], name="accounts_closed_at"),
        ),
        migrations.AddIndex(
            model_name="closedaccount",
            index=models.Index(
                fields=["customer_id", "closed_at", "id"], name="accounts_closed_customer"
            ),
        ),
        migrations.AddIndex(
            model_name="closedaccount",
            index=models.Index(fields=["reason", "closed_at", "id"], name="accounts_closed_reason"),
        ),
        migrations.AddIndex(
            model_name="closedaccount",
            index=models.Index(fields=["number", "closed_at", "id"], name="accounts_closed_number"),
        ),
        migrations.AddIndex(
            model_name="freeze",
            index=models.Index(
                fields=["account", "lifted_at", "id"], name="accounts_freeze_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="freeze",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="accounts_freeze_lifted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="freeze",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "customer"), _negated=True),
                    ("scope", "debits"),
                    _connector="OR",
                ),
                name="accounts_freeze_customer_stops_debits",
            ),
        ),
    ]
