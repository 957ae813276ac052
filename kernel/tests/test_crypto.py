"""What is sealed opens again for its own context alone, also after the keys were changed."""

from __future__ import annotations

import base64
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import crypto

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def _key(name):
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


class TestSeal:
    @given(text=TEXTS, context=TEXTS)
    def test_opens_again_for_its_context(self, text, context):
        assert crypto.unseal(crypto.seal(text, context=context), context=context) == text

    @given(text=TEXTS, context=TEXTS, other=TEXTS)
    def test_opens_for_no_other_context(self, text, context, other):
        sealed = crypto.seal(text, context=context)
        if other != context:
            with pytest.raises(crypto.CannotUnseal):
                crypto.unseal(sealed, context=other)

    @given(text=TEXTS, place=st.integers(min_value=0), bit=st.integers(0, 7))
    def test_does_not_open_when_a_bit_was_changed(self, text, place, bit):
        sealed = bytearray(crypto.seal(text, context="column"))
        sealed[place % len(sealed)] ^= 1 << bit
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(bytes(sealed), context="column")

    @given(raw=st.binary(max_size=80))
    def test_refuses_what_was_never_sealed(self, raw):
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(raw, context="column")

    def test_says_nothing_about_the_text(self):
        one, two = (crypto.seal("Ada Novak", context="name") for _ in range(2))
        assert one != two
        assert b"Ada" not in one

    def test_reads_what_a_driver_hands_out(self):
        sealed = memoryview(crypto.seal("Ada", context="name"))
        assert crypto.unseal(sealed, context="name") == "Ada"


class TestRotation:
    def test_a_new_key_in_front_seals_and_the_old_one_still_opens(self, settings):
        old, new = _key("2026"), _key("2027")
        settings.DATA_KEYS = old
        before = crypto.seal("Ada", context="name")
        settings.DATA_KEYS = f"{new}, {old}"
        after = crypto.seal("Ada", context="name")
        assert (crypto.key_id_of(before), crypto.key_id_of(after)) == ("2026", "2027")
        assert crypto.sealing_key_id() == "2027"
        assert crypto.unseal(before, context="name") == "Ada"
        settings.DATA_KEYS = new
        assert crypto.unseal(after, context="name") == "Ada"
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(before, context="name")

    def test_another_key_under_the_same_id_opens_nothing(self, settings):
        settings.DATA_KEYS = _key("1")
        sealed = crypto.seal("Ada", context="name")
        settings.DATA_KEYS = _key("1")
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(sealed, context="name")

    def test_rows_from_before_are_found_by_the_hashes_of_all_index_keys(self, settings):
        old, new = _key("2026"), _key("2027")
        settings.INDEX_KEYS = old
        before = crypto.keyed_hash("123-45", context="tax")
        settings.INDEX_KEYS = f"{new},{old}"
        assert crypto.keyed_hash("123-45", context="tax") != before
        assert crypto.keyed_hashes("123-45", context="tax") == [
            crypto.keyed_hash("123-45", context="tax"),
            before,
        ]

    @pytest.mark.parametrize(
        "keys",
        [
            "",
            " , ",
            "1",
            "1:",
            "1:short",
            "1:" + base64.b64encode(b"x" * 31).decode(),
            "1:" + base64.b64encode(b"x" * 32).decode() + "!",
            ":" + base64.b64encode(b"x" * 32).decode(),
            "a b:" + base64.b64encode(b"x" * 32).decode(),
            ",".join(["1:" + base64.b64encode(b"x" * 32).decode()] * 2),
        ],
    )
    @pytest.mark.parametrize("name", ["DATA_KEYS", "INDEX_KEYS"])
    def test_keys_that_are_none_are_refused(self, settings, name, keys):
        setattr(settings, name, keys)
        with pytest.raises(crypto.KeysInvalid):
            crypto.check_keys()


class TestHash:
    @given(text=TEXTS, context=TEXTS)
    def test_is_32_bytes_and_always_the_same(self, text, context):
        first = crypto.keyed_hash(text, context=context)
        assert first == crypto.keyed_hash(text, context=context)
        assert len(first) == 32

    @given(text=TEXTS, other=TEXTS, context=TEXTS, foreign=TEXTS)
    def test_differs_for_another_text_or_context(self, text, other, context, foreign):
        if (text, context) != (other, foreign):
            assert crypto.keyed_hash(text, context=context) != crypto.keyed_hash(
                other, context=foreign
            )

    def test_needs_the_key(self, settings):
        before = crypto.keyed_hash("Ada", context="name")
        settings.INDEX_KEYS = _key("other")
        assert crypto.keyed_hash("Ada", context="name") != before


class TestAPersonsKey:
    @given(text=TEXTS)
    def test_seals_and_opens_and_is_stored_wrapped(self, text):
        key = crypto.new_data_key()
        wrapped = crypto.wrap_key(key, context="person 1")
        sealed = crypto.seal(text, context="name", key=key)
        assert key not in wrapped
        opened = crypto.unwrap_key(wrapped, context="person 1")
        assert crypto.unseal(sealed, context="name", key=opened) == text

    def test_is_the_only_one_that_opens_what_it_sealed(self):
        sealed = crypto.seal("Ada", context="name", key=crypto.new_data_key())
        for key in (None, crypto.new_data_key()):
            with pytest.raises(crypto.CannotUnseal):
                crypto.unseal(sealed, context="name", key=key)
        assert crypto.key_id_of(sealed) == ""

    def test_opens_nothing_that_the_bank_sealed(self):
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(
                crypto.seal("Ada", context="name"), context="name", key=crypto.new_data_key()
            )

    def test_unwraps_for_its_own_person_alone(self):
        wrapped = crypto.wrap_key(crypto.new_data_key(), context="person 1")
        with pytest.raises(crypto.CannotUnseal):
            crypto.unwrap_key(wrapped, context="person 2")

    def test_is_no_text_and_a_text_is_no_key(self):
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(crypto.wrap_key(crypto.new_data_key(), context="x"), context="x")
        with pytest.raises(crypto.CannotUnseal):
            crypto.unwrap_key(crypto.seal("x" * 32, context="x"), context="x")

    def test_survives_the_rotation_of_the_key_that_wraps_it(self, settings):
        old, new = _key("old"), _key("new")
        settings.DATA_KEYS = old
        key = crypto.new_data_key()
        wrapped = crypto.wrap_key(key, context="person 1")
        settings.DATA_KEYS = f"{new},{old}"
        again = crypto.wrap_key(crypto.unwrap_key(wrapped, context="person 1"), context="person 1")
        settings.DATA_KEYS = new
        assert crypto.unwrap_key(again, context="person 1") == key
