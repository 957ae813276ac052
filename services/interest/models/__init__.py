"""The tables of interest.

InterestRate ──< InterestTier      versions of what an account type earns and costs
InterestRun ──< InterestRunChunk   the work of a business date
InterestAccrual                    a row for each account and day
InterestCorrection                 what a back-dated movement changed of such a row
InterestPosting                    what was booked for a period, with its transfers
InterestDeposit                    a sum for a term, at the rate of the day it was placed
"""

from services.interest.models.accruals import InterestAccrual, InterestCorrection, InterestPosting
from services.interest.models.deposits import InterestDeposit
from services.interest.models.rates import MAX_RATE_PPM, InterestRate, InterestTier
from services.interest.models.runs import InterestRun, InterestRunChunk

__all__ = [
    "MAX_RATE_PPM",
    "InterestAccrual",
    "InterestCorrection",
    "InterestDeposit",
    "InterestPosting",
    "InterestRate",
    "InterestRun",
    "InterestRunChunk",
    "InterestTier",
]
