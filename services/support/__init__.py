"""Talking to the bank: announcements."""
