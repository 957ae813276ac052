"""Categories: the bank's, one's own, and nobody else's."""

import uuid
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from services.planning import commands, queries
from services.planning.commands import CategoryExists
from services.planning.models import EVERYBODY, NAME_LENGTH, Category, name_key

pytestmark = pytest.mark.django_db
PATH = "/api/v1/categories"
DEFAULTS = ["Food", "Investment", "Other", "Rent", "Salary"]


@pytest.fixture
def alice(sign_in):
    return sign_in(person_id=uuid.uuid4())


def create(headers, name):
    return Client().post(PATH, {"name": name}, content_type="application/json", **headers)


def names(headers):
    return [item["name"] for item in Client().get(PATH, **headers).json()["results"]]


def test_without_a_token_nothing_is_shown():
    assert Client().get(PATH).status_code == 401
    assert create({}, "Travel").status_code == 401


def test_everybody_has_the_banks_categories(alice):
    page = Client().get(PATH, **alice).json()
    assert [item["name"] for item in page["results"]] == DEFAULTS
    assert all(item["is_default"] for item in page["results"])
    assert set(page["results"][0]) == {"id", "name", "is_default", "created_at"}
    assert (page["next"], page["previous"]) == (None, None)


def test_the_banks_categories_are_written_once(alice):
    migration = import_module("services.planning.migrations.0002_default_categories")
    migration.write_defaults(apps, SimpleNamespace(connection=connection))
    assert names(alice) == DEFAULTS


def test_a_person_makes_a_category_of_their_own(alice, sign_in):
    answer = create(alice, "  Travel   and Leisure ")
    assert answer.status_code == 201
    assert answer.json()["name"] == "Travel and Leisure"
    assert answer.json()["is_default"] is False
    create(alice, "Books")
    assert names(alice) == [*DEFAULTS, "Books", "Travel and Leisure"]
    assert names(sign_in(person_id=uuid.uuid4())) == DEFAULTS


def test_two_people_may_use_one_name(alice, sign_in):
    assert create(alice, "Travel").status_code == 201
    assert create(sign_in(person_id=uuid.uuid4()), "Travel").status_code == 201


@pytest.mark.parametrize("again", ["Café", "café", "CAFÉ", "Cafe\u0301", " Café "])
def test_a_name_is_used_once(alice, again):
    create(alice, "Café")
    answer = create(alice, again)
    assert (answer.status_code, answer.json()["code"]) == (409, "category_exists")
    assert list(answer.json()["errors"]) == ["name"]
    assert create(alice, "Cafe").status_code == 201


def test_the_banks_names_are_taken(alice):
    assert create(alice, "food").status_code == 409


def test_of_two_at_once_one_is_refused(monkeypatch):
    person_id = uuid.uuid4()
    values = {"person_id": person_id, "name": "Travel", "now": timezone.now()}
    commands.create_category(**values)
    # The other's row was not there yet when this one looked.
    monkeypatch.setattr(queries, "list_categories", lambda **_: [])
    with pytest.raises(CategoryExists):
        commands.create_category(**values)
    assert Category.objects.filter(owner_id=person_id).count() == 1


def test_there_is_an_end_to_them(alice, monkeypatch):
    monkeypatch.setattr(commands, "MAX_OWN_CATEGORIES", 1)
    assert create(alice, "Travel").status_code == 201
    answer = create(alice, "Books")
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_categories")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "   "},
        {"name": 5},
        {"name": None},
        {"name": "a\u0000b"},
        {"name": "a" * (NAME_LENGTH + 1)},
        {"name": "Travel", "owner_id": str(EVERYBODY)},
    ],
)
def test_a_category_that_makes_no_sense_is_400(alice, body):
    answer = Client().post(PATH, body, content_type="application/json", **alice)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert names(alice) == DEFAULTS


def test_the_key_of_the_longest_name_fits(alice):
    # Each of these letters becomes three when normalized or folded.
    for letter in ("\u0390", "\ufb2c", "\ufb03"):
        name = letter * NAME_LENGTH
        assert len(name_key(name)) <= Category._meta.get_field("name_key").max_length
        assert create(alice, name).status_code == 201
