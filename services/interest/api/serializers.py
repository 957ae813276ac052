"""What the interest API reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import AmountField, DayField, StrictIdField, StrictSerializer, TextField
from services.interest.models import InterestDeposit, InterestRate, InterestRun

_PERCENT = r"^-?[0-9]+\.[0-9]{4}$"
_EXACT = "All decimals that are kept: nine more than the currency has."


class InterestTierOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The rate from an amount on."""

    vars()["from"] = serializers.CharField(allow_null=True)
    annual_rate = serializers.RegexField(_PERCENT)


class InterestRateOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What an account type earns and costs a year, and for which days."""

    id = serializers.UUIDField()
    account_type = serializers.CharField(help_text="The code of the account type.")
    annual_rate = serializers.RegexField(_PERCENT, help_text='Percent a year: "1.2500".')
    currency = serializers.CharField(allow_null=True)
    tiers = InterestTierOutput(many=True)
    tier_method = serializers.ChoiceField(choices=InterestRate.TierMethod.values)
    annual_yield = serializers.CharField(
        allow_null=True, help_text="Percent a year with compounding, before tax: the APY."
    )
    minimum_balance = serializers.CharField(allow_null=True)
    overdraft_rate = serializers.RegexField(_PERCENT)
    overdraft_free = serializers.CharField(allow_null=True)
    day_count = serializers.ChoiceField(choices=InterestRate.DayCount.values)
    compounding = serializers.ChoiceField(choices=InterestRate.Compounding.values)
    posting_period = serializers.ChoiceField(choices=InterestRate.PostingPeriod.values)
    rounding = serializers.ChoiceField(choices=InterestRate.Rounding.values)
    tax_rate = serializers.RegexField(_PERCENT)
    term_months = serializers.IntegerField(
        allow_null=True, help_text="How long a fixed deposit lasts; null: this is none."
    )
    penalty_days = serializers.IntegerField(
        help_text="How many of the last days' interest closing a deposit early costs."
    )
    effective_date = serializers.DateField(help_text="The first day that counts with this rate.")
    replaced_date = serializers.DateField(
        allow_null=True, help_text="The first day that counts with the next rate."
    )
    in_force = serializers.BooleanField(help_text="Whether today (UTC) counts with this rate.")
    published_at = serializers.DateTimeField()


class InterestRatePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of rates."""

    results = InterestRateOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class InterestRateQuery(StrictSerializer):
    """The filters of the rate table."""

    account_type = TextField(
        max_length=30, required=False, help_text="Only the account type with this code."
    )
    on = DayField(required=False, help_text="Only what is in force on this day.")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class InterestTierInput(StrictSerializer):
    """The rate from an amount on, above zero."""

    vars()["from"] = AmountField()
    annual_rate = TextField(max_length=8)


class InterestRateInput(StrictSerializer):
    """New terms of an account type; a second person approves them."""

    account_type = TextField(max_length=30)
    effective_date = DayField()
    currency = TextField(max_length=3)
    annual_rate = TextField(max_length=8)
    tiers = InterestTierInput(many=True, required=False, max_length=20)
    tier_method = serializers.ChoiceField(choices=InterestRate.TierMethod.values, required=False)
    minimum_balance = AmountField(required=False)
    overdraft_rate = TextField(max_length=8, required=False)
    overdraft_free = AmountField(required=False)
    day_count = serializers.ChoiceField(choices=InterestRate.DayCount.values, required=False)
    compounding = serializers.ChoiceField(choices=InterestRate.Compounding.values, required=False)
    posting_period = serializers.ChoiceField(
        choices=InterestRate.PostingPeriod.values, required=False
    )
    rounding = serializers.ChoiceField(choices=InterestRate.Rounding.values, required=False)
    tax_rate = TextField(max_length=8, required=False)
    term_months = serializers.IntegerField(min_value=1, max_value=360, required=False)
    penalty_days = serializers.IntegerField(min_value=0, max_value=3660, required=False)
    reason = TextField(min_length=3, max_length=500)


class InterestRunOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The work of a business date, how far it has come, and its control totals."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=InterestRun.Kind.values)
    business_date = serializers.DateField()
    status = serializers.ChoiceField(choices=InterestRun.Status.values)
    accounts = serializers.IntegerField()
    rows = serializers.IntegerField()
    excepted = serializers.IntegerField()
    chunks = serializers.IntegerField()
    chunks_done = serializers.IntegerField()
    totals = serializers.DictField(child=serializers.CharField())
    failure = serializers.CharField(allow_null=True)
    planned_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    signed_off_by = serializers.UUIDField(allow_null=True)
    signed_off_at = serializers.DateTimeField(allow_null=True)


class InterestRunPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of runs."""

    results = InterestRunOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class RunQuery(StrictSerializer):
    """The filters of the runs."""

    kind = serializers.ChoiceField(choices=InterestRun.Kind.values, required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class InterestDryRunOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What an accrual would come to."""

    totals = serializers.DictField(child=serializers.CharField())


class InterestMonthOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What a month brought."""

    month = serializers.RegexField(r"^[0-9]{4}-[0-9]{2}$")
    days = serializers.IntegerField()
    average_balance = serializers.CharField()
    accrued = serializers.CharField()
    accrued_exact = serializers.CharField(help_text=_EXACT)
    owed = serializers.CharField()
    credited = serializers.CharField()
    tax = serializers.CharField()
    charged = serializers.CharField()
    annual_yield_earned = serializers.CharField(allow_null=True)


class InterestOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What an account earns and has earned."""

    account = serializers.UUIDField()
    currency = serializers.CharField()
    account_type = serializers.CharField()
    annual_rate = serializers.RegexField(_PERCENT, allow_null=True)
    rate_since = serializers.DateField(allow_null=True)
    annual_yield = serializers.CharField(allow_null=True)
    annual_yield_earned = serializers.CharField(allow_null=True)
    accrued = serializers.CharField(help_text="Earned and not credited yet, rounded.")
    accrued_exact = serializers.CharField(help_text=_EXACT)
    owed = serializers.CharField(help_text="Overdraft interest that is not charged yet.")
    accrued_through = serializers.DateField(allow_null=True)
    next_credit_date = serializers.DateField(allow_null=True)
    months = InterestMonthOutput(many=True)


class InterestQuery(StrictSerializer):
    """Which account."""

    account = StrictIdField()


class ExplainQuery(StrictSerializer):
    """Which account, and from which day to which."""

    account = StrictIdField()
    vars()["from"] = DayField()
    to = DayField()


class InterestCorrectionOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What a back-dated movement changed later."""

    business_date = serializers.DateField()
    balance = serializers.CharField()
    accrued = serializers.CharField()
    charged = serializers.CharField()


class ExplainedDayOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One day: what its interest was computed from."""

    date = serializers.DateField()
    balance = serializers.CharField()
    joined = serializers.CharField(help_text="Accrued interest that earned with the balance.")
    rate = serializers.UUIDField(help_text="The version of the rate table.")
    annual_rate = serializers.RegexField(_PERCENT)
    day_count = serializers.CharField()
    fraction = serializers.CharField(help_text="Which part of a year the day is.")
    accrued = serializers.CharField(help_text=_EXACT)
    charged = serializers.CharField()
    formula = serializers.CharField()
    corrections = InterestCorrectionOutput(many=True)
    uncredited = serializers.CharField()
    credited = serializers.CharField(allow_null=True)
    tax = serializers.CharField(allow_null=True)
    transfer = serializers.UUIDField(allow_null=True)


class ExplanationOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Each day of a period."""

    account = serializers.UUIDField()
    currency = serializers.CharField()
    days = ExplainedDayOutput(many=True)


class ProjectionQuery(StrictSerializer):
    """What, how much, how long."""

    account_type = TextField(max_length=30)
    amount = AmountField()
    currency = TextField(max_length=3)
    days = serializers.IntegerField(min_value=1, max_value=3660)


class ProjectedCreditOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A credit of the projection."""

    date = serializers.DateField()
    credited = serializers.CharField()
    tax = serializers.CharField()
    balance = serializers.CharField()


class ProjectionOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What an amount that nobody touches would earn at today's rate."""

    account_type = serializers.CharField()
    currency = serializers.CharField()
    amount = serializers.CharField()
    days = serializers.IntegerField()
    interest = serializers.CharField()
    interest_exact = serializers.CharField(help_text=_EXACT)
    tax = serializers.CharField()
    balance = serializers.CharField()
    annual_yield = serializers.CharField(allow_null=True)
    credits = ProjectedCreditOutput(many=True)


class FixedDepositQuery(StrictSerializer):
    """The filters of fixed deposits."""

    account = StrictIdField(required=False)
    status = serializers.ChoiceField(choices=InterestDeposit.Status.values, required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class DepositInstructionInput(StrictSerializer):
    """What happens on the day of maturity; all but `roll_over` pays to an account of yours."""

    at_maturity = serializers.ChoiceField(choices=InterestDeposit.AtMaturity.values)
    pay_to = StrictIdField(required=False)


class FixedDepositInput(DepositInstructionInput):
    """A sum for the term of the account's type; without `from_account` it is on the account."""

    account = StrictIdField()
    amount = AmountField()
    from_account = StrictIdField(required=False)


class DepositClosingInput(StrictSerializer):
    """Where the money goes; without it where the deposit pays at maturity, or nowhere."""

    pay_to = StrictIdField(required=False)


class FixedDepositOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A fixed deposit."""

    id = serializers.UUIDField()
    account = serializers.UUIDField()
    status = serializers.ChoiceField(choices=InterestDeposit.Status.values)
    principal = serializers.CharField()
    currency = serializers.CharField()
    annual_rate = serializers.RegexField(_PERCENT)
    rate = serializers.UUIDField(help_text="The version of the rate table that it was placed at.")
    term_months = serializers.IntegerField()
    penalty_days = serializers.IntegerField()
    first_date = serializers.DateField(help_text="The first day that earns.")
    maturity_date = serializers.DateField(help_text="The day on which it ends; earns no more.")
    end_date = serializers.DateField(allow_null=True)
    at_maturity = serializers.ChoiceField(choices=InterestDeposit.AtMaturity.values)
    pay_to = serializers.UUIDField(allow_null=True)
    expected_interest = serializers.CharField(help_text="Of the whole term, before tax.")
    accrued = serializers.CharField()
    credited = serializers.CharField()
    tax = serializers.CharField()
    forfeited = serializers.CharField()
    paid_out = serializers.CharField()
    payout_refused = serializers.CharField(
        allow_null=True, help_text="Why the money stayed on the deposit's account."
    )
    rolled_from = serializers.UUIDField(allow_null=True)
    placed_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class FixedDepositPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of fixed deposits."""

    results = FixedDepositOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class DepositClosingOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What closing a deposit today would come to."""

    currency = serializers.CharField()
    principal = serializers.CharField()
    accrued = serializers.CharField()
    forfeited = serializers.CharField()
    credited = serializers.CharField()
    tax = serializers.CharField()
    pays = serializers.CharField(help_text="The principal and what is credited, less tax.")


class InterestSettlementInput(StrictSerializer):
    """The account whose interest is booked now."""

    account = StrictIdField()


class InterestSettlementOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What was booked; the account can be closed as far as interest goes."""

    account = serializers.UUIDField()
    currency = serializers.CharField()
    through = serializers.DateField()
    credited = serializers.CharField()
    tax = serializers.CharField()
    charged = serializers.CharField()
    transfer = serializers.UUIDField(allow_null=True)
