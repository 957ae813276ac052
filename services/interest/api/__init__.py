"""The interest service over HTTP."""
