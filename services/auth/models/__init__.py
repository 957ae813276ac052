"""The tables of auth, one file per subject."""

from services.auth.models.authenticator_use import AuthenticatorUse
from services.auth.models.invitations import Invitation
from services.auth.models.notices import Notice, NoticePreference
from services.auth.models.one_time_code import (
    CODE_TRIES,
    CODES_IN_A_FLOW,
    CodeLock,
    CodePurpose,
    OneTimeCode,
)
from services.auth.models.refresh_use import RefreshUse
from services.auth.models.sign_in import SecurityEvent, SignInEvent, SignInFactor, SignInResult
from services.auth.models.signing_keys import SigningKey
from services.auth.models.step_up import STEP_UP_TRIES, StepUp, StepUpMethod
from services.auth.models.users import Role, User, UserManager, composed

__all__ = [
    "CODES_IN_A_FLOW",
    "CODE_TRIES",
    "STEP_UP_TRIES",
    "AuthenticatorUse",
    "CodeLock",
    "CodePurpose",
    "Invitation",
    "Notice",
    "NoticePreference",
    "OneTimeCode",
    "RefreshUse",
    "Role",
    "SecurityEvent",
    "SignInEvent",
    "SignInFactor",
    "SignInResult",
    "SigningKey",
    "StepUp",
    "StepUpMethod",
    "User",
    "UserManager",
    "composed",
]
