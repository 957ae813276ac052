"""The support API: one class per path, one command or query per operation."""
