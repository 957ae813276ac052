"""Throwaway servers for tests: each in its own directory, on its own port, ended by its own id."""
