"""A person takes what they planned away, and all of it is deleted when they are forgotten."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from kernel import personal
from services.planning.models import Alert, Category, Planner, Rule, Share

pytestmark = pytest.mark.django_db
PEOPLE = {"person_id", "owner_id"}


def now():
    return datetime.now(UTC)


def of_people():
    """Return the service's tables that belong to a person."""
    models = apps.get_app_config("planning").get_models()
    return {model for model in models if PEOPLE & {f.attname for f in model._meta.concrete_fields}}


def plan(person_id, viewer_id):
    """Write a row of every kind that needs no other."""
    category = Category.objects.create(
        owner_id=person_id, name="Hobbies", name_key=person_id.hex, created_at=now()
    )
    Planner.objects.create(person_id=person_id, currency="EUR", created_at=now())
    Rule.objects.create(
        person_id=person_id,
        category=category,
        text="boat",
        currency="EUR",
        min_amount_minor=1_250,
        created_at=now(),
    )
    Share.objects.create(owner_id=person_id, viewer_id=viewer_id, created_at=now())
    Alert.objects.create(
        person_id=person_id,
        kind="allowance",
        subject_id=uuid.UUID(int=0),
        about_date=date(2026, 1, 1),
        created_at=now(),
    )


@pytest.fixture
def people():
    one, other = uuid.uuid4(), uuid.uuid4()
    plan(one, other)
    plan(other, uuid.uuid4())
    return one, other


@pytest.fixture
def holding():
    return personal._holdings["planning"]


def test_every_table_of_people_can_be_taken_away(people, holding):
    tables = holding.tables(people[0])
    assert of_people() <= {table.rows.args[0].model for table in tables}


def test_what_is_taken_away_is_the_persons_alone(people, holding):
    one, other = people
    rows = {table.name: list(table.rows()) for table in holding.tables(one)}
    assert [row["name"] for row in rows["categories"]] == ["Hobbies"]
    assert "name_key" not in rows["categories"][0]
    assert rows["rules"][0]["min_amount"] == "12.50"
    assert len(rows["shares"]) == len(rows["warnings"]) == len(rows["settings"]) == 1
    everything = str(rows)
    assert str(one) in everything
    assert everything.count(repr(other)) == 1  # whom they share with


def test_everything_goes_and_everybody_elses_stays(people, holding):
    one, other = people
    defaults = Category.objects.exclude(owner_id__in=people).count()
    for _ in range(2):
        holding.forget(person_id=one, account_ids=[], now=now())
    for model in of_people():
        columns = PEOPLE & {field.attname for field in model._meta.concrete_fields}
        for column in columns:
            assert not model.objects.filter(**{column: one}).exists(), model
    assert not Share.objects.filter(viewer_id=one).exists()
    assert Rule.objects.filter(person_id=other).count() == 1
    assert Category.objects.exclude(owner_id__in=people).count() == defaults
    assert Planner.objects.filter(person_id=other).exists()
