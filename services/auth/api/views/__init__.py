"""Auth's own operations; signing in itself is allauth's (see signin/urls.py)."""

from services.auth.api.views.activity import ActivityView
from services.auth.api.views.invitations import (
    AcceptInvitationView,
    InvitationsView,
    OpenInvitationView,
    ResendInvitationView,
    RevokeInvitationView,
)
from services.auth.api.views.me import MeView
from services.auth.api.views.notices import (
    NotificationsView,
    PreferencesView,
    ReadAllView,
    ReadView,
)
from services.auth.api.views.people import (
    DeactivationView,
    FactorResetView,
    PeopleView,
    PersonView,
    ReactivationView,
    RolesView,
)
from services.auth.api.views.step_up import StepUpsView, StepUpView
from services.auth.api.views.tokens import RefreshView, TokenView

__all__ = [
    "AcceptInvitationView",
    "ActivityView",
    "DeactivationView",
    "FactorResetView",
    "InvitationsView",
    "MeView",
    "NotificationsView",
    "OpenInvitationView",
    "PeopleView",
    "PersonView",
    "PreferencesView",
    "ReactivationView",
    "ReadAllView",
    "ReadView",
    "RefreshView",
    "ResendInvitationView",
    "RevokeInvitationView",
    "RolesView",
    "StepUpView",
    "StepUpsView",
    "TokenView",
]
