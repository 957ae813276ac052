"""Post one message to one checked address: no proxy, no redirect, little time, little to read."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from services.transactions.webhooks.addresses import (
    AddressRefused,
    Resolve,
    Target,
    check_target,
    read_target,
)

CONNECT_SECONDS: Final = 5
# For everything, however slowly the other side trickles.
TOTAL_SECONDS: Final = 10
# What is read of an answer; nothing of it is kept.
MOST_BYTES: Final = 16 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What the other side said: a status, or why there is none."""

    response_code: int | None = None
    failure: str = ""

    @property
    def is_taken(self) -> bool:
        """Return whether the message arrived: any 2xx."""
        return self.response_code is not None and 200 <= self.response_code < 300  # noqa: PLR2004


def post(
    url: str, *, body: bytes, headers: Mapping[str, str], resolve: Resolve | None = None
) -> Outcome:
    """Post a body and return what came of it; a redirect is an answer like any other.

    The address is checked now, whatever it was when the webhook was made.
    """
    private = settings.WEBHOOK_PRIVATE_ADDRESSES
    try:
        target = read_target(url, plain_http=settings.WEBHOOK_PLAIN_HTTP, any_port=private)
        address = check_target(target, private=private, resolve=resolve)
    except AddressRefused as refusal:
        return Outcome(failure=refusal.code)
    return _post(target, address, body=body, headers=headers)


def _post(target: Target, address: str, *, body: bytes, headers: Mapping[str, str]) -> Outcome:
    connection = _Pinned(target, address)
    timer = threading.Timer(TOTAL_SECONDS, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        # `Host` and the length are ours, so nothing of the URL can add a header.
        connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", target.host_header)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        answer.read(MOST_BYTES)
    except ssl.SSLError:
        return Outcome(failure="tls_failed")
    except TimeoutError:
        return Outcome(failure="timed_out")
    except (OSError, http.client.HTTPException, ValueError):
        return Outcome(failure="timed_out" if connection.was_cut else "not_connected")
    else:
        if connection.was_cut:
            return Outcome(failure="timed_out")
        return Outcome(response_code=answer.status)
    finally:
        timer.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked; the name is only what the certificate is for."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self._target, self._address = target, address
        self.was_cut = False

    def connect(self) -> None:
        """Connect to the address itself: the name is not looked up again."""
        plain = socket.create_connection(
            (self._address, self._target.port), timeout=CONNECT_SECONDS
        )
        self.sock = plain
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)

    def cut(self) -> None:
        """End it from another thread: the time is up."""
        self.was_cut = True
        sock = getattr(self, "sock", None)
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()
