"""Commands of the accounts service for a terminal."""
