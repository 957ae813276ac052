"""A view that moves money for a person, and counts among the calls that a day allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from kernel.http.limits import count_money_call
from kernel.http.once import OnceView
from kernel.ledger.records import Answer, MoneyRequest


class LimitedView(OnceView):
    """As `MoneyView`, without the list of declined payments: that is the transactions service's."""

    # BankSchema says that the operation can be answered with 429.
    is_limited: ClassVar[bool] = True

    def carry_out(
        self, command: Callable[..., Answer], *, request: MoneyRequest, now: datetime, **values: Any
    ) -> Answer:
        """Count the call and carry the command out.

        Raises:
            Throttled: this person has asked too often today.

        """
        count_money_call(person_id=request.actor_id, now=now)
        return super().carry_out(command, request=request, now=now, **values)
