"""Who may call what: every view names, for each of its methods, what it takes.

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": "accounts.freeze"}

A method without a word is refused, so a forgotten line closes a door and opens none.
"""

from __future__ import annotations

from typing import Any, Final

from rest_framework.permissions import BasePermission

from kernel.http.principal import Principal

# Any signed-in person; the query keeps to what is theirs, and the rest does not exist. A program
# that calls as itself is none: it needs a row that names it.
OWN: Final = "own"
# Nobody needs to sign in.
PUBLIC: Final = "public"


class MayDo(BasePermission):
    """Lets in whom the view's `permissions` name; asked before anything is looked up."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Return whether the principal may use this method of the view."""
        needed = permission_of(view, method=request.method)
        if needed is None and not _has(view, request.method):
            # OPTIONS, and methods that the view lacks: 405 to whom the view answers at all.
            needed = PUBLIC if PUBLIC in _declared(view).values() else OWN
        if needed == PUBLIC:
            return True
        if needed is None or not isinstance(request.user, Principal):
            return False
        if needed == OWN:
            return not request.user.is_service
        return request.user.may(needed)


class ReadByAll:
    """Mixed into a view whose reads are public and whose changes are not, before `APIView`."""

    def get_authenticators(self) -> list[Any]:
        """Look at a token only where one is needed: a broken one is no reason not to read."""
        request = getattr(self, "request", None)
        if request is None or permission_of(self, method=request.method) in {PUBLIC, None}:
            return []
        authenticators: list[Any] = super().get_authenticators()  # type: ignore[misc]
        return authenticators


def permission_of(view: Any, *, method: str) -> str | None:
    """Return what a method of a view takes, or None when the view does not say."""
    return _declared(view).get("GET" if method == "HEAD" else method)


def _declared(view: Any) -> dict[str, str]:
    declared: dict[str, str] = getattr(view, "permissions", {})
    return declared


def _has(view: Any, method: str) -> bool:
    if method == "HEAD":
        method = "GET"
    return method != "OPTIONS" and hasattr(view, method.lower())
