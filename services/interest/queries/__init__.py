"""What can be read of interest. `get_` returns one or raises, `list_` returns many."""

from services.interest.queries.earned import (
    Earned,
    ExplainedDay,
    Month,
    PeriodTooLong,
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
    "Earned",
    "ExplainedDay",
    "InterestRateNotFound",
    "InterestRunNotFound",
    "Month",
    "PeriodTooLong",
    "Progress",
    "PublishedRate",
    "explain",
    "get_earned",
    "get_run",
    "list_rates",
    "list_runs",
    "progress_of",
    "project_amount",
    "rate_in_force",
    "rates_in_force",
    "yield_of",
]
