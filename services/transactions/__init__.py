"""Moving money: deposits, withdrawals, transfers, and looking at them."""
