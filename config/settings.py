"""Django's settings: the environment, read once; what depends on the service is in the table."""

from __future__ import annotations

from typing import Any

from config import environment as env
from config import services
from config.databases import database

SERVICE = env.text("SERVICE", services.ALL)
RUNNING = services.running(SERVICE)
RUNS_AUTH = services.BY_NAME["auth"] in RUNNING
RUNS_ALL = len(RUNNING) == len(services.SERVICES)
DEBUG = env.flag("DEBUG")
EMBEDDED = env.flag("EMBEDDED")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
SECRET_KEY = env.required_outside_debug("SECRET_KEY", debug=DEBUG)
# What is sealed in the database, and how it is found again: "id:base64,id:base64", 32 bytes each.
# The first seals and hashes, all open (see kernel/crypto.py).
_NO_KEYS = "development:" + "ZGV2ZWxvcG1lbnQgb25seTogbm90IGEgc2VjcmV0ISE="
DATA_KEYS = env.required_outside_debug("DATA_KEYS", debug=DEBUG, development=_NO_KEYS)
INDEX_KEYS = env.required_outside_debug("INDEX_KEYS", debug=DEBUG, development=_NO_KEYS)
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prometheus",
    "kernel.observability",
    "kernel.http",
    "kernel.ledger",
    "kernel.outbox",
    "kernel.audit",
    "kernel.approvals",
    "kernel.step_up",
    # The whole bank in one process also carries what spans services: the demo, grants, imports.
    *(["config"] if SERVICE == services.ALL else []),
    *(app for service in RUNNING for app in (*service.apps, service.package)),
]

