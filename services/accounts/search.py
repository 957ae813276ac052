"""What can be searched although it is sealed: keyed hashes of normalised words and numbers.

Accents, case and punctuation do not matter. A name is found by the beginning of its words; phone,
e-mail, document number and tax id are found whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

import phonenumbers
from django.conf import settings

from kernel.crypto import keyed_hash, keyed_hashes

# Enough against chance among a thousand million rows, and half the index of the whole hash.
HASH_BYTES: Final = 16
MARK_BYTES: Final = 8
SHORTEST_PREFIX: Final = 2
LONGEST_PREFIX: Final = 10
MOST_WORDS: Final = 8

NAME: Final = "name"
PHONE: Final = "phone"
EMAIL: Final = "email"
DOCUMENT: Final = "document"
TAX: Final = "tax"
# Name and date of birth together: only there to find the same person twice.
BIRTH: Final = "birth"
KINDS: Final = (NAME, PHONE, EMAIL, DOCUMENT, TAX, BIRTH)

Token = tuple[str, bytes]

# Letters that Unicode does not take apart.
_SPELT: Final = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "þ": "th",
        "ð": "d",
    }
)
_NO_WORD: Final = re.compile(r"[^\w]+|_")
_NO_DIGIT: Final = re.compile(r"[^0-9]")


def name_words(text: str) -> list[str]:
    """Return the words of a name as they are compared: "Zoë O'Brien" is zoe, o, brien."""
    # Taking letters apart can bring capitals to light, and lower ones can be taken apart again.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in _NO_WORD.split(bare.translate(_SPELT)) if word]


def name_tokens(full_name: str) -> set[Token]:
    """Return the tokens under which a name is found."""
    parts = {
        part
        for word in name_words(full_name)[: 2 * MOST_WORDS]
        for part in (word, *_prefixes(word))
    }
    return {(NAME, _hash(NAME, part)) for part in parts}


def query_hashes(text: str) -> list[list[bytes]]:
    """Return what must stand on whoever a name search is for, the longest word first.

    Of each inner list one must: there are several while the index keys are being rotated.
    """
    words = sorted(set(name_words(text)), key=lambda word: (-len(word), word))[:MOST_WORDS]
    return [_hashes(NAME, word) for word in words]


def exact_hashes(kind: str, text: str) -> list[bytes]:
    """Return the hashes under which a phone, e-mail, document number or tax id may stand."""
    plain = _normalised(kind, text)
    return _hashes(kind, plain) if plain else []


def birth_hashes(full_name: str, born: date | None) -> list[bytes]:
    """Return the hashes that two records of one person share; none without a date of birth."""
    return [] if born is None else _hashes(BIRTH, _birth(full_name, born))


def index_mark() -> bytes:
    """Return what tells tokens under the newest index key from older ones."""
    return keyed_hash("mark", context="accounts.search")[:MARK_BYTES]


def exact_token(kind: str, text: str) -> Token | None:
    """Return the token of a phone, e-mail address, document number or tax id, or None of nothing.

    A phone is compared by its digits, with the country's code.
    """
    plain = _normalised(kind, text)
    return (kind, _hash(kind, plain)) if plain else None


def birth_token(full_name: str, born: date | None) -> Token | None:
    """Return the token that two records of one person share, or None without a date of birth."""
    return None if born is None else (BIRTH, _hash(BIRTH, _birth(full_name, born)))


def present(tokens: Iterable[Token | None]) -> set[Token]:
    """Return the tokens that are there."""
    return {token for token in tokens if token is not None}


def _prefixes(word: str) -> Iterable[str]:
    return (word[:length] for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX + 1)))


def _normalised(kind: str, text: str) -> str:
    if kind == PHONE:
        return _phone_digits(unicodedata.normalize("NFKC", text))
    if kind == EMAIL:
        return text.strip().casefold()
    return "".join(name_words(text))


def _phone_digits(text: str) -> str:
    """Return the number with its country's code; what has none is of the bank's country."""
    try:
        number = phonenumbers.parse(text, settings.BANK_COUNTRY)
    except phonenumbers.NumberParseException:
        return _NO_DIGIT.sub("", text)
    return f"{number.country_code}{number.national_number}"


def _birth(full_name: str, born: date) -> str:
    return f"{' '.join(sorted(name_words(full_name)))}|{born.isoformat()}"


def _hash(kind: str, text: str) -> bytes:
    return keyed_hash(text, context=f"accounts.search.{kind}")[:HASH_BYTES]


def _hashes(kind: str, text: str) -> list[bytes]:
    return [each[:HASH_BYTES] for each in keyed_hashes(text, context=f"accounts.search.{kind}")]
