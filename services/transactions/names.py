"""Confirmation of payee: whether the name that somebody wrote is that of the account's holder.

Accents, case, punctuation, titles and the order of the words do not matter. A slip of the pen or an
initial is a close match. The bank's own name is never given away.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

MATCH: Final = "match"
CLOSE_MATCH: Final = "close_match"
NO_MATCH: Final = "no_match"

_TITLES: Final = frozenset({"mr", "mrs", "ms", "mx", "dr", "prof", "herr", "frau", "and"})
# Letters that do not come apart into a base and an accent.
_PLAIN: Final = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
_WORD: Final = re.compile(r"\w+")
_ALIKE: Final = 0.85


def compare_names(*, asked: str, known: str) -> str:
    """Return `match`, `close_match` or `no_match`."""
    wanted, there = _words(asked), _words(known)
    if not wanted or not there:
        return NO_MATCH
    if wanted == there:
        return MATCH
    if SequenceMatcher(a=" ".join(wanted), b=" ".join(there)).ratio() >= _ALIKE:
        return CLOSE_MATCH
    return CLOSE_MATCH if _initials_agree(wanted, there) else NO_MATCH


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return sorted(word for word in _WORD.findall(bare) if word not in _TITLES)


def _initials_agree(wanted: list[str], there: list[str]) -> bool:
    # "A Novak" for "Ada Novak": at least one whole word, and an initial for each of the others.
    shared = set(wanted) & set(there)
    rest = [word for word in wanted if word not in shared]
    others = [word for word in there if word not in shared]
    if not any(len(word) > 1 for word in shared) or len(rest) != len(others):
        return False
    return all(
        len(word) == 1 and other.startswith(word) for word, other in zip(rest, others, strict=True)
    )


def initials(name: str) -> str:
    """Return a name so that who knows it sees that it is the right one: "A. N."."""
    return " ".join(f"{word[0]}." for word in _WORD.findall(name)) or "-"
