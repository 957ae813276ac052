"""Tables are made only in a database that keeps every letter and every key apart."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alter():
    if connection.vendor != "mysql":
        pytest.skip("Only MySQL and MariaDB have databases of another encoding.")

    def run(encoding):
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} {encoding}")
            # What the session knows of its database is read when it is chosen.
            cursor.execute(f"USE {name}")

    yield run
    run("CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")


@pytest.mark.parametrize(
    "encoding",
    ["CHARACTER SET latin1", "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"],
    ids=["latin1", "case_insensitive"],
)
def test_a_database_is_refused_that_is(encoding, alter):
    alter(encoding)
    with pytest.raises(SystemCheckError, match="E001"):
        call_command("check", databases=["default"])


def test_the_databases_of_the_bank_are_right():
    call_command("check", databases=["default"])
