"""Ways to reach a person. `CHANNELS` says which class carries what goes by e-mail and by SMS.

A class of one's own (an SMS provider) needs `provider`, a short word for the metrics, and `send`.
"""

from __future__ import annotations

from typing import Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

ChannelName = Literal["email", "sms"]


class Channel(Protocol):
    """Carries a message to one person."""

    @property
    def provider(self) -> str:
        """Return who carries it, in one word."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Hand a message over.

        Raises:
            OSError: nobody took it.

        """


def channel_of(name: str) -> Channel:
    """Return the channel of this name."""
    channel: Channel = import_string(settings.CHANNELS[name])()
    return channel
