"""What the transactions API reads and answers, by subject."""

from services.transactions.api.serializers.movements import (
    TRANSACTION_TYPES,
    BalanceOutput,
    CashOutput,
    DepositInput,
    TransactionOutput,
    TransactionPageOutput,
    TransactionQuery,
    TransferInput,
    TransferOutput,
    WithdrawalInput,
)

__all__ = [
    "TRANSACTION_TYPES",
    "BalanceOutput",
    "CashOutput",
    "DepositInput",
    "TransactionOutput",
    "TransactionPageOutput",
    "TransactionQuery",
    "TransferInput",
    "TransferOutput",
    "WithdrawalInput",
]
