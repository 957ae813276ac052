"""Check a whole file: each row, and the rows against each other and against the bank."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from kernel.errors import BankError
from kernel.ledger.queries import find_account_ids
from services.accounts import search
from services.accounts.commands.customer_details import check_details
from services.accounts.commands.importing.rows import Mistakes, Row, read_header, read_row
from services.accounts.models import AccountType, Branch, SearchToken
from services.accounts.sheets import SheetUnreadable, read_table

_CHUNK: Final = 500
_LIKE: Final = (search.BIRTH, search.PHONE, search.TAX)
_COLUMN_OF: Final = {search.BIRTH: "date_of_birth", search.PHONE: "phone", search.TAX: "tax_id"}

Progress = Callable[[str, int], None]


def check_table(
    content: bytes, *, confirm_duplicates: bool, now: datetime, progress: Progress
) -> tuple[list[Row], Mistakes]:
    """Return the rows of a file and what is wrong in it; `progress` is told of rows that are read.

    Somebody like another row or like a customer is a mistake, unless `confirm_duplicates`.
    """
    mistakes = Mistakes()
    try:
        rows = _read(content, mistakes=mistakes, progress=progress)
    except SheetUnreadable as wrong:
        mistakes.add(1, "", "unreadable", str(wrong))
        return [], mistakes
    if not rows and not mistakes.count:
        mistakes.add(1, "", "empty", "The file has no rows.")
    _check_references(rows, mistakes=mistakes)
    people = first_rows(rows)
    _check_rules(people, now=now, mistakes=mistakes)
    _check_accounts(rows, mistakes=mistakes)
    if not confirm_duplicates:
        _check_likeness(people, mistakes=mistakes)
    return rows, mistakes


def first_rows(rows: Iterable[Row]) -> list[Row]:
    """Return one row for each person: the first of those with the same reference."""
    seen: set[str] = set()
    people: list[Row] = []
    for row in rows:
        if row.reference and row.reference in seen:
            continue
        seen.add(row.reference)
        people.append(row)
    return people


def _read(content: bytes, *, mistakes: Mistakes, progress: Progress) -> list[Row]:
    """Return the rows that are right by themselves.

    Raises:
        SheetUnreadable: the file is no table.

    """
    table = read_table(content)
    columns = read_header(next(table, []), mistakes=mistakes)
    if mistakes.count:
        return []
    rows: list[Row] = []
    for number, cells in enumerate(table, start=2):
        if number % _CHUNK == 0:
            progress("checking", number)
        if any(cell.strip() for cell in cells):
            row = read_row(cells, number=number, columns=columns, mistakes=mistakes)
            rows += [row] if row else []
    return rows


def _check_references(rows: Iterable[Row], *, mistakes: Mistakes) -> None:
    """Let rows of one reference say the same about the person and bring an account each."""
    first: dict[str, Row] = {}
    for row in rows:
        if not row.reference:
            continue
        known = first.setdefault(row.reference, row)
        if known is row:
            continue
        if (row.details, row.address, row.status) != (known.details, known.address, known.status):
            message = f"Row {known.number} says otherwise about this person."
            mistakes.add(row.number, "reference", "differs", message)
        elif row.account is None:
            mistakes.add(row.number, "account_type", "required", f"As in row {known.number}.")


def _check_rules(rows: Iterable[Row], *, now: datetime, mistakes: Mistakes) -> None:
    for row in rows:
        try:
            check_details(row.details, on=now.date())  # type: ignore[arg-type]
        except BankError as wrong:
            mistakes.add(row.number, wrong.field or "", wrong.code, wrong.detail)


def _check_accounts(rows: list[Row], *, mistakes: Mistakes) -> None:
    products = set(AccountType.objects.filter(is_offered=True).values_list("code", flat=True))
    branches = set(Branch.objects.values_list("code", flat=True))
    numbers: dict[str, int] = {}
    asked = [row.account["number"] for row in rows if row.account and row.account["number"]]
    taken = find_account_ids(asked)
    for row in rows:
        account = row.account
        if account is None:
            continue
        if account["account_type"] not in products:
            mistakes.add(row.number, "account_type", "unknown", "There is no such account type.")
        if account["branch"] not in branches and (account["branch"] or not branches):
            mistakes.add(row.number, "branch", "unknown", "There is no such branch.")
        number = account["number"]
        if number and number in numbers:
            mistakes.add(row.number, "number", "repeated", f"As in row {numbers[number]}.")
        elif number and number in taken:
            mistakes.add(row.number, "number", "taken", "There is an account of this number.")
        numbers.setdefault(number, row.number)


def _check_likeness(rows: list[Row], *, mistakes: Mistakes) -> None:
    first: dict[search.Token, int] = {}
    tokens: dict[search.Token, list[bytes]] = {}
    for row in rows:
        for kind, hashes in _likeness(row.details).items():
            token = (kind, hashes[0])
            if token in first:
                message = f"As in row {first[token]}."
                mistakes.add(row.number, _COLUMN_OF[kind], "repeated", message)
            else:
                first[token] = row.number
                tokens[token] = hashes
    for kind in _LIKE:
        known = _known(kind, [hashes for (each, _), hashes in tokens.items() if each == kind])
        for (each, digest), hashes in tokens.items():
            if each == kind and not known.isdisjoint(hashes):
                mistakes.add(
                    first[each, digest],
                    _COLUMN_OF[kind],
                    "possible_duplicate",
                    "Somebody like this is a customer already.",
                )


def _likeness(details: dict[str, Any]) -> dict[str, list[bytes]]:
    name = f"{details['given_name']} {details['family_name']}"
    found = {
        search.BIRTH: search.birth_hashes(name, details.get("date_of_birth")),
        search.PHONE: search.exact_hashes(search.PHONE, details.get("phone", "")),
        search.TAX: search.exact_hashes(search.TAX, details.get("tax_id", "")),
    }
    return {kind: hashes for kind, hashes in found.items() if hashes}


def _known(kind: str, hashes: list[list[bytes]]) -> set[bytes]:
    wanted = [digest for each in hashes for digest in each]
    known: set[bytes] = set()
    for start in range(0, len(wanted), _CHUNK):
        rows = SearchToken.objects.filter(kind=kind, hash__in=wanted[start : start + _CHUNK])
        known.update(bytes(digest) for digest in rows.values_list("hash", flat=True))
    return known
