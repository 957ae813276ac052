"""THE TABLE OF NOTICES: what each kind says, and what a person may choose about it.

No notice has a balance or a full account number: mail and SMS are no safe places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from services.auth.models import SecurityEvent

CHANNELS: Final = ("email", "in_app", "sms")


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a person chooses about: one line of the preferences."""

    label: str
    email: bool = True
    in_app: bool = True
    sms: bool = False
    # These channels cannot be switched off.
    locked: frozenset[str] = field(default=frozenset())

    def default(self, channel: str) -> bool:
        """Return whether a channel is on as long as the person has chosen nothing."""
        on: bool = getattr(self, channel)
        return on


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What a notice says. `{names}` are its facts."""

    subject: str
    title: str
    text: str


SUBJECTS: Final[Mapping[str, Subject]] = {
    "money_in": Subject(label="Money arrives"),
    "money_out": Subject(label="Money leaves"),
    "large_payment": Subject(label="A large payment leaves"),
    "declined": Subject(label="A payment is declined"),
    "standing_order_failed": Subject(label="A standing order fails"),
    "account_status": Subject(
        label="An account is frozen, closed, opened again or shared with you"
    ),
    "statement_ready": Subject(label="A statement is ready"),
    "deposit": Subject(label="A fixed deposit matures or ends"),
    "approval_decided": Subject(label="A second person has decided"),
    "webhook_disabled": Subject(label="A webhook was disabled"),
    "spending": Subject(label="Your allowance or a budget is nearly or wholly spent"),
    "planning_week": Subject(label="What you earned and spent in the week"),
    "bank_message": Subject(label="Messages of the bank"),
    "security": Subject(label="Your sign-in is changed", locked=frozenset({"email", "in_app"})),
}

_NOT_YOU: Final = "If this was not you, change your password and call us."

KINDS: Final[Mapping[str, Kind]] = {
    "money_in": Kind(
        subject="money_in",
        title="{amount} {currency} arrived",
        text="{amount} {currency} arrived on your account {account}. Value date: {value_date}.",
    ),
    "money_out": Kind(
        subject="money_out",
        title="{amount} {currency} left your account",
        text="{amount} {currency} left your account {account}. Value date: {value_date}. "
        + _NOT_YOU,
    ),
    "money_moved": Kind(
        subject="money_out",
        title="{amount} {currency} moved between your accounts",
        text="{amount} {currency} moved from your account {account} to your account {to_account}. "
        "Value date: {value_date}. " + _NOT_YOU,
    ),
    "large_payment": Kind(
        subject="large_payment",
        title="A large payment: {amount} {currency} left your account",
        text="{amount} {currency} left your account {account}. Value date: {value_date}. "
        + _NOT_YOU,
    ),
    "declined": Kind(
        subject="declined",
        title="A payment was declined",
        text="We declined {amount} {currency} on your account {account}; nothing moved. You see "
        "why under Transactions, Declined. " + _NOT_YOU,
    ),
    "standing_order_failed": Kind(
        subject="standing_order_failed",
        title="Your standing order was not carried out",
        text="Your standing order of {amount} {currency} from your account {account}, due on "
        "{due_date}, was not carried out. You see why under Standing orders.",
    ),
    "account_frozen": Kind(
        subject="account_status",
        title="Your account {account} was frozen",
        text="Your account {account} was frozen. What still works, you see in the portal.",
    ),
    "account_unfrozen": Kind(
        subject="account_status",
        title="A freeze of your account {account} was lifted",
        text="A freeze of your account {account} was lifted.",
    ),
    "account_dormant": Kind(
        subject="account_status",
        title="Your account {account} is dormant",
        text="Nobody has used your account {account} for long, so it only takes money in now. Ask "
        "us to wake it up.",
    ),
    "account_closed": Kind(
        subject="account_status",
        title="Your account {account} was closed",
        text="Your account {account} was closed.",
    ),
    "account_restored": Kind(
        subject="account_status",
        title="Your account {account} is open again",
        text="Your account {account} was closed and is open again.",
    ),
    "right_offered": Kind(
        subject="account_status",
        title="You were offered a right on an account",
        text="An owner of the account {account} offers you to be its holder ({right}). Accept or "
        "decline it in the portal within 14 days.",
    ),
    "statement_ready": Kind(
        subject="statement_ready",
        title="A statement of your account {account} is ready",
        text="The statement of your account {account} {period} is ready in the portal.",
    ),
    "deposit_matures_soon": Kind(
        subject="deposit",
        title="Your fixed deposit matures on {maturity_date}",
        text="The fixed deposit on your account {account} matures on {maturity_date}. Until then "
        "you can say in the portal what happens with the money.",
    ),
    "deposit_matured": Kind(
        subject="deposit",
        title="Your fixed deposit has matured",
        text="The fixed deposit on your account {account} has matured: {interest} {currency} of "
        "interest was credited, {what_next}.",
    ),
    "deposit_closed": Kind(
        subject="deposit",
        title="Your fixed deposit was closed early",
        text="The fixed deposit on your account {account} was closed before its day; {interest} "
        "{currency} of interest was credited. " + _NOT_YOU,
    ),
    "approval_decided": Kind(
        subject="approval_decided",
        title="Your request was decided: {status}",
        text="Your request was decided by a second person: {status}. What it was about, you see "
        "under Approvals.",
    ),
    "report_ready": Kind(
        # For staff, so customers have nothing to choose about it.
        subject="bank_message",
        title="A report is ready: {title}",
        text="The report {title}, {from_date} to {to_date}, is ready. Sign in and open it under "
        "Reports.",
    ),
    "webhook_disabled": Kind(
        subject="webhook_disabled",
        title="A webhook was disabled",
        text="Your webhook at {host} has not answered for a day, so we disabled it. Enable it "
        "again once it works.",
    ),
    "allowance_near": Kind(
        subject="spending",
        title="Your allowance of today is nearly spent",
        text="You have spent {spent} of the {amount} {currency} that today has.",
    ),
    "allowance_passed": Kind(
        subject="spending",
        title="You have spent more than your allowance of today",
        text="You have spent {spent} {currency}, and today had {amount} {currency}.",
    ),
    "budget_near": Kind(
        subject="spending",
        title="Your budget for {category} is nearly spent",
        text="You have spent {spent} of the {amount} {currency} that you have for {category}.",
    ),
    "budget_passed": Kind(
        subject="spending",
        title="Your budget for {category} is passed",
        text="You have spent {spent} {currency} on {category}, and had {amount} {currency}.",
    ),
    "planning_week": Kind(
        subject="planning_week",
        title="Your week: {net} {currency}",
        text="From {from_date} to {to_date} you earned {income} {currency} and spent {expenses} "
        "{currency}, most of it on {most}. The rest stands in the portal under Planning.",
    ),
    "bank_message": Kind(subject="bank_message", title="{title}", text="{text}"),
}

# What is mailed at once by the sign-in itself (commands/mail_person.py) stands in the inbox too.
_SECURITY: Final = {
    SecurityEvent.PASSWORD_CHANGED: ("Your password was changed", "You have a new password."),
    SecurityEvent.PASSWORD_RESET: ("Your password was reset", "You have a new password."),
    SecurityEvent.EMAIL_CHANGED: ("Your e-mail address was changed", "We write to the new one."),
    SecurityEvent.FACTOR_ADDED: ("A second factor was added", "It opens your sign-in now."),
    SecurityEvent.FACTOR_REMOVED: ("A second factor was removed", "It opens nothing any more."),
    SecurityEvent.FACTOR_RESET: ("Your second factors were removed", "The bank removed them."),
    SecurityEvent.RECOVERY_CODES_MADE: ("New recovery codes", "The old ones work no more."),
    SecurityEvent.TOKEN_REUSED: ("A sign-in was ended", "It was used from two places."),
    SecurityEvent.ROLES_CHANGED: ("What you may do has changed", "You have other roles."),
}
SECURITY_KINDS: Final = {event: f"security_{event.value}" for event in _SECURITY}
_SECURITY_WORDS: Final = {
    SECURITY_KINDS[event]: Kind(subject="security", title=title, text=f"{text} {_NOT_YOU}")
    for event, (title, text) in _SECURITY.items()
}
# A notice of a release that knew more, or of a kind that is gone.
_SOMETHING: Final = Kind(
    subject="bank_message", title="A notice of the bank", text="You see more in the portal."
)


def kind_of(name: str) -> Kind:
    """Return what a kind says."""
    return KINDS.get(name) or _SECURITY_WORDS.get(name) or _SOMETHING


def words_of(name: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return the title and the text of a notice."""
    kind = kind_of(name)
    known = _Facts({key: str(value) for key, value in facts.items()})
    title, text = (" ".join(said.format_map(known).split()) for said in (kind.title, kind.text))
    return title, text


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        # A fact that a newer or older release does not send leaves a gap, not an error.
        return ""
