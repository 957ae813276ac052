"""What spans services and is started from the command line."""
