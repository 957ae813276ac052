"""What may stand in Markdown of the bank: no HTML of its own, and links that are safe to click.

The portal renders it and is asked never to trust it; this refuses at the door what it would drop.
"""

from __future__ import annotations

import re
from typing import Final

_AUTOLINK: Final = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>", re.IGNORECASE)
# A tag, a comment, a declaration or an instruction begins with this.
_HTML: Final = re.compile(r"<[A-Za-z/!?]")
# The address of [text](address) and of [name]: address.
_LINK: Final = re.compile(r"\]\(\s*<?([^)\s>]*)|^\s{0,3}\[[^\]]+\]:\s*<?(\S+)", re.MULTILINE)
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})


def has_html(text: str) -> bool:
    """Return whether a text holds anything that a browser could take for HTML."""
    return _HTML.search(_AUTOLINK.sub("", text)) is not None


def has_unsafe_link(text: str) -> bool:
    """Return whether a link leads to something else than a page, an address or a number."""
    addresses = (found[0] or found[1] for found in _LINK.findall(text))
    return any(_is_unsafe(address) for address in addresses)


def _is_unsafe(address: str) -> bool:
    # An entity or a backslash could hide the letters of a scheme.
    if "&" in address.split("?", maxsplit=1)[0] or "\\" in address or address.startswith("//"):
        return True
    scheme = _SCHEME.match(address)
    return scheme is not None and scheme[1].lower() not in _SCHEMES
