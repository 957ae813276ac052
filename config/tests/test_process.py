"""How a process is put together: the environment, the engines, the queues, the grants."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from config import environment, grants, gunicorn, services
from config.celery import app
from config.databases import database
from config.grants import read_grants


class TestEnvironment:
    def test_a_secret_may_be_a_file(self, monkeypatch, tmp_path):
        (tmp_path / "secret").write_text(" s3cret \n", encoding="utf-8")
        monkeypatch.setenv("SOME_SECRET", "not this")
        monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "secret"))
        assert environment.text("SOME_SECRET") == "s3cret"
        assert environment.required_outside_debug("SOME_SECRET", debug=False) == "s3cret"

    def test_a_missing_secret_stops_the_process_but_not_in_development(self, monkeypatch):
        monkeypatch.delenv("SOME_SECRET", raising=False)
        with pytest.raises(SystemExit, match="SOME_SECRET is not set"):
            environment.required_outside_debug("SOME_SECRET", debug=False)
        assert environment.required_outside_debug("SOME_SECRET", debug=True)

    @pytest.mark.parametrize(
        ("value", "is_on"),
        [("1", True), ("TRUE", True), ("yes", True), ("on", True), ("0", False), ("", False)],
    )
    def test_a_switch_is_on_or_off(self, monkeypatch, value, is_on):
        monkeypatch.setenv("SOME_SWITCH", value)
        assert environment.flag("SOME_SWITCH", default=True) is is_on

    def test_a_number_is_a_number_or_stops_the_process(self, monkeypatch):
        assert environment.number("SOME_NUMBER", 7) == 7
        monkeypatch.setenv("SOME_NUMBER", "many")
        with pytest.raises(SystemExit, match="SOME_NUMBER='many' is not a whole number"):
            environment.number("SOME_NUMBER", 7)

    def test_a_list_has_no_empty_items(self, monkeypatch):
        monkeypatch.setenv("SOME_LIST", " a, ,b,")
        assert environment.listing("SOME_LIST") == ["a", "b"]


class TestServices:
    def test_an_unknown_service_stops_the_process_and_is_told_the_known_ones(self):
        with pytest.raises(SystemExit, match=r"'shop' is unknown.*all, auth, accounts"):
            services.running("shop")

    def test_each_runs_alone_and_all_run_together(self):
        assert services.running("all") == services.SERVICES
        for service in services.SERVICES:
            assert services.running(service.name) == (service,)

    def test_no_two_answer_for_one_path(self):
        prefixes = [prefix for service in services.SERVICES for prefix in service.prefixes]
        assert len(prefixes) == len(set(prefixes))


class TestDatabases:
    def test_mysql_reads_what_is_committed_and_compares_bytes(self):
        found = database("mysql://u:p@host:3306/bank?charset=utf8mb4")
        assert found["OPTIONS"]["isolation_level"] == "read committed"
        assert "STRICT_ALL_TABLES" in found["OPTIONS"]["init_command"]
        assert found["OPTIONS"]["binary_prefix"] is True
        assert found["TEST"]["COLLATION"] == "utf8mb4_bin"

    def test_sqlite_takes_its_lock_when_it_begins_and_syncs_every_commit(self):
        found = database("sqlite:////tmp/x.sqlite3")
        assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert "synchronous=FULL" in found["OPTIONS"]["init_command"]

    def test_postgresql_waits_for_locks_as_long_as_the_others(self):
        found = database("postgres://u:p@host/bank?sslmode=verify-full")
        assert found["OPTIONS"] == {"sslmode": "verify-full", "options": "-c lock_timeout=5s"}


class TestQueues:
    def test_each_service_has_one_of_its_own(self):
        names = [queue.name for queue in app.conf.task_queues]
        assert names == [service.queue for service in services.SERVICES]

    def test_what_beat_asks_for_exists_and_travels_to_its_service(self):
        app.loader.import_default_modules()
        for entry in app.conf.beat_schedule.values():
            assert entry["task"] in app.tasks
            queue = app.amqp.router.route({}, entry["task"])["queue"].name
            label = entry["task"].split(".")[0]
            owner = {service.label: service.name for service in services.SERVICES}
            assert queue == owner.get(label, "transactions")

    def test_a_killed_workers_task_comes_back(self):
        assert app.conf.task_acks_late
        assert app.conf.task_reject_on_worker_lost


class TestGunicorn:
    def test_starts_with_an_empty_directory_of_metrics(self, monkeypatch, tmp_path):
        directory = tmp_path / "metrics"
        directory.mkdir()
        (directory / "counter_1.db").write_bytes(b"old")
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(directory))
        monkeypatch.setenv("METRICS_PORT", "0")
        gunicorn.on_starting(None)
        assert list(directory.iterdir()) == []

    def test_needs_no_directory(self, monkeypatch):
        monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
        monkeypatch.setenv("METRICS_PORT", "0")
        assert gunicorn.on_starting(None) is None
        assert gunicorn.child_exit(None, SimpleNamespace(pid=1)) is None

    def test_forgets_a_worker_that_ended(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
        live, others = tmp_path / "gauge_liveall_77.db", tmp_path / "counter_77.db"
        for file in (live, others):
            file.write_bytes(b"")
        gunicorn.child_exit(None, SimpleNamespace(pid=77))
        assert (live.exists(), others.exists()) == (False, True)


class TestGrants:
    def test_the_file_names_tables_that_exist_and_users_of_services(self):
        found = list(read_grants())
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        assert {table for _, table, _ in found} <= tables
        assert {user for _, _, user in found} == {
            f"bank_{name}" for name in (*services.BY_NAME, services.ALL)
        }

    def test_nobody_may_change_what_was_posted(self):
        for rights, table, user in read_grants():
            if table in {"ledger_transfer", "ledger_entry", "identity_sign_in_event"}:
                given = {right.strip() for right in rights.split(",")}
                assert given <= {"SELECT", "INSERT"}, (user, table)

    @pytest.mark.parametrize(
        "statement", ["DROP TABLE x;", "GRANT ALL PRIVILEGES ON x.* TO root;", "GRANT SELECT ON x"]
    )
    def test_anything_but_a_grant_is_refused(self, monkeypatch, tmp_path, statement):
        path = tmp_path / "grants.sql"
        path.write_text(f"-- a comment\n{statement}", encoding="utf-8")
        monkeypatch.setattr(grants, "GRANTS", path)
        with pytest.raises(ValueError, match="not a grant"):
            list(read_grants())

    def test_the_command_says_which_passwords_are_missing(self, monkeypatch):
        for name in (*services.BY_NAME, services.ALL):
            monkeypatch.setenv(f"DB_PASSWORD_{name.upper()}", "x")
        monkeypatch.delenv("DB_PASSWORD_AUTH")
        with pytest.raises(CommandError, match="Not set: DB_PASSWORD_AUTH"):
            call_command("apply_grants")

    @pytest.mark.django_db
    @pytest.mark.skipif(connection.vendor == "mysql", reason="tests/architecture applies them")
    def test_the_command_says_where_there_are_no_users(self, monkeypatch):
        for name in (*services.BY_NAME, services.ALL):
            monkeypatch.setenv(f"DB_PASSWORD_{name.upper()}", "x")
        with pytest.raises(CommandError, match="MySQL and MariaDB"):
            call_command("apply_grants")


def test_the_wsgi_application_is_djangos():
    from django.core.handlers.wsgi import WSGIHandler

    from config.wsgi import application

    assert isinstance(application, WSGIHandler)
    assert "config.settings" in sys.modules
