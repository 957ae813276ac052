"""Reports for staff: tables with named columns, written as JSON or CSV while they are read."""

from services.transactions.reports.periods import over_by, period_from
from services.transactions.reports.table import Table
from services.transactions.reports.writing import write_csv, write_json

__all__ = ["Table", "over_by", "period_from", "write_csv", "write_json"]
