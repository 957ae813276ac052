"""The support service over HTTP."""
