"""What the interest service does."""

from services.interest.commands.advance_runs import advance_runs
from services.interest.commands.publish_rate import (
    RateInPast,
    RateNotLater,
    RateOutOfRange,
    TiersNotRising,
    ask_to_publish_rate,
    publish_rate,
)
from services.interest.commands.steer_runs import (
    AlreadyDone,
    NothingDue,
    RunNotClean,
    RunNotThere,
    pause_run,
    resume_run,
    sign_off_run,
    start_run,
    try_run,
)

__all__ = [
    "AlreadyDone",
    "NothingDue",
    "RateInPast",
    "RateNotLater",
    "RateOutOfRange",
    "RunNotClean",
    "RunNotThere",
    "TiersNotRising",
    "advance_runs",
    "ask_to_publish_rate",
    "pause_run",
    "publish_rate",
    "resume_run",
    "sign_off_run",
    "start_run",
    "try_run",
]
