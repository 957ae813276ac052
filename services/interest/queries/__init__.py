"""What can be read of interest. `get_` returns one or raises, `list_` returns many."""

from services.interest.queries.deposits import (
    DepositNotFound,
    Ending,
    accrued_of,
    ending_of,
    get_deposit,
    list_deposits,
)
from services.interest.queries.earned import (
    Earned,
    ExplainedDay,
    Month,
    PeriodTooLong,
    accrued_through,
    explain,
    get_earned,
    yield_of,
)
from services.interest.queries.projections import InterestRateNotFound, project_amount
from services.interest.queries.rates import (
    PublishedRate,
    list_rates,
    rate_in_force,
    rates_in_force,
)
from services.interest.queries.runs import (
    InterestRunNotFound,
    Progress,
    get_run,
    list_runs,
    progress_of,
)

__all__ = [
    "DepositNotFound",
    "Earned",
    "Ending",
    "ExplainedDay",
    "InterestRateNotFound",
    "InterestRunNotFound",
    "Month",
    "PeriodTooLong",
    "Progress",
    "PublishedRate",
    "accrued_of",
    "accrued_through",
    "ending_of",
    "explain",
    "get_deposit",
    "get_earned",
    "get_run",
    "list_deposits",
    "list_rates",
    "list_runs",
    "progress_of",
    "project_amount",
    "rate_in_force",
    "rates_in_force",
    "yield_of",
]
