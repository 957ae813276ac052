"""How a process is put together."""
