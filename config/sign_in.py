"""The settings of a process that runs auth: passwords, sessions, allauth, factors, the key.

`config/settings.py` takes every name from here. What is fixed by the design is fixed here, so that
no environment can weaken it; the environment gives the key and the limits per network address.
"""

from __future__ import annotations

from datetime import timedelta

from config import environment as env

# Passwords. A second factor is always asked for, so eight characters do (NIST SP 800-63B-4).
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "phone")},
    },
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Sessions live in the database, and with them the codes and their counters: losing Redis resets
# none of them.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_LIFE = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LIFE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "services.auth.signin.csrf.answer_csrf_failure"
LOGIN_URL = "/login"

# Codes: six digits, five minutes, five tries, sent again twice.
_CODE_SECONDS = 300
_CODE_TRIES = 5
_CODE_RESENDS = 2
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

ACCOUNT_ADAPTER = "services.auth.signin.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "services.auth.signin.forms.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# The phone is asked for by our own form: allauth's field tells known addresses from unknown ones.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True

ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = _CODE_RESENDS

# Required after a password, never enough alone: LOGIN_BY_CODE_ENABLED would open a way in by mail
# only. Its path for sending a code again is mounted in signin/urls.py instead.
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = _CODE_RESENDS

ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES

ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

# Limits per person are fixed; those per network address may be raised, for an office behind one.
ACCOUNT_RATE_LIMITS = {
    "login": f"{env.number('SIGN_INS_PER_MINUTE', 30)}/m/ip",
    "login_failed": f"{env.number('FAILED_SIGN_INS_PER_MINUTE', 10)}/m/ip,5/300s/key",
    "signup": f"{env.number('SIGN_UPS_PER_MINUTE', 20)}/m/ip",
}

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app", "browser")
HEADLESS_ADAPTER = "services.auth.signin.adapters.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "services.auth.signin.tokens.BankTokenStrategy"  # noqa: S105  (a path)
HEADLESS_FRONTEND_URLS = {
    "account_signup": "/join",
    "account_reset_password": "/login",
    "account_confirm_email": "/join/verify",
    "account_reset_password_from_key": "/login",
}
HEADLESS_JWT_ALGORITHM = "RS256"
HEADLESS_JWT_PRIVATE_KEY = env.text("JWT_PRIVATE_KEY")
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 300
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = SESSION_COOKIE_AGE
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True

MFA_ADAPTER = "services.auth.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.flag("DEBUG") or env.flag("EMBEDDED")

# One key for both kinds of token gives one key id, so one published key set serves both.
IDP_OIDC_ADAPTER = "services.auth.signin.adapters.ProviderAdapter"
IDP_OIDC_PRIVATE_KEY = HEADLESS_JWT_PRIVATE_KEY
