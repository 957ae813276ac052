"""The ledger: the only code that moves money. docs/ledger.md explains it."""
