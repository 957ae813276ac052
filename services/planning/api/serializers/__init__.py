"""What the planning API reads and answers."""
