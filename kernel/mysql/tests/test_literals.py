"""What is written into SQL is read by the server as the same value, and as nothing else."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum

import pytest
from django.db import DatabaseError, DataError, connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel import sql

# Each is quoted, escaped or ended differently somewhere.
TEXTS = [
    "",
    "'",
    "''",
    '"',
    "`",
    "\\",
    "\\'",
    "\\\\'",
    "'; DROP TABLE mysql_probe; -- ",
    "\\'; DROP TABLE mysql_probe; -- ",
    "' OR '1'='1",
    "x' UNION SELECT 1 -- ",
    "/* */ -- #",
    "\0",
    "before\0after'",
    "\x1a",
    "\n\r\t\b",
    "%",
    "%s",
    "%(name)s",
    "%%",
    "100 % ' %s",
    "_%\\_\\%",
    "ä€😀",
    "\u00bf'",
    "\u00bf\\",
    "\u2019",
    "\uff07",
    "a" * 1999 + "'",
]
BYTES = [b"", b"'", b"\\", b"\0", b"\xbf'", b"\xbf\x5c'", b"\xff\xfe", b"%s", bytes(range(256))]


class Colour(models.TextChoices):
    RED = "red'; --"


def _store(name, value):
    """Write a value and return what the server has for it."""
    sql.execute("DELETE FROM mysql_probe")
    sql.execute(f"INSERT INTO mysql_probe (id, {name}) VALUES (1, %s)", [value])  # noqa: S608
    return sql.row(f"SELECT {name} FROM mysql_probe WHERE id = 1")[0]  # noqa: S608


@pytest.fixture(params=["direct", "cursor"])
def way(request, mode):
    """Both ways to the server: without a cursor, and as it goes when somebody listens."""
    if request.param == "direct":
        assert sql._is_direct()
        yield
        return
    with connection.execute_wrapper(lambda execute, *said: execute(*said)):
        assert not sql._is_direct()
        yield


class TestText:
    def test_comes_back_as_it_went(self, way):
        for text in TEXTS:
            assert _store("text", text) == text
            # And it is found by itself alone.
            assert sql.row("SELECT id FROM mysql_probe WHERE text = %s", [text]) == (1,)
            assert sql.row("SELECT id FROM mysql_probe WHERE text = %s", [text + "x"]) is None

    def test_of_an_enum_is_its_value(self, way):
        assert _store("text", Colour.RED) == "red'; --"

    def test_that_is_no_text_reaches_nobody(self, way, probe):
        with pytest.raises((UnicodeEncodeError, DataError)):
            _store("text", "\ud800'")
        sql.execute("INSERT INTO mysql_probe (id) VALUES (7)")
        assert probe.ids() == [7]

    @settings(
        max_examples=300,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        text=st.text(
            st.one_of(
                st.sampled_from("'\"\\`%;-#/*\0\x1a\n"), st.characters(exclude_categories=["Cs"])
            ),
            max_size=60,
        )
    )
    def test_of_any_kind_comes_back(self, text, mode):
        assert _store("text", text) == text


class TestOtherValues:
    def test_bytes_come_back(self, way):
        for value in BYTES:
            assert _store("raw", value) == value

    def test_numbers_come_back(self, way):
        for value in (0, -0, 1, -1, 2**63 - 1, -(2**63), None):
            assert _store("number", value) == value

    def test_numbers_that_are_too_large_are_refused_and_not_cut(self, way, probe):
        for value in (2**63, -(2**63) - 1, 10**60, 10**400):
            with pytest.raises(DatabaseError):
                _store("number", value)
            assert probe.ids() == []

    def test_a_number_below_zero_beside_a_minus_is_no_comment(self, way):
        _store("number", 5)
        assert sql.row("SELECT number -%s FROM mysql_probe", [-3]) == (8,)
        assert sql.row("SELECT number - %s FROM mysql_probe", [-3]) == (8,)

    def test_truth_is_a_number(self, way):
        assert _store("number", True) == 1
        assert _store("number", False) == 0

    def test_instants_come_back_in_utc(self, way):
        for value in (
            datetime(1, 1, 1, tzinfo=UTC),
            datetime(2026, 11, 21, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(2026, 11, 21, tzinfo=timezone(timedelta(hours=-11, minutes=-30))),
            datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        ):
            assert sql.to_instant(_store("at", value)) == value

    def test_days_come_back(self, way):
        for value in (date(1, 1, 1), date(2028, 2, 29), date(9999, 12, 31)):
            assert _store("day", value) == value

    def test_ids_are_their_bytes(self, way):
        value = uuid.UUID("27275c5c-0000-7000-8000-272527002722")
        assert _store("raw", value) == value.bytes

    def test_of_one_statement_do_not_meet(self, probe):
        sql.insert_many(
            "mysql_probe",
            "id, number, text, raw, at, day",
            [
                (1, True, "1", b"1", None, date(2026, 1, 1)),
                (2, 1, "True", b"True", datetime(2026, 1, 1, tzinfo=UTC), None),
                (3, False, "'", b"'", None, None),
                (4, None, None, None, None, None),
                (5, 0, "%s", b"%s", None, None),
            ],
        )
        assert sql.rows("SELECT number, text, raw FROM mysql_probe ORDER BY id") == (
            (1, "1", b"1"),
            (1, "True", b"True"),
            (0, "'", b"'"),
            (None, None, None),
            (0, "%s", b"%s"),
        )

    def test_of_many_rows_are_as_safe(self, mode, probe):
        texts = [*TEXTS, "between", *TEXTS]
        sql.insert_many("mysql_probe", "id, text", list(enumerate(texts)))
        found = sql.rows("SELECT text FROM mysql_probe ORDER BY id")
        assert [text for (text,) in found] == texts

    @pytest.mark.parametrize(
        "value",
        [1.0, -0.0, float("nan"), Decimal("1.0"), IntEnum("E", "ONE").ONE, object(), timedelta(1)],
        ids=["float", "negative zero", "nan", "decimal", "int enum", "object", "timedelta"],
    )
    def test_of_unknown_kinds_are_not_written_at_all(self, value, probe):
        # With a truth value beside, which is equal to some of them.
        for values in ([value], [True, value], [False, value]):
            with pytest.raises(TypeError):
                sql.execute("INSERT INTO mysql_probe (id) VALUES (%s)", values[-1:])
            with pytest.raises(TypeError):
                sql.insert_many("mysql_probe", "id, number", [(1, one) for one in values])
        assert probe.ids() == []

    @pytest.mark.parametrize("value", [bytearray(b"'"), [1], {"a": 1}], ids=repr)
    def test_that_change_are_not_written_either(self, value, probe):
        with pytest.raises(TypeError):
            sql.execute("INSERT INTO mysql_probe (id, raw) VALUES (1, %s)", [value])
        assert probe.ids() == []

    def test_an_instant_without_a_zone_is_refused(self, probe):
        naive = datetime(2026, 1, 1)  # noqa: DTZ001
        with pytest.raises(ValueError, match="zone"):
            sql.execute("INSERT INTO mysql_probe (id, at) VALUES (1, %s)", [naive])


class TestAStatement:
    def test_is_one(self, probe):
        from django.db import ProgrammingError

        with pytest.raises(ProgrammingError):
            sql.execute("SELECT 1; DELETE FROM mysql_probe")
        with connection.cursor() as cursor, pytest.raises(ProgrammingError):
            cursor.execute("SELECT 1; DELETE FROM mysql_probe")

    def test_has_as_many_values_as_marks(self, probe):
        for values in ([], [1, 2]):
            with pytest.raises(TypeError):
                sql.execute("INSERT INTO mysql_probe (id) VALUES (%s)", values)

    def test_is_said_in_one_encoding_only(self, probe):
        from django.core.exceptions import ImproperlyConfigured

        options = connection.get_connection_params()
        with pytest.raises(ImproperlyConfigured):
            connection.get_new_connection({**options, "charset": "gbk"})
