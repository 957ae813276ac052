"""The demo: a small believable bank, made through the same commands that the API uses."""

from config.demo.people import SIGN_INS
from config.demo.seeding import seed_demo

__all__ = ["SIGN_INS", "seed_demo"]
