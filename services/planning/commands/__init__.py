"""What the planning service does: one module per use case."""

from services.planning.commands.budgets import (
    BudgetExists,
    change_budget,
    create_budget,
    delete_budget,
)
from services.planning.commands.categories import (
    CategoryExists,
    TooManyCategories,
    create_category,
)
from services.planning.commands.copy_movements import (
    StillCopying,
    copy_movements,
    start_planning,
)
from services.planning.commands.goals import (
    GoalNotFound,
    change_goal,
    create_goal,
    delete_goal,
    get_goal,
)
from services.planning.commands.import_rates import RatesInvalid, import_rates
from services.planning.commands.match_payments import match_payments
from services.planning.commands.people import (
    change_settings,
    known_currency,
    look_at_planning,
    revoke_share,
    share_planning,
)
from services.planning.commands.plans import change_plan, create_plan, delete_plan
from services.planning.commands.records import (
    change_record,
    create_record,
    delete_record,
    restore_record,
)
from services.planning.commands.rules import create_rule, delete_rule, preview_rule
from services.planning.commands.watch_spending import (
    follow_movement,
    mail_week,
    watch_spending,
)

__all__ = [
    "BudgetExists",
    "CategoryExists",
    "GoalNotFound",
    "RatesInvalid",
    "StillCopying",
    "TooManyCategories",
    "change_budget",
    "change_goal",
    "change_plan",
    "change_record",
    "change_settings",
    "copy_movements",
    "create_budget",
    "create_category",
    "create_goal",
    "create_plan",
    "create_record",
    "create_rule",
    "delete_budget",
    "delete_goal",
    "delete_plan",
    "delete_record",
    "delete_rule",
    "follow_movement",
    "get_goal",
    "import_rates",
    "known_currency",
    "look_at_planning",
    "mail_week",
    "match_payments",
    "preview_rule",
    "restore_record",
    "revoke_share",
    "share_planning",
    "start_planning",
    "watch_spending",
]
