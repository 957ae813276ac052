"""The HTTP API of auth."""
