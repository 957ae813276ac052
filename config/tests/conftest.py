"""What spans services is tested where all of them run."""

from django.conf import settings

if "config" not in settings.INSTALLED_APPS:
    collect_ignore_glob = ["test_*.py"]
