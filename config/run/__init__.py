"""Launchers: how the bank is set up, started and stopped on one machine. `make` calls them."""
