"""What every service may import. The kernel imports no service."""
