"""The tables `planning_*`."""

from services.planning.models.categories import EVERYBODY, NAME_LENGTH, Category, name_key
from services.planning.models.goals import WHOLE_PPM, Budget, Goal
from services.planning.models.people import Alert, Planner, Share
from services.planning.models.plans import RRULE_LENGTH, Plan
from services.planning.models.rates import DailyRate
from services.planning.models.records import (
    NUMBER_LENGTH,
    TEXT_LENGTH,
    Change,
    Record,
    Rule,
    month_of,
)

__all__ = [
    "EVERYBODY",
    "NAME_LENGTH",
    "NUMBER_LENGTH",
    "RRULE_LENGTH",
    "TEXT_LENGTH",
    "WHOLE_PPM",
    "Alert",
    "Budget",
    "Category",
    "Change",
    "DailyRate",
    "Goal",
    "Plan",
    "Planner",
    "Record",
    "Rule",
    "Share",
    "month_of",
    "name_key",
]
