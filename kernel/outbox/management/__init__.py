"""What an operator does about the outbox."""
