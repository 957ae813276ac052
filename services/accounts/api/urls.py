"""The paths of the accounts service."""

from __future__ import annotations

from django.urls import path

from services.accounts.api.views import (
    account_actions,
    accounts,
    addresses,
    branches,
    closed_accounts,
    customers,
    data_rights,
    documents,
    holders,
    imports,
    kyc,
    products,
)

urlpatterns = [
    path("customers", customers.CustomersView.as_view()),
    path("customers/imports", imports.ImportsView.as_view()),
    path("customers/imports/<uuid:import_id>", imports.ImportView.as_view()),
    path("customers/me", customers.MyCustomerView.as_view()),
    path("customers/me/data", data_rights.MyDataView.as_view()),
    path("customers/<uuid:customer_id>", customers.CustomerView.as_view()),
    path("customers/<uuid:customer_id>/reveal", customers.RevealCustomerView.as_view()),
    path("customers/<uuid:customer_id>/edits", customers.CustomerEditsView.as_view()),
    path("customers/<uuid:customer_id>/addresses", addresses.AddressesView.as_view()),
    path(
        "customers/<uuid:customer_id>/addresses/<uuid:address_id>",
        addresses.AddressView.as_view(),
    ),
    path("customers/<uuid:customer_id>/documents", documents.DocumentsView.as_view()),
    path(
        "customers/<uuid:customer_id>/documents/<uuid:document_id>/content",
        documents.DocumentContentView.as_view(),
    ),
    path(
        "customers/<uuid:customer_id>/documents/<uuid:document_id>/decision",
        documents.DocumentDecisionView.as_view(),
    ),
    path("customers/<uuid:customer_id>/checks", kyc.ChecksView.as_view()),
    path("customers/<uuid:customer_id>/status", kyc.StatusView.as_view()),
    path("customers/<uuid:customer_id>/status/undo", kyc.UndoStatusView.as_view()),
    path("customers/<uuid:customer_id>/data", data_rights.CustomerDataView.as_view()),
    path("customers/<uuid:customer_id>/erasure", data_rights.ErasureView.as_view()),
    path("branches", branches.BranchesView.as_view()),
    path("branches/<uuid:branch_id>", branches.BranchView.as_view()),
    path("branches/<uuid:branch_id>/edits", branches.BranchEditsView.as_view()),
    path("branches/<uuid:branch_id>/staff", branches.BranchStaffView.as_view()),
    path("branches/<uuid:branch_id>/staff/<uuid:person_id>", branches.BranchMemberView.as_view()),
    path("account-types", products.AccountTypesView.as_view()),
    path("account-types/<uuid:account_type_id>", products.AccountTypeView.as_view()),
    path("account-types/<uuid:account_type_id>/versions", products.VersionsView.as_view()),
    path("account-types/<uuid:account_type_id>/edits", products.AccountTypeEditsView.as_view()),
    path("accounts", accounts.AccountsView.as_view()),
    path("accounts/invitations", holders.InvitationsView.as_view()),
    path("accounts/invitations/<uuid:invitation_id>", holders.InvitationView.as_view()),
    path(
        "accounts/invitations/<uuid:invitation_id>/accept", holders.AcceptInvitationView.as_view()
    ),
    path("accounts/<uuid:account_id>", accounts.AccountView.as_view()),
    path("accounts/<uuid:account_id>/edits", accounts.AccountEditsView.as_view()),
    path("accounts/<uuid:account_id>/approve", account_actions.ApproveAccountView.as_view()),
    path("accounts/<uuid:account_id>/reject", account_actions.RejectAccountView.as_view()),
    path("accounts/<uuid:account_id>/freeze", account_actions.FreezeAccountView.as_view()),
    path("accounts/<uuid:account_id>/unfreeze", account_actions.UnfreezeAccountView.as_view()),
    path("accounts/<uuid:account_id>/reactivate", account_actions.ReactivateAccountView.as_view()),
    path("accounts/<uuid:account_id>/overdraft", account_actions.OverdraftView.as_view()),
    path("accounts/<uuid:account_id>/close", account_actions.CloseAccountView.as_view()),
    path("accounts/<uuid:account_id>/holders", holders.HoldersView.as_view()),
    path("accounts/<uuid:account_id>/holders/<uuid:person_id>", holders.HolderView.as_view()),
    path("closed-accounts", closed_accounts.ClosedAccountsView.as_view()),
    path("closed-accounts/<uuid:closing_id>", closed_accounts.ClosedAccountView.as_view()),
    path("closed-accounts/<uuid:closing_id>/restore", closed_accounts.RestoreAccountView.as_view()),
]
