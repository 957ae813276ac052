"""What the support API reads and answers."""
