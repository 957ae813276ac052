"""Images without a registry, and the bank in containers."""
