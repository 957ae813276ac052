"""Programs of the support service."""
