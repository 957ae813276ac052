"""Paths under /api/v1."""

from django.urls import include, path

from services.auth.api import views

urlpatterns = [
    path("auth/token", views.TokenView.as_view()),
    path("auth/refresh", views.RefreshView.as_view()),
    path("auth/activity", views.ActivityView.as_view()),
    path("auth/me", views.MeView.as_view()),
    path("auth/step-up", views.StepUpsView.as_view()),
    path("auth/step-up/<uuid:step_up_id>", views.StepUpView.as_view()),
    path("auth/invitations/open", views.OpenInvitationView.as_view()),
    path("auth/invitations/accept", views.AcceptInvitationView.as_view()),
    path("auth/", include("services.auth.signin.urls")),
    path("users", views.PeopleView.as_view()),
    path("users/invitations", views.InvitationsView.as_view()),
    path("users/invitations/<uuid:invitation_id>/resend", views.ResendInvitationView.as_view()),
    path("users/invitations/<uuid:invitation_id>/revoke", views.RevokeInvitationView.as_view()),
    path("users/<uuid:person_id>", views.PersonView.as_view()),
    path("users/<uuid:person_id>/roles", views.RolesView.as_view()),
    path("users/<uuid:person_id>/deactivate", views.DeactivationView.as_view()),
    path("users/<uuid:person_id>/reactivate", views.ReactivationView.as_view()),
    path("users/<uuid:person_id>/reset-factors", views.FactorResetView.as_view()),
    path("notifications", views.NotificationsView.as_view()),
    path("notifications/read-all", views.ReadAllView.as_view()),
    path("notifications/<uuid:notice_id>/read", views.ReadView.as_view()),
    path("notification-preferences", views.PreferencesView.as_view()),
]
