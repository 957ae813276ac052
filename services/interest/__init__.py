"""What your money earns: the rate table."""
