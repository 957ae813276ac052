"""How the bank's rules of signing in reach django-allauth."""
