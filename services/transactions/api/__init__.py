"""The transactions service over HTTP."""
