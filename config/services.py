"""THE TABLE: one row per service. Installed apps, URLs, queues, grants and tests derive from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """One service: what it is called, what it answers for and what it owns."""

    name: str
    label: str
    prefixes: tuple[str, ...]
    owns: str
    apps: tuple[str, ...] = ()
    middleware: tuple[str, ...] = ()
    root_paths: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        """Return the Python package of the service's own app."""
        return f"services.{self.name}"

    @property
    def queue(self) -> str:
        """Return the Celery queue that only this service's tasks travel on."""
        return self.name


SERVICES: Final = (
    Service(
        name="auth",
        label="identity",
        prefixes=("auth", "users"),
        root_paths=(".well-known", "identity"),
        owns="users, roles, factors, sign-in log, keys",
        apps=(
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.messages",
            "django.contrib.sessions",
            "allauth",
            "allauth.account",
            "allauth.headless",
            "allauth.mfa",
            "allauth.usersessions",
            "allauth.idp.oidc",
        ),
        middleware=(
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "allauth.usersessions.middleware.UserSessionsMiddleware",
            "services.auth.signin.middleware.LostCacheMiddleware",
        ),
    ),
    Service(
        name="accounts",
        label="accounts",
        prefixes=("customers", "branches", "account-types", "accounts", "closed-accounts"),
        owns="customers, branches, account types, accounts",
    ),
    Service(
        name="transactions",
        label="transactions",
        prefixes=("deposits", "withdrawals", "transfers", "transactions", "balances"),
        owns="deposits, withdrawals, transfers",
    ),
    Service(
        name="interest",
        label="interest",
        prefixes=("interest-rates", "interest-runs", "interest", "interest-projections"),
        owns="rate table, accruals, interest runs",
    ),
    Service(
        name="support",
        label="support",
        prefixes=("tickets", "announcements", "canned-replies"),
        owns="tickets, messages, announcements",
    ),
    Service(
        name="planning",
        label="planning",
        prefixes=("categories", "incomes", "expenses", "savings-goals", "allowance", "budgets"),
        owns="categories, incomes, expenses, goals, allowance",
    ),
)

BY_NAME: Final = {service.name: service for service in SERVICES}
ALL: Final = "all"


def running(name: str) -> tuple[Service, ...]:
    """Return the services that a process with SERVICE=`name` carries.

    Raises:
        SystemExit: `name` is neither a service nor `all`.

    """
    if name == ALL:
        return SERVICES
    if name not in BY_NAME:
        known = ", ".join((ALL, *BY_NAME))
        message = f"SERVICE={name!r} is unknown. It is one of: {known}."
        raise SystemExit(message)
    return (BY_NAME[name],)
