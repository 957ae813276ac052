"""What people hold in their hands: an authenticator app, and a device with passkeys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Page

PERIOD = 30
# A code that ends while it is typed would be refused.
TYPING_SECONDS = 5
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class App:
    """An authenticator app (RFC 6238); it shows each code once, as the bank takes each once."""

    def __init__(self, secret: str) -> None:
        """Scan the secret."""
        self.key = base64.b32decode(secret.replace(" ", ""))
        self.shown = 0

    def code(self) -> str:
        """Return a code that was not shown before and lives long enough to be typed."""
        while self._period() <= self.shown:
            time.sleep(0.2)
        self.shown = self._period()
        digest = hmac.new(self.key, struct.pack(">Q", self.shown), hashlib.sha1).digest()
        start = digest[-1] & 0x0F
        (number,) = struct.unpack(">I", digest[start : start + 4])
        return f"{(number & 0x7FFFFFFF) % 10**6:06d}"

    @staticmethod
    def _period() -> int:
        """Return the number of the running period, or of the one before when it is nearly over."""
        now = time.time()
        nearly_over = now % PERIOD > PERIOD - TYPING_SECONDS
        return 0 if nearly_over else int(now // PERIOD)


class PasskeyDevice:
    """Chromium's virtual authenticator: a device that says yes to its owner."""

    def __init__(self, page: Page) -> None:
        """Connect it to a page."""
        self.protocol = page.context.new_cdp_session(page)
        self.protocol.send("WebAuthn.enable")
        added = self.protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.id = added["authenticatorId"]

    def answers(self, *, yes: bool) -> None:
        """Answer what is asked by itself, or leave it open."""
        self.protocol.send(
            "WebAuthn.setAutomaticPresenceSimulation",
            {"authenticatorId": self.id, "enabled": yes},
        )

    def passkeys(self) -> int:
        """Return how many passkeys it holds."""
        held = self.protocol.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return len(held["credentials"])
