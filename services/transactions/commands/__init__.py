"""What the transactions service does. One file per use case."""

from services.transactions.commands.deposit_money import deposit_money
from services.transactions.commands.transfer_money import transfer_money
from services.transactions.commands.withdraw_money import withdraw_money

__all__ = ["deposit_money", "transfer_money", "withdraw_money"]
