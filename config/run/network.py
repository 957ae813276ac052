"""Ports and answers on this machine."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

from config.run.console import Problem

HOST = "127.0.0.1"
ANSWER_SECONDS = 3.0


def port_is_free(port: int) -> bool:
    """Tell whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def require_port(port: int, *, setting: str) -> None:
    """Stop before anything is done when `port` is taken.

    Raises:
        Problem: something listens there, or the port may not be used.

    """
    if not port_is_free(port):
        message = (
            f"Port {port} on {HOST} is taken, by another program or by a bank that runs already. "
            f"Stop it, or choose another port: make ... {setting}={port + 100}"
        )
        raise Problem(message)


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def accepts(address: int | Path) -> bool:
    """Tell whether a server listens on a port or on a Unix socket."""
    family = socket.AF_INET if isinstance(address, int) else socket.AF_UNIX
    with socket.socket(family) as probe:
        probe.settimeout(ANSWER_SECONDS)
        try:
            probe.connect((HOST, address) if isinstance(address, int) else str(address))
        except OSError:
            return False
    return True


def answers(url: str) -> bool:
    """Tell whether `url` is answered with 200. Proxies of the environment are not asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=ANSWER_SECONDS) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False
