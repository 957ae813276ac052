"""What must always hold, as SQL. Each query returns the rows that break it: none, ever.

Adapted from the list in the reliability research; docs/ledger.md explains each one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Invariant:
    """A rule of the books and the query for the rows that break it."""

    name: str
    meaning: str
    broken: str


INVARIANTS: Final = (
    Invariant(
        name="trial_balance_is_zero",
        meaning="All balances of a currency, the bank's own included, add up to zero.",
        broken=(
            "SELECT c.currency FROM (SELECT DISTINCT currency FROM ledger_account) c WHERE "
            "(SELECT COALESCE(SUM(balance_minor), 0) FROM ledger_account WHERE currency = "
            "c.currency) + (SELECT COALESCE(SUM(t.amount_minor), 0) FROM ledger_transfer t JOIN "
            "ledger_account a ON a.id = t.credit_account_id WHERE a.kind = 'internal' AND "
            "a.currency = c.currency) - (SELECT COALESCE(SUM(t.amount_minor), 0) FROM "
            "ledger_transfer t JOIN ledger_account a ON a.id = t.debit_account_id WHERE "
            "a.kind = 'internal' AND a.currency = c.currency) <> 0"
        ),
    ),
    Invariant(
        name="balance_is_the_sum_of_its_entries",
        meaning="An account's balance and sequence are what its entries say.",
        broken=(
            "SELECT a.id FROM ledger_account a LEFT JOIN (SELECT account_id, SUM(amount_minor) s, "
            "MAX(sequence) q FROM ledger_entry GROUP BY account_id) e ON e.account_id = a.id "
            "WHERE a.balance_minor <> COALESCE(e.s, 0) OR a.sequence <> COALESCE(e.q, 0)"
        ),
    ),
    Invariant(
        name="entries_are_a_chain",
        meaning="Sequences have no gap and each balance is the one before plus the amount.",
        broken=(
            "SELECT account_id, sequence FROM (SELECT account_id, sequence, balance_minor, "
            "posted_at, SUM(amount_minor) OVER w AS running, ROW_NUMBER() OVER w AS place, "
            "LAG(posted_at) OVER w AS earlier FROM ledger_entry WINDOW w AS "
            "(PARTITION BY account_id ORDER BY sequence)) x "
            "WHERE running <> balance_minor OR place <> sequence OR earlier > posted_at"
        ),
    ),
    Invariant(
        name="no_account_is_below_its_floor",
        meaning="What is held and the overdraft are respected.",
        broken=(
            "SELECT id FROM ledger_account WHERE kind = 'customer' "
            "AND balance_minor - held_minor < floor_minor"
        ),
    ),
    Invariant(
        name="every_transfer_has_its_sides",
        meaning="Each customer side of a transfer is one entry with the same amount and dates.",
        broken=(
            "SELECT t.id FROM ledger_transfer t JOIN ledger_account a ON a.id = "
            "t.debit_account_id LEFT JOIN ledger_entry e ON e.account_id = t.debit_account_id AND "
            "e.sequence = t.debit_sequence WHERE (a.kind = 'customer' AND (e.transfer_id IS NULL "
            "OR e.transfer_id <> t.id OR e.amount_minor <> -t.amount_minor OR e.value_date <> "
            "t.value_date OR e.business_date <> t.business_date OR e.posted_at <> t.posted_at)) "
            "OR (a.kind = 'internal' AND t.debit_sequence IS NOT NULL) UNION ALL "
            "SELECT t.id FROM ledger_transfer t JOIN ledger_account a ON a.id = "
            "t.credit_account_id LEFT JOIN ledger_entry e ON e.account_id = t.credit_account_id "
            "AND e.sequence = t.credit_sequence WHERE (a.kind = 'customer' AND (e.transfer_id IS "
            "NULL OR e.transfer_id <> t.id OR e.amount_minor <> t.amount_minor OR e.value_date <> "
            "t.value_date OR e.business_date <> t.business_date OR e.posted_at <> t.posted_at)) "
            "OR (a.kind = 'internal' AND t.credit_sequence IS NOT NULL)"
        ),
    ),
    Invariant(
        name="every_entry_has_its_transfer",
        meaning="No entry without a transfer that names its account and sequence.",
        broken=(
            "SELECT e.account_id, e.sequence FROM ledger_entry e LEFT JOIN ledger_transfer t ON "
            "t.id = e.transfer_id WHERE t.id IS NULL OR NOT ((t.debit_account_id = e.account_id "
            "AND t.debit_sequence = e.sequence) OR (t.credit_account_id = e.account_id AND "
            "t.credit_sequence = e.sequence))"
        ),
    ),
    Invariant(
        name="no_transfer_is_an_orphan",
        meaning="Both accounts of a transfer exist and are kept in its currency.",
        broken=(
            "SELECT t.id FROM ledger_transfer t LEFT JOIN ledger_account d ON d.id = "
            "t.debit_account_id LEFT JOIN ledger_account c ON c.id = t.credit_account_id WHERE "
            "d.id IS NULL OR c.id IS NULL OR d.currency <> t.currency OR c.currency <> t.currency"
        ),
    ),
    Invariant(
        name="held_is_the_sum_of_active_holds",
        meaning="What is reserved is what the active holds say.",
        broken=(
            "SELECT a.id FROM ledger_account a LEFT JOIN (SELECT account_id, SUM(amount_minor - "
            "captured_minor) s FROM ledger_hold WHERE status = 'active' GROUP BY account_id) h "
            "ON h.account_id = a.id WHERE a.held_minor <> COALESCE(h.s, 0)"
        ),
    ),
    Invariant(
        name="a_reversal_mirrors_its_original",
        meaning="Same amount, accounts exchanged.",
        broken=(
            "SELECT r.id FROM ledger_transfer r JOIN ledger_transfer o ON o.id = r.reverses_id "
            "WHERE r.amount_minor <> o.amount_minor OR r.debit_account_id <> o.credit_account_id "
            "OR r.credit_account_id <> o.debit_account_id OR r.currency <> o.currency"
        ),
    ),
    Invariant(
        name="every_transfer_is_on_a_business_day",
        meaning="Each transfer belongs to a day, and was posted while it was open.",
        broken=(
            "SELECT t.id FROM ledger_transfer t LEFT JOIN ledger_day d ON d.business_date = "
            "t.business_date WHERE d.business_date IS NULL OR t.posted_at < d.opened_at "
            "OR t.value_date > t.business_date"
        ),
    ),
    Invariant(
        name="checkpoints_are_true",
        meaning="A checkpoint of an internal account is the sum of all transfers up to its day.",
        broken=(
            "SELECT k.account_id, k.business_date FROM ledger_checkpoint k WHERE k.balance_minor "
            "<> (SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_transfer t WHERE "
            "t.credit_account_id = k.account_id AND t.business_date <= k.business_date) - (SELECT "
            "COALESCE(SUM(amount_minor), 0) FROM ledger_transfer t WHERE t.debit_account_id = "
            "k.account_id AND t.business_date <= k.business_date)"
        ),
    ),
    Invariant(
        name="day_balances_are_true",
        meaning="A day balance is the sum of all entries of balanced days up to its value date.",
        broken=(
            "SELECT x.account_id, x.value_date FROM (SELECT b.account_id, b.value_date, "
            "b.balance_minor, SUM(COALESCE(m.moved, 0)) OVER (PARTITION BY b.account_id ORDER BY "
            "b.value_date) AS running FROM ledger_day_balance b LEFT JOIN (SELECT e.account_id, "
            "e.value_date, SUM(e.amount_minor) AS moved FROM ledger_entry e JOIN ledger_day d ON "
            "d.business_date = e.business_date AND d.status = 'balanced' GROUP BY e.account_id, "
            "e.value_date) m ON m.account_id = b.account_id AND m.value_date = b.value_date) x "
            "WHERE x.running <> x.balance_minor"
        ),
    ),
)
