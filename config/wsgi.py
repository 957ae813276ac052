"""The WSGI application that gunicorn serves. What it cannot work without is missed at once."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def require_keys() -> None:
    """Refuse to start without the keys that the first request would need.

    Raises:
        SystemExit: one is missing, or cannot be used.

    """
    from django.conf import settings

    from kernel.crypto import KeysInvalid, check_keys

    try:
        check_keys()
    except KeysInvalid as wrong:
        raise SystemExit(str(wrong)) from None
    if settings.RUNS_AUTH:
        from services.auth.queries import NoSigningKey, read_private_key

        try:
            read_private_key(settings.HEADLESS_JWT_PRIVATE_KEY)
        except NoSigningKey as wrong:
            raise SystemExit(str(wrong)) from None


require_keys()
