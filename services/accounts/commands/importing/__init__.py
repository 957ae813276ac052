"""Customers and accounts from a file: read and checked row by row, then all of it or nothing."""
