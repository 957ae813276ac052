"""Planning your money: categories."""
