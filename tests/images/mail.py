"""A mail catcher for smoke tests: SMTP on 1025, every mail a file in /mails. Standard library."""

from __future__ import annotations

import socketserver
import time
from pathlib import Path

MAILS = Path("/mails")


class Session(socketserver.StreamRequestHandler):
    """One client; says yes to everything."""

    def handle(self) -> None:
        """Speak enough SMTP for Django."""
        self._say("220 mail")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self._keep()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        (MAILS / f"{time.time_ns()}.log").write_bytes(b"".join(lines))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


if __name__ == "__main__":
    MAILS.mkdir(exist_ok=True)
    with socketserver.ThreadingTCPServer(("", 1025), Session) as server:
        server.serve_forever()
