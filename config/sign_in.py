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
    {"NAME": "services.auth.signin.passwords.LengthLimit"},
    # The 20,000 that leaked most often, also dressed up; and what is no secret.
    {"NAME": "services.auth.signin.passwords.KnownPasswords"},
    {"NAME": "services.auth.signin.passwords.NoSecrets"},
]
AUTHENTICATION_BACKENDS = ["services.auth.signin.backend.BankBackend"]

# Sessions live in the database, and with them the codes and their counters: losing Redis resets
# none of them.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# From use to use, and in all; those of staff once they use their roles. A session is used where a
# token is asked for; the portal asks while somebody is there.
IDLE_SECONDS = env.number("IDLE_SECONDS", 300)
STAFF_IDLE_SECONDS = env.number("STAFF_IDLE_SECONDS", 900)
SESSION_LIFE = timedelta(hours=env.number("SESSION_HOURS", 12))
STAFF_SESSION_LIFE = timedelta(hours=env.number("STAFF_SESSION_HOURS", 8))
SESSION_COOKIE_AGE = int(SESSION_LIFE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "services.auth.signin.csrf.answer_csrf_failure"
LOGIN_URL = "/login"

# Codes: six digits, five minutes, five tries, sent again twice.
_CODE_SECONDS = 300
_CODE_TRIES = 5
_CODE_RESENDS = 2
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Who carries what goes by e-mail and by SMS; and how sign-in codes go.
CHANNELS = {
    "email": "services.auth.channels.email.EmailChannel",
    "sms": env.text(
        "SMS_CHANNEL",
        "services.auth.channels.sms.MailboxSms"
        if env.flag("EMBEDDED")
        else "services.auth.channels.sms.LogOnlySms",
    ),
}
SIGN_IN_CODE_CHANNEL = env.text("SIGN_IN_CODE_CHANNEL", "email")
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

# Per network address (IPv6: per /64), per e-mail address and per person. The demo is many people
# behind one address; an office may raise the numbers too.
_SIGN_INS = env.number("SIGN_INS_PER_MINUTE", 60 if env.flag("EMBEDDED") else 5)
_FAILURES = env.number("FAILED_SIGN_INS_PER_MINUTE", 20 if env.flag("EMBEDDED") else 5)
_SIGN_UPS = env.number("SIGN_UPS_PER_MINUTE", 20 if env.flag("EMBEDDED") else 5)
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 64
ACCOUNT_RATE_LIMITS = {
    "login": f"{_SIGN_INS}/m/ip",
    "login_failed": f"{_FAILURES}/m/ip,5/300s/key",
    "signup": f"{_SIGN_UPS}/m/ip",
    # Codes: by whoever asks, and for whomever.
    "request_login_code": f"{_SIGN_INS}/m/ip,5/m/key",
    "reset_password": f"{_SIGN_INS}/m/ip,5/m/key",
    "reset_password_from_key": f"{_SIGN_INS * 4}/m/ip",
    "confirm_email": "1/10s/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
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
# The first key. Those after it are in the database (manage.py rotate_signing_key).
HEADLESS_JWT_PRIVATE_KEY = env.text("JWT_PRIVATE_KEY")
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 300
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = SESSION_COOKIE_AGE
# Where the browser's refresh token travels: this path, and no other.
REFRESH_COOKIE = "bank_refresh"
REFRESH_COOKIE_PATH = "/api/v1/auth/refresh"

USERSESSIONS_ADAPTER = "services.auth.signin.adapters.SessionsAdapter"
MFA_ADAPTER = "services.auth.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# The half minute before and the one after count too: clocks differ, and typing takes a while.
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.flag("DEBUG") or env.flag("EMBEDDED")

IDP_OIDC_ADAPTER = "services.auth.signin.openid.OpenIdAdapter"
IDP_OIDC_ACCESS_TOKEN_FORMAT = "jwt"  # noqa: S105  (a name)
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 300
# oauthlib always makes one; no program may use it.
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 300
# Every program has a secret, and shows it.
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
