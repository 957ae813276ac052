"""These tests need the service's tables: a process that carries another service skips them."""

from django.conf import settings

if "services.planning" not in settings.INSTALLED_APPS:
    collect_ignore_glob = ["test_*.py"]
