"""Why a request is not decided, in the order of the checks."""

from kernel.errors import Conflict, Forbidden, NotFound


class ApprovalNotFound(NotFound):
    """There is no such request, or you have no part in it."""


class OwnRequest(Forbidden):
    """Your own request is decided by somebody else."""


class ApprovalDecided(Conflict):
    """The request was decided already."""


class ApprovalExpired(Conflict):
    """The request waited too long; please make it again."""


class ApprovalStale(Conflict):
    """What the request was about has changed since; please make it again."""
