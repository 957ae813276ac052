"""Staff find customers although everything about them is sealed."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def teller(staff):
    return staff("teller")


@pytest.fixture
def find(teller):
    """Return a function that searches and returns the given names that are found."""

    def find(**query):
        answer = teller.get(f"customers?{urlencode(query)}")
        assert answer.status_code == 200, answer.content
        return [row["given_name"] for row in answer.json()["results"]]

    return find


@pytest.fixture
def zoe(caller):
    zoe = caller()
    answer = zoe.register(
        given_name="Zoë-Marie",
        family_name="Łukasz O'Brien",
        phone="+49 30 901820",
        email="Zoe@Mail.example",
        tax_country="DE",
        tax_id="12 345 678 901",
    )
    assert answer.status_code == 201
    return zoe


class TestByName:
    @pytest.mark.parametrize(
        "name",
        [
            "Zoë",
            "zoe",
            "ZOE",
            "zo",
            "marie",
            "zoe-marie",
            "lukasz",
            "Łuk",
            "brien",
            "O'Brien",
            "brien zoe",
            "zoe brien lukasz marie",
            "ｚｏｅ",
        ],
    )
    def test_accents_case_and_order_do_not_matter(self, find, zoe, caller, name):
        caller().register(given_name="Ben", family_name="Novak")
        assert find(name=name) == ["Zoë-Marie"]

    @pytest.mark.parametrize("name", ["oe", "zoes", "zoe novak", "arie", "---"])
    def test_finds_nobody_else(self, find, zoe, caller, name):
        caller().register(given_name="Ben", family_name="Novak")
        assert find(name=name) == []

    def test_needs_two_letters(self, teller, refused):
        refused(teller.get("customers?name=z"), 400, "search_too_short", "name")

    def test_finds_a_long_word_by_its_beginning_and_whole(self, find, caller):
        caller().register(given_name="Wolfeschlegelstein", family_name="H")
        assert find(name="wolfeschle") == find(name="Wolfeschlegelstein") == ["Wolfeschlegelstein"]

    def test_follows_a_change_of_name(self, find, zoe, staff):
        answer = staff("agent").patch(
            f"customers/{zoe.id}", {"family_name": "Nowak", "reason": "marriage"}
        )
        assert answer.status_code == 200
        assert find(name="lukasz") == []
        assert find(name="nowak") == ["Zoë-Marie"]

    @given(st.text(max_size=40))
    def test_words_are_the_same_however_they_are_written(self, text):
        words = search.name_words(text)
        assert search.name_words(" ".join(words)) == words
        assert all(word == word.casefold() for word in words)

    @given(st.text(alphabet="abcdé ßłø", min_size=1, max_size=40))
    def test_every_word_of_a_name_finds_it(self, text):
        tokens = search.name_tokens(text)
        for word in search.name_words(text)[:8]:
            for hashes in search.query_hashes(word):
                assert any((search.NAME, digest) in tokens for digest in hashes)


class TestByNumber:
    @pytest.mark.parametrize(
        "query",
        [
            {"phone": "030 901820"},
            {"phone": "+4930901820"},
            {"email": "zoe@mail.EXAMPLE"},
            {"tax_id": "12345678901"},
            {"name": "zoe", "phone": "030901820", "status": "active"},
        ],
    )
    def test_finds_the_one(self, find, zoe, query):
        assert find(**query) == ["Zoë-Marie"]

    @pytest.mark.parametrize(
        "query",
        [
            {"phone": "030 90182"},
            {"phone": "-"},
            {"email": "zoe@mail"},
            {"tax_id": "1234567890"},
            {"document_number": "C01X00T47"},
            {"account_number": "DE89370400440532013000"},
            {"account_number": str(uuid.uuid4())},
            {"name": "zoe", "phone": "030901821"},
            {"name": "zoe", "status": "closed"},
        ],
    )
    def test_finds_nobody_else(self, find, zoe, query):
        assert find(**query) == []

    def test_finds_by_document(self, find, zoe, staff, png):
        zoe.upload(f"customers/{zoe.id}/documents", png, kind="passport", number="C01-X00 t47")
        assert find(document_number="c01x00T47") == ["Zoë-Marie"]

    def test_finds_the_holder_of_an_account(self, find, zoe, catalogue):
        opened = zoe.post("accounts", {"account_type": str(catalogue.everyday.id)}).json()
        number = " ".join(opened["number"][i : i + 4] for i in range(0, 24, 4)).lower()
        assert find(account_number=number) == ["Zoë-Marie"]
        assert find(account_number=number, name="zo", status="active") == ["Zoë-Marie"]
        assert find(account_number=number, name="ben") == []
        assert find(account_number=number, status="closed") == []


class TestList:
    def test_pages_through_everybody_once(self, teller, caller):
        ids = sorted(str(caller("customer").register().json()["id"]) for _ in range(5))
        for query in ("limit=2", "limit=2&name=ada", "limit=2&status=active"):
            seen, path = [], f"customers?{query}"
            while path:
                page = teller.get(path.removeprefix("/api/v1/")).json()
                assert len(page["results"]) <= 2
                seen += [row["id"] for row in page["results"]]
                path = page["next"]
            assert seen == ids[::-1], query

    def test_shows_no_more_of_the_phone_than_its_end(self, teller, zoe):
        (row,) = teller.get("customers").json()["results"]
        assert row["phone"] == "••••20"
        assert set(row) == {
            "id",
            "given_name",
            "family_name",
            "phone",
            "status",
            "created_at",
        }

    @pytest.mark.parametrize(
        ("query", "code", "field"),
        [
            ("limit=0", "limit_invalid", "limit"),
            ("cursor=x", "cursor_invalid", "cursor"),
            ("cursor=WzFd", "cursor_invalid", "cursor"),
            ("status=happy", "invalid", "status"),
            ("order=phone", "invalid", "order"),
        ],
    )
    def test_names_what_is_wrong(self, teller, refused, query, code, field):
        refused(teller.get(f"customers?{query}"), 400, code, field)
