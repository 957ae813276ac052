"""A line that is cut at the worst moment: after the bank did it, before the client knows."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

HOST = "127.0.0.1"
SECONDS = 30.0
# Closing with nothing to wait for: the client's end is reset.
RESET = struct.pack("ii", 1, 0)
_HEAD_END = b"\r\n\r\n"


class CutLine:
    """Carries one request to the bank, keeps the bank's whole answer, and hangs up."""

    def __init__(self, *, to: str) -> None:
        """Listen; `to` is the bank's address."""
        address = urlsplit(to)
        assert address.port is not None
        self._bank = (HOST, address.port)
        self._listener = socket.create_server((HOST, 0))
        self._listener.settimeout(SECONDS)
        self._thread = threading.Thread(target=self._carry)
        self.url = f"http://{HOST}:{self._listener.getsockname()[1]}"
        self.status = 0
        self.body = b""

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait until the line is cut."""
        self._thread.join()
        self._listener.close()

    def _carry(self) -> None:
        client, _ = self._listener.accept()
        with client, socket.create_connection(self._bank, timeout=SECONDS) as bank:
            client.settimeout(SECONDS)
            bank.sendall(_request(client))
            answer = http.client.HTTPResponse(bank)
            answer.begin()
            self.status, self.body = answer.status, answer.read()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def _request(client: socket.socket) -> bytes:
    """Read one request with its body."""
    read = b""
    while _HEAD_END not in read:
        read += _more(client)
    head, _, body = read.partition(_HEAD_END)
    lines = head.decode("ascii").lower().split("\r\n")
    length = next(int(line.split(":")[1]) for line in lines if line.startswith("content-length:"))
    while len(body) < length:
        body += _more(client)
    return head + _HEAD_END + body


def _more(client: socket.socket) -> bytes:
    read = client.recv(65536)
    assert read, "the client hung up first"
    return read


def send_and_hang_up(*, to: str, request: bytes) -> None:
    """Send a request and close the line without waiting for any answer."""
    address = urlsplit(to)
    with socket.create_connection((HOST, address.port or 80), timeout=SECONDS) as line:
        line.sendall(request)
