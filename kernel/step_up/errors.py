"""Why a fresh factor is asked for, or was not enough, in the order of the checks."""

from kernel.errors import Forbidden


class StepUpRequired(Forbidden):
    """Please confirm this with a fresh code or passkey."""


class StepUpMismatch(Forbidden):
    """The confirmation is for something else."""


class StepUpExpired(Forbidden):
    """The confirmation is too old."""


class StepUpUsed(Forbidden):
    """The confirmation was used already."""
