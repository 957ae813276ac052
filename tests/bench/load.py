"""The load: keep-alive connections driven by one small event loop over raw sockets.

The generator must cost little, because it shares two cores with what it measures: requests are
prebuilt bytes, and of an answer only the status and the length are read.
"""

from __future__ import annotations

import os
import random
import selectors
import socket
import time
import uuid
from dataclasses import dataclass
from typing import Final

from config.run.network import HOST
from tests.bench.drivers import Window
from tests.bench.world import Holding

CREATED: Final = b"HTTP/1.1 201"
# Connections are kept, but not for ever (as nginx's keepalive_requests): a worker keeps whatever
# connections it once accepted, and one lucky worker would otherwise serve all clients of a round.
KEPT_REQUESTS: Final = 50
_KEPT_FAILURES: Final = 3


@dataclass(frozen=True, kw_only=True)
class Requests:
    """The bytes of a transfer in three parts: who pays, the key, who is paid."""

    head: bytes
    body: bytes
    payee: bytes

    def with_key(self, key: bytes, *, payee: bytes) -> bytes:
        """Return the whole request."""
        return b"".join((self.head, key, b"\r\n\r\n", self.body, payee, b'","amount":"1.00"}'))


def prebuild(held: list[Holding], tokens: dict[uuid.UUID, str]) -> list[Requests]:
    """Return the requests of each account as a payer."""
    made = []
    for one in held:
        body = f'{{"from_account":"{one.account_id}","to_account":"'
        length = len(body) + 36 + len('","amount":"1.00"}')
        head = (
            f"POST /api/v1/transfers HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Authorization: Bearer {tokens[one.person_id]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\nIdempotency-Key: "
        )
        payee = str(one.account_id).encode()
        made.append(Requests(head=head.encode(), body=body.encode(), payee=payee))
    return made


class Client:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.started = 0.0
        self.buffer = b""
        self.sent = 0

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.sent += 1
        self.started = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bytes | None:
        """Return a whole answer, or None while there is more to come.

        Raises:
            ConnectionError: the server hung up.

        """
        chunk = self.socket.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed a connection that was to be kept")
        self.buffer += chunk
        if not _is_whole(self.buffer):
            return None
        answer, self.buffer = self.buffer, b""
        return answer


def _is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    _, given, length = head.lower().partition(b"content-length:")
    if given:
        return len(body) >= int(length.split(b"\r\n", 1)[0])
    return body.endswith(b"0\r\n\r\n")  # chunked


class Load:
    """The event loop: every connection asks again as soon as it is answered."""

    def __init__(self, *, port: int, payers: list[Requests], window: Window) -> None:
        """Describe it."""
        self.port = port
        self.payers = payers
        self.window = window
        self.ready = selectors.DefaultSelector()
        self.chance = random.Random(os.getpid())
        self.mark, self.number, self.under_way = uuid.uuid4().hex.encode(), 0, 0

    def connect(self) -> Client:
        """Return a new connection."""
        client = Client(self.port)
        self.ready.register(client.socket, selectors.EVENT_READ, client)
        return client

    def send(self, client: Client) -> None:
        """Ask for one more transfer."""
        self.number += 1
        self.under_way += 1
        payer, payee = self.chance.sample(self.payers, 2)
        client.send(payer.with_key(b"%s-%d" % (self.mark, self.number), payee=payee.payee))

    def run(self) -> None:
        """Answer the answers until the window is closed and the last one has come."""
        while self.under_way:
            for event, _ in self.ready.select(timeout=30):
                answer = event.data.receive()
                if answer is not None:
                    self._answered(event.data, answer)

    def _answered(self, client: Client, answer: bytes) -> None:
        self.under_way -= 1
        if answer.startswith(CREATED):
            self.window.count(client.started)
        elif len(self.window.failed) < _KEPT_FAILURES:
            self.window.failed.append(answer.decode(errors="replace"))
        going_on = self.window.is_open()
        if client.sent >= KEPT_REQUESTS or not going_on:
            self.ready.unregister(client.socket)
            client.socket.close()
            client = self.connect() if going_on else client
        if going_on:
            self.send(client)


def drive(
    port: int,
    held: list[Holding],
    tokens: dict[uuid.UUID, str],
    connections: int,
    window: Window,
) -> None:
    """Send random transfers over `connections` connections (a process of its own)."""
    load = Load(port=port, payers=prebuild(held, tokens), window=window)
    window.wait()
    for _ in range(connections):
        load.send(load.connect())
    load.run()
    window.report()
