"""What auth can do, one file per use case."""

from services.auth.commands.accept_invitation import (
    PasswordTooWeak,
    accept_invitation,
    get_invitation,
)
from services.auth.commands.check_code import CodeVerdict, check_code
from services.auth.commands.count_wrong_factor import (
    count_wrong_factor,
    forget_wrong_factors,
    require_factor_unlocked,
)
from services.auth.commands.count_wrong_password import (
    SignInLocked,
    forget_wrong_passwords,
    require_unlocked,
    take_password_try,
)
from services.auth.commands.deactivate_person import (
    OwnSignIn,
    PersonActive,
    PersonInactive,
    deactivate_person,
    reactivate_person,
)
from services.auth.commands.deliver_notice import deliver_notice, keep_security_notice
from services.auth.commands.end_session import end_session
from services.auth.commands.end_sessions import end_sessions
from services.auth.commands.enrol_authenticator import enrol_authenticator
from services.auth.commands.forget_person import forget_person
from services.auth.commands.invite_administrator import invite_administrator
from services.auth.commands.invite_customer import invite_customer
from services.auth.commands.invite_person import (
    InvitationClosed,
    InvitationExists,
    Invited,
    PersonTaken,
    RolesInvalid,
    invite_person,
    resend_invitation,
    revoke_invitation,
    send_invitation,
)
from services.auth.commands.issue_code import CodesLocked, NoMoreCodes, issue_code, new_digits
from services.auth.commands.last_administrator import LastAdministrator
from services.auth.commands.mail_person import mail_person
from services.auth.commands.notices import (
    NoticeChannelLocked,
    NoticeSubjectUnknown,
    purge_notices,
    read_all_notices,
    read_notice,
    set_preferences,
)
from services.auth.commands.policies import POLICIES
from services.auth.commands.prove_step_up import (
    FactorWrong,
    StepUpMethodUnusable,
    StepUpNotFound,
    StepUpOver,
    settle_step_up,
    take_try,
)
from services.auth.commands.purge_expired import purge_expired
from services.auth.commands.purge_invitations import purge_invitations
from services.auth.commands.purge_step_ups import purge_step_ups
from services.auth.commands.record_security_event import NOWHERE, Origin, record_security_event
from services.auth.commands.register_client import (
    RegisteredClient,
    register_openid_client,
    register_service,
)
from services.auth.commands.register_person import (
    EmailTaken,
    PhoneInvalid,
    UnderAge,
    parse_phone,
    register_person,
    require_adult,
)
from services.auth.commands.reset_factors import reset_factors
from services.auth.commands.rotate_signing_key import (
    RotationUnderWay,
    forget_spent_keys,
    rotate_signing_key,
)
from services.auth.commands.seed_people import create_person
from services.auth.commands.set_roles import OwnRoles, RolesUnchanged, ask_for_roles
from services.auth.commands.start_step_up import TooManyStepUps, start_step_up
from services.auth.commands.use_authenticator_code import use_authenticator_code
from services.auth.commands.use_refresh_token import RefreshUseResult, use_refresh_token

__all__ = [
    "NOWHERE",
    "POLICIES",
    "CodeVerdict",
    "CodesLocked",
    "EmailTaken",
    "FactorWrong",
    "InvitationClosed",
    "InvitationExists",
    "Invited",
    "LastAdministrator",
    "NoMoreCodes",
    "NoticeChannelLocked",
    "NoticeSubjectUnknown",
    "Origin",
    "OwnRoles",
    "OwnSignIn",
    "PasswordTooWeak",
    "PersonActive",
    "PersonInactive",
    "PersonTaken",
    "PhoneInvalid",
    "RefreshUseResult",
    "RegisteredClient",
    "RolesInvalid",
    "RolesUnchanged",
    "RotationUnderWay",
    "SignInLocked",
    "StepUpMethodUnusable",
    "StepUpNotFound",
    "StepUpOver",
    "TooManyStepUps",
    "UnderAge",
    "accept_invitation",
    "ask_for_roles",
    "check_code",
    "count_wrong_factor",
    "create_person",
    "deactivate_person",
    "deliver_notice",
    "end_session",
    "end_sessions",
    "enrol_authenticator",
    "forget_person",
    "forget_spent_keys",
    "forget_wrong_factors",
    "forget_wrong_passwords",
    "get_invitation",
    "invite_administrator",
    "invite_customer",
    "invite_person",
    "issue_code",
    "keep_security_notice",
    "mail_person",
    "new_digits",
    "parse_phone",
    "purge_expired",
    "purge_invitations",
    "purge_notices",
    "purge_step_ups",
    "reactivate_person",
    "read_all_notices",
    "read_notice",
    "record_security_event",
    "register_openid_client",
    "register_person",
    "register_service",
    "require_adult",
    "require_factor_unlocked",
    "require_unlocked",
    "resend_invitation",
    "reset_factors",
    "revoke_invitation",
    "rotate_signing_key",
    "send_invitation",
    "set_preferences",
    "settle_step_up",
    "start_step_up",
    "take_password_try",
    "take_try",
    "use_authenticator_code",
    "use_refresh_token",
]
