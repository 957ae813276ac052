"""The accounts service over HTTP."""
