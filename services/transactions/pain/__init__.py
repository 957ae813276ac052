"""ISO 20022 payment files (`pain.001`), read strictly and safely, and told apart line by line."""

from services.transactions.pain.reading import Credit, PaymentFile, PaymentFileInvalid, read_file

__all__ = ["Credit", "PaymentFile", "PaymentFileInvalid", "read_file"]
