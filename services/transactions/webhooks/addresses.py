"""Where a webhook may go: to the public internet, and nowhere near the bank's own machines.

A name is resolved here, and the very address that was checked is the one that is connected to, so
a name that changes its mind in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

PORTS: Final = {"https": 443, "http": 80}
URL_LENGTH: Final = 500
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
# All that is given out of IPv6 lies here.
_UNICAST: Final = ipaddress.ip_network("2000::/3")
# Addresses that stand for another one: a gateway would carry them to where we would not go.
_DISGUISES: Final = (
    ipaddress.ip_network("2001::/32"),
    ipaddress.ip_network("2002::/16"),
)


class AddressRefused(Exception):
    """A message may not go there. `code` says why, in one word of a short list."""

    def __init__(self, code: str) -> None:
        """Keep why."""
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A URL in its parts."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """Return the host as HTTP names it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def read_target(url: str, *, plain_http: bool, any_port: bool = False) -> Target:
    """Return the parts of a URL that a webhook may have.

    Raises:
        AddressRefused: `url_invalid`, `not_https`, `port_not_allowed`.

    """
    if len(url) > URL_LENGTH or not url.isascii() or re.search(r"[\x00-\x20\\\x7f]", url):
        raise AddressRefused("url_invalid")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("url_invalid") from None
    if parts.scheme not in PORTS:
        raise AddressRefused("not_https")
    if parts.scheme == "http" and not plain_http:
        raise AddressRefused("not_https")
    has_more = "@" in parts.netloc or parts.fragment or url.endswith("#")
    named = parts.netloc.rpartition(":")[0] if port is not None else parts.netloc
    if has_more or not _HOST.fullmatch(named):
        raise AddressRefused("url_invalid")
    port = PORTS[parts.scheme] if port is None else port
    if port != PORTS[parts.scheme] and not any_port:
        raise AddressRefused("port_not_allowed")
    path = parts.path or "/"
    return Target(
        scheme=parts.scheme,
        host=(parts.hostname or "").rstrip("."),
        port=port,
        path=f"{path}?{parts.query}" if parts.query else path,
    )


def check_target(target: Target, *, private: bool, resolve: Resolve | None = None) -> str:
    """Resolve a host and return the address to connect to.

    All its addresses must be public: a name with one private address among public ones is refused.
    `private` allows any; tests alone use it.

    Raises:
        AddressRefused: `host_unknown`, `address_not_public`.

    """
    found = (resolve or _resolve)(target.host, target.port)
    if not found:
        raise AddressRefused("host_unknown")
    if not private and not all(is_public(address) for address in found):
        raise AddressRefused("address_not_public")
    return found[0]


def is_public(text: str) -> bool:
    """Return whether an address belongs to the public internet."""
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        # Mapped and translated IPv4, links and sites of ours are all outside.
        if address.scope_id is not None or address not in _UNICAST:
            return False
        if any(address in network for network in _DISGUISES):
            return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
    )


def _resolve(host: str, port: int) -> list[str]:
    # The system's own reader also takes 127.1, 0x7f000001 and 017700000001: as what they are.
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
