"""Seal what stands in the clear. It can be stopped anywhere and run again.

The columns' contexts and the tokens are those of the code that reads them: see `models/sealed.py` and
`search.py`.
"""

from django.db import migrations, transaction

from services.accounts import search
from services.accounts.sealing import make_key, open_key

CHUNK = 500
NAMES = ("given_name", "family_name", "date_of_birth", "phone")


def seal(apps, schema_editor):
    Customer = apps.get_model("accounts", "Customer")
    Token = apps.get_model("accounts", "SearchToken")
    while True:
        chunk = list(Customer.objects.filter(data_key__isnull=True, erased_at__isnull=True)[:CHUNK])
        if not chunk:
            return
        with transaction.atomic():
            for customer in chunk:
                tokens = _seal(customer)
                customer.save()
                Token.objects.filter(customer=customer).delete()
                Token.objects.bulk_create(
                    Token(kind=kind, hash=digest, customer=customer) for kind, digest in tokens
                )


def _seal(customer):
    key, customer.data_key = make_key(person_id=customer.id)
    born = customer.date_of_birth
    for name in NAMES:
        text = str(getattr(customer, name) or "")
        context = f"accounts_customer.{name}:{customer.id}"
        setattr(customer, f"{name}_sealed", key.seal(text, context=context) if text else b"")
    customer.index_mark = search.index_mark()
    name = f"{customer.given_name} {customer.family_name}"
    return search.name_tokens(name) | search.present(
        [search.birth_token(name, born), search.exact_token(search.PHONE, customer.phone)]
    )


def unseal(apps, schema_editor):
    """Write back in the clear what can be opened, so that the release before can read it."""
    Customer = apps.get_model("accounts", "Customer")
    for customer in Customer.objects.exclude(data_key__isnull=True).iterator(chunk_size=CHUNK):
        key = open_key(customer.data_key, person_id=customer.id)
        for name in NAMES:
            sealed = bytes(getattr(customer, f"{name}_sealed"))
            context = f"accounts_customer.{name}:{customer.id}"
            text = key.unseal(sealed, context=context) if sealed else ""
            setattr(customer, name, (text or None) if name == "date_of_birth" else text)
        customer.data_key = None
        customer.save()


class Migration(migrations.Migration):
    # Each chunk is a transaction of its own.
    atomic = False

    dependencies = [("accounts", "0002_sealed_customers")]

    operations = [migrations.RunPython(seal, unseal)]
