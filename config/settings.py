"""Django's settings: the environment, read once; what depends on the service is in the table."""

from __future__ import annotations

from typing import Any

from config import environment as env
from config import services
from config.databases import database

SERVICE = env.text("SERVICE", services.ALL)
RUNNING = services.running(SERVICE)
RUNS_AUTH = services.BY_NAME["auth"] in RUNNING
DEBUG = env.flag("DEBUG")
EMBEDDED = env.flag("EMBEDDED")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
SECRET_KEY = env.required_outside_debug("SECRET_KEY", debug=DEBUG)
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
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": SERVICE,
    }
}

if env.flag("TESTING"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A service without the identity tables knows people by their token only.
if RUNS_AUTH:
    AUTH_USER_MODEL = "identity.User"

# Tokens. Only `auth` holds the private key; every service verifies alone.
ISSUER = env.text("ISSUER", PUBLIC_URL)
TOKEN_AUDIENCE = env.text("TOKEN_AUDIENCE", "bank")
JWT_PUBLIC_KEYS = env.text("JWT_PUBLIC_KEYS")
JWKS_URL = env.text("JWKS_URL")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["kernel.http.principal.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["kernel.http.principal.IsSignedIn"],
    "DEFAULT_PARSER_CLASSES": ["kernel.http.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
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
        "AccountStatus": ["open", "credits_only", "frozen", "closed"],
        "CustomerStatus": ["pending", "active", "rejected", "closed"],
        "MovementStatus": ["posted"],
    },
}

# The bank itself.
BANK_NAME = env.text("BANK_NAME", "BankingSystem")
BANK_COUNTRY = env.text("BANK_COUNTRY", "DE")
BANK_CODE = env.text("BANK_CODE", "50010517")
BANK_CURRENCY = env.text("BANK_CURRENCY", "EUR")
# Cash without a teller: on in the demo, off in production.
SELF_SERVICE_CASH = env.flag("SELF_SERVICE_CASH", default=EMBEDDED or DEBUG)
# The most that one movement may carry, in whole units of its currency.
MOVEMENT_LIMIT_UNITS = env.number("MOVEMENT_LIMIT_UNITS", 1_000_000)
# How far back a value date may lie when a person asks for it.
BACK_DATING_DAYS = env.number("BACK_DATING_DAYS", 30 if EMBEDDED or DEBUG else 0)

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