MIDDLEWARE = [
    "kernel.observability.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kernel.http.headers.SecurityHeadersMiddleware",
    *(path for service in RUNNING for path in service.middleware),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
if EMBEDDED:
    # The built portal's files beside /static; its page is answered by config.site.
    WHITENOISE_ROOT = env.ROOT / "frontend" / "dist"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before those of the apps: allauth has pages of the same names.
        "DIRS": [env.ROOT / "services" / "auth" / "templates"] if RUNS_AUTH else [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {
    "default": database(
        env.text("DATABASE_URL") or f"sqlite:///{env.ROOT / 'var' / 'bank.sqlite3'}"
    )
}

REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
# kombu writes a Unix socket as redis+socket://, redis-py as unix://.
CACHES = {
    "default": {
        "BACKEND": "kernel.http.counters.CountingCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": SERVICE,
        # A Redis that is silent is as good as away; waiting for it would stop the bank.
        "OPTIONS": {"socket_timeout": 2},
    }
}
# What every process of the bank reads alike (kernel/cached.py): a change in one is seen by all.
CACHES["shared"] = CACHES["default"] | {"KEY_PREFIX": "bank"}

if env.flag("TESTING"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        # Tests undo what they wrote; what was kept of it would stay.
        "shared": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }

# A service without the identity tables knows people by their token only.
if RUNS_AUTH:
    AUTH_USER_MODEL = "identity.User"

# Tokens. Only `auth` holds the private key; every service verifies alone.
ISSUER = env.text("ISSUER", PUBLIC_URL)
TOKEN_AUDIENCE = env.text("TOKEN_AUDIENCE", "bank")
JWT_PUBLIC_KEYS = env.text("JWT_PUBLIC_KEYS")
JWKS_URL = env.text("JWKS_URL")
# A file in which a service remembers those keys, for a start while auth is away.
JWKS_MEMORY = env.text("JWKS_MEMORY")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["kernel.http.principal.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["kernel.http.permissions.MayDo"],
    "DEFAULT_PARSER_CLASSES": ["kernel.http.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "kernel.http.negotiation.QuickNegotiation",
    "DEFAULT_SCHEMA_CLASS": "kernel.http.schema.BankSchema",
    "EXCEPTION_HANDLER": "kernel.http.errors.answer_problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "BankingSystem",
    "VERSION": "1.0.0",
    "DESCRIPTION": "The HTTP API of the bank. Errors are application/problem+json (RFC 9457).",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "StepUpMethod": ["otp", "passkey", "email"],
        "InvitationStatus": ["waiting_for_approval", "open", "accepted", "revoked", "expired"],
        "ApprovalStatus": [
            "waiting",
            "approved",
            "rejected",
            "withdrawn",
            "expired",
            "failed",
        ],
        "AccountStatus": ["open", "credits_only", "frozen", "closed", "applied", "rejected"],
        "FreezeScope": ["all", "debits"],
        "FreezeSide": ["bank", "customer"],
        "FeeKind": ["maintenance", "transfer", "withdrawal", "card", "statement", "other"],
        "ProductKind": ["savings", "current", "fixed_deposit"],
        "AccountRight": ["owner", "joint", "view"],
        "CustomerStatus": ["pending", "active", "rejected", "closed"],
        "OrderStatus": ["active", "paused", "completed", "cancelled"],
        "ExecutionStatus": ["retrying", "executed", "failed", "skipped"],
        "LimitKind": ["transfer", "day", "week", "month"],
        "LimitSource": ["own", "product", "bank"],
        "FeePeriod": ["month", "transfer"],
        "NameCheckResult": ["match", "close_match", "no_match"],
        "PayeeNameCheck": ["match", "close_match", "no_match", "not_checked"],
        "DepositChannel": ["self_service", "teller", "transfer_in", "card_top_up"],
        "WithdrawalChannel": ["self_service", "teller"],
        "MovementStatus": ["posted", "reversed"],
        "HoldStatus": ["active", "captured", "voided", "expired"],
        "BatchStatus": ["posting", "posted", "partly_posted", "refused"],
        "DryRunStatus": ["posted", "partly_posted", "refused"],
        "BatchItemStatus": ["posted", "refused"],
        "BatchMode": ["all_or_nothing", "best_effort"],
        "BatchSource": ["json", "pain.001"],
        "ReportEvery": ["day", "week", "month"],
        "FrequencyEnum": ["once", "daily", "weekly", "monthly"],
        "PlanFrequency": ["weekly", "biweekly", "monthly", "quarterly", "yearly", "rule"],
        "TypeEnum": [
            "deposit",
            "withdrawal",
            "transfer",
            "interest",
            "fee",
            "tax",
            "reversal",
        ],
        "RecordType": ["income", "expense", "transfer"],
        "RecordTypeByHand": ["income", "expense"],
        "WebhookStatus": ["active", "disabled"],
        "WebhookDeliveryStatus": ["waiting", "delivered", "failed"],
        "AddressKind": ["home", "postal", "work", "tax"],
        "CheckKind": ["identity", "address", "screening", "source_of_funds", "tax_residence"],
        "DocumentKind": [
            "passport",
            "identity_card",
            "driving_licence",
            "residence_permit",
            "proof_of_address",
            "proof_of_income",
            "other",
        ],
        "DocumentStatus": ["uploaded", "verified", "rejected"],
        "DocumentVerdict": ["verified", "rejected"],
        "CustomerDecision": ["active", "rejected", "closed"],
        "ImportStatus": ["waiting", "checked", "done", "refused"],
        "TrueOrFalse": ["true", "false"],
        "TicketKind": ["account_change", "issue", "inquiry", "security", "dispute"],
        "TicketStatus": ["new", "open", "waiting", "solved", "merged", "closed"],
        "SettableTicketStatus": ["open", "waiting", "solved"],
        "TicketPriority": ["low", "normal", "high", "urgent"],
        "TicketOrder": ["newest", "due"],
        "ClockName": ["first_response", "next_response", "solution"],
        "ClockState": ["running", "paused", "stopped"],
        "DraftKind": ["reply", "note"],
        "MeasureKind": ["hold", "credit"],
        "AnnouncementKind": ["banner", "page", "must_accept"],
        "AnnouncementSeverity": ["information", "warning", "critical"],
        "AnnouncementState": ["scheduled", "live", "ended"],
        "MessageSide": ["customer", "staff"],
        "InterestRunKind": ["accrual", "credit", "mature"],
        "FixedDepositStatus": ["running", "matured", "closed_early"],
        "AtMaturity": ["pay_out", "roll_over", "roll_over_principal"],
    },
}

# The bank itself.
BANK_NAME = env.text("BANK_NAME", "BankingSystem")
BANK_COUNTRY = env.text("BANK_COUNTRY", "DE")
BANK_CODE = env.text("BANK_CODE", "50010517")
BANK_BIC = env.text("BANK_BIC", "BKSYDEFFXXX")
BANK_CURRENCY = env.text("BANK_CURRENCY", "EUR")
# Cash without a teller: on in the demo, off in production.
SELF_SERVICE_CASH = env.flag("SELF_SERVICE_CASH", default=EMBEDDED or DEBUG)
# The most that one movement may carry, in whole units of its currency.
MOVEMENT_LIMIT_UNITS = env.number("MOVEMENT_LIMIT_UNITS", 1_000_000)
# How many calls that move money one person may make in a UTC day, per service; 0 is no limit.
MONEY_CALLS_PER_DAY = env.number("MONEY_CALLS_PER_DAY", 1000)
# How far back a value date may lie when a person asks for it.
BACK_DATING_DAYS = env.number("BACK_DATING_DAYS", 30 if EMBEDDED or DEBUG else 0)
# The zone whose midnight ends a day of limits, standing orders and fees.
BANK_TIME_ZONE = env.text("BANK_TIME_ZONE", "UTC")
# Amounts in whole units: one for all currencies, then those that differ ("1000,JPY:150000").
# What a person may pay to others, unless the product or the person has another limit.
LIMIT_TRANSFER = env.text("LIMIT_TRANSFER", "50000,JPY:7500000")
LIMIT_DAY = env.text("LIMIT_DAY", "100000,JPY:15000000")
LIMIT_WEEK = env.text("LIMIT_WEEK", "250000,JPY:37500000")
LIMIT_MONTH = env.text("LIMIT_MONTH", "500000,JPY:75000000")
# Above these a payment needs a fresh factor bound to amount and payee.
STEP_UP_ABOVE = env.text("STEP_UP_ABOVE", "1000,JPY:150000")
STEP_UP_NEW_PAYEE_ABOVE = env.text("STEP_UP_NEW_PAYEE_ABOVE", "250,JPY:37500")
# How long a payee is new, and what may be paid to it in all until then.
PAYEE_COOLING_HOURS = env.number("PAYEE_COOLING_HOURS", 24)
PAYEE_COOLING_LIMIT = env.text("PAYEE_COOLING_LIMIT", "2500,JPY:375000")

# Accounts.
# Whether an owner who closes an account with money on it confirms that with a fresh factor.
CLOSING_NEEDS_STEP_UP = env.flag("CLOSING_NEEDS_STEP_UP", default=True)
# Whether agents and tellers of a branch see the details of its customers only.
BRANCH_SCOPE = env.flag("BRANCH_SCOPE", default=True)
# How long a closed account can be restored, and after how long without use one is dormant.
RESTORE_WITHIN_DAYS = env.number("RESTORE_WITHIN_DAYS", 90)
DORMANT_AFTER_MONTHS = env.number("DORMANT_AFTER_MONTHS", 12)

# How long a hold stands unless it is asked for otherwise, and at most, in days.
HOLD_DAYS = env.number("HOLD_DAYS", 7)
HOLD_MAX_DAYS = env.number("HOLD_MAX_DAYS", 31)
# Above these a reversal needs a second person.
REVERSAL_ALONE_UP_TO = env.text("REVERSAL_ALONE_UP_TO", "1000,JPY:150000")
# How large the body of a batch may be: ten thousand items fit.
BATCH_MAX_BYTES = env.number("BATCH_MAX_BYTES", 16 * 1024 * 1024)
# Where the files of statements are kept: a folder that no web server knows, shared with the worker.
STATEMENT_ROOT = env.text("STATEMENT_ROOT") or str(env.ROOT / "var" / "statements")
# How many new statements one person may ask for in 24 hours.
STATEMENTS_PER_DAY = env.number("STATEMENTS_PER_DAY", 100)

# What people are told. Above this a payment is told as a large one.
LARGE_PAYMENT_ABOVE = env.text("LARGE_PAYMENT_ABOVE", "1000,JPY:150000")
# How long notices in the portal, declined attempts and deliveries of webhooks are kept, in days.
NOTICES_KEPT_DAYS = env.number("NOTICES_KEPT_DAYS", 365)
DECLINED_KEPT_DAYS = env.number("DECLINED_KEPT_DAYS", 400)
WEBHOOK_DELIVERIES_KEPT_DAYS = env.number("WEBHOOK_DELIVERIES_KEPT_DAYS", 30)
# How long events stay in the outbox once everybody has taken them, in days.
OUTBOX_KEPT_DAYS = env.number("OUTBOX_KEPT_DAYS", 30)
# How many webhooks one person may have.
WEBHOOKS_PER_PERSON = env.number("WEBHOOKS_PER_PERSON", 10)
# Webhooks without TLS: for development.
WEBHOOK_PLAIN_HTTP = EMBEDDED or DEBUG
# A receiver on this machine, on any port: for the tests alone, never by the environment alone.
WEBHOOK_PRIVATE_ADDRESSES = env.flag("TESTING") and env.flag("WEBHOOK_PRIVATE_ADDRESSES")

# Customers.
# Whether who registers in the portal is a customer at once; else staff decide.
CUSTOMERS_START_ACTIVE = env.flag("CUSTOMERS_START_ACTIVE", default=EMBEDDED or DEBUG)
# What customers may change about themselves without staff.
CUSTOMERS_MAY_CHANGE = env.listing(
    "CUSTOMERS_MAY_CHANGE", "phone,email,language,occupation,addresses"
)
# Which checks must have been passed before a customer becomes active.
KYC_REQUIRED_CHECKS = env.listing("KYC_REQUIRED_CHECKS", "identity,address,screening")
# How long the law keeps the record of who held an account, in years after the end.
RETENTION_YEARS = env.number("RETENTION_YEARS", 10)
# Where sealed documents are kept: a folder that no web server knows.
DOCUMENT_ROOT = env.text("DOCUMENT_ROOT") or str(env.ROOT / "var" / "documents")
DOCUMENT_MAX_BYTES = env.number("DOCUMENT_MAX_BYTES", 10_000_000)
IMPORT_MAX_BYTES = env.number("IMPORT_MAX_BYTES", 20_000_000)

# Support.
# Where the sealed files of tickets are kept: a folder that no web server knows.
ATTACHMENT_ROOT = env.text("ATTACHMENT_ROOT") or str(env.ROOT / "var" / "attachments")
ATTACHMENT_MAX_BYTES = env.number("ATTACHMENT_MAX_BYTES", 10_000_000)
ATTACHMENTS_PER_TICKET = env.number("ATTACHMENTS_PER_TICKET", 50)
# How many tickets of one person may be unsolved at once, and how long a solved one can be reopened.
TICKETS_PER_PERSON = env.number("TICKETS_PER_PERSON", 50)
TICKET_REOPEN_DAYS = env.number("TICKET_REOPEN_DAYS", 14)

# Mail. With MAIL_DIR, mails are files: the demo's mailbox page and the tests read them there.
MAIL_DIR = env.text("MAIL_DIR")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "bank@bank.example")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS")
EMAIL_TIMEOUT = 10
if MAIL_DIR:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR

# Cookies and transport.
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME = "bank_session"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOGGING_CONFIG = "kernel.observability.logs.configure"
LOGGING = {"level": LOG_LEVEL, "service": SERVICE}
PROMETHEUS_EXPORT_MIGRATIONS = False

if RUNS_AUTH:
    from config.sign_in import *  # noqa: F403  (allauth reads its settings from here)
