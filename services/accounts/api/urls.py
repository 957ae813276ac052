"""The paths of the accounts service."""

from __future__ import annotations

from django.urls import path

from services.accounts.api import views

urlpatterns = [
    path("customers", views.CustomersView.as_view()),
    path("customers/me", views.MyCustomerView.as_view()),
    path("branches", views.BranchesView.as_view()),
    path("account-types", views.AccountTypesView.as_view()),
    path("accounts", views.AccountsView.as_view()),
    path("accounts/<uuid:account_id>", views.AccountView.as_view()),
    path("accounts/<uuid:account_id>/close", views.CloseAccountView.as_view()),
]
