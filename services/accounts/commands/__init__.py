"""What the accounts service does. One file per use case."""

from services.accounts.commands.close_account import close_account
from services.accounts.commands.open_account import open_account
from services.accounts.commands.register_customer import CustomerExists, register_customer
from services.accounts.models import Customer

__all__ = ["Customer", "CustomerExists", "close_account", "open_account", "register_customer"]
