"""The outbox: events written in the transaction that made them true, relayed after it."""
