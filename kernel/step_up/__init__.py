"""Step-up: a fresh factor, bound to what it approves, used once."""
