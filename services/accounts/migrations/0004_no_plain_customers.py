from django.db import migrations, models


class Migration(migrations.Migration):
    """What was sealed no longer stands beside it in the clear."""

    dependencies = [("accounts", "0003_seal_customers")]

    operations = [
        # Reading the columns again must be possible: undoing this needs a value for old rows.
        migrations.AlterField(
            "customer", "given_name", models.CharField(default="", max_length=80)
        ),
        migrations.AlterField(
            "customer", "family_name", models.CharField(default="", max_length=80)
        ),
        migrations.AlterField(
            "customer", "phone", models.CharField(blank=True, default="", max_length=20)
        ),
        migrations.RemoveField(
            model_name="customer",
            name="date_of_birth",
        ),
        migrations.RemoveField(
            model_name="customer",
            name="family_name",
        ),
        migrations.RemoveField(
            model_name="customer",
            name="given_name",
        ),
        migrations.RemoveField(
            model_name="customer",
            name="phone",
        ),
    ]
