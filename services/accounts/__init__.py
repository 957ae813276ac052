"""What you hold: customers, branches, account types, accounts."""
