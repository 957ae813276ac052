"""What the interest service does."""

from services.interest.commands.advance_runs import advance_runs
from services.interest.commands.close_deposit import (
    DepositOver,
    InterestBehind,
    close_deposit,
    instruct_deposit,
)
from services.interest.commands.mature_deposits import remind_of_maturity
from services.interest.commands.place_deposit import (
    DepositRunning,
    DepositTooSmall,
    NotDepositAccount,
    PayToMissing,
    Wanted,
    place_deposit,
)
from services.interest.commands.publish_rate import (
    RateInPast,
    RateNotLater,
    RateOutOfRange,
    TermChanged,
    TiersNotRising,
    ask_to_publish_rate,
    publish_rate,
)
from services.interest.commands.settle_interest import DepositOnAccount, settle_interest
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
    "DepositOnAccount",
    "DepositOver",
    "DepositRunning",
    "DepositTooSmall",
    "InterestBehind",
    "NotDepositAccount",
    "NothingDue",
    "PayToMissing",
    "RateInPast",
    "RateNotLater",
    "RateOutOfRange",
    "RunNotClean",
    "RunNotThere",
    "TermChanged",
    "TiersNotRising",
    "Wanted",
    "advance_runs",
    "ask_to_publish_rate",
    "close_deposit",
    "instruct_deposit",
    "pause_run",
    "place_deposit",
    "publish_rate",
    "remind_of_maturity",
    "resume_run",
    "settle_interest",
    "sign_off_run",
    "start_run",
    "try_run",
]
