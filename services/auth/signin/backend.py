"""Checking passwords."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class BankBackend(AuthenticationBackend):
    """allauth's, which sends deactivated people to a page of their own. Here nobody hears of it."""

    @classmethod
    def _stash_user(cls, _user: Any) -> None:
        """Forget a deactivated person whose password was right: it counts as a wrong one."""
