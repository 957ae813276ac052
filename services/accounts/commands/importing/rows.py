"""What a row of an import may hold, checked cell by cell. Mistakes name places, never values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kernel.errors import BankError
from kernel.money import parse_amount
from services.accounts.iban import is_valid_iban
from services.accounts.models import Customer
from services.accounts.sheets import FORMULA_MARK

MOST_MISTAKES: Final = 500
# Texts that a spreadsheet would run; a phone begins with a plus.
_FORMULA: Final = ("=", "@", "+", "-")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()/.-]{3,18}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_FIRST_PRINTABLE: Final = 32
_CONTROLS: Final = range(0x7F, 0xA0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One thing that is wrong in a file. Row 1 has the names of the columns."""

    row: int
    column: str
    code: str
    message: str

    def content(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "message": self.message,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row that was read: a customer, maybe an address, maybe an account.

    `reference` is what the file calls the customer: rows that say the same are the same person, and
    the later ones bring another account each.
    """

    number: int
    reference: str
    details: dict[str, Any]
    address: dict[str, str] | None
    account: dict[str, str] | None
    status: str


@dataclass(kw_only=True, slots=True)
class Mistakes:
    """What is wrong in a file: all are counted, the first are kept."""

    kept: list[Mistake] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, code: str, message: str) -> None:
        """Note one."""
        self.count += 1
        if len(self.kept) < MOST_MISTAKES:
            self.kept.append(Mistake(row=row, column=column, code=code, message=message))


class CellInvalid(Exception):
    """A cell cannot be what its column says; the text says what it should be."""


Read = Callable[[str], Any]


def _text(longest: int) -> Read:
    def read(cell: str) -> str:
        if len(cell) > longest:
            raise CellInvalid(f"At most {longest} characters.")
        if any(ord(each) < _FIRST_PRINTABLE or ord(each) in _CONTROLS for each in cell):
            raise CellInvalid("Control characters are not allowed.")
        return cell

    return read


def _matching(pattern: re.Pattern[str], meaning: str) -> Read:
    def read(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise CellInvalid(meaning)
        return cell

    return read


def _one_of(*choices: str) -> Read:
    def read(cell: str) -> str:
        if cell not in choices:
            raise CellInvalid(f"One of: {', '.join(choices)}.")
        return cell

    return read


def _day(cell: str) -> date:
    try:
        if _DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise CellInvalid("A day is written YYYY-MM-DD.")


def _mail(cell: str) -> str:
    try:
        validate_email(cell)
    except ValidationError:
        raise CellInvalid("This is no e-mail address.") from None
    return cell


def _iban(cell: str) -> str:
    number = "".join(cell.split()).upper()
    if not is_valid_iban(number):
        raise CellInvalid("This is no IBAN.")
    return number


COLUMNS: Final[Mapping[str, Read]] = {
    "reference": _text(40),
    "given_name": _text(80),
    "family_name": _text(80),
    "date_of_birth": _day,
    "gender": _one_of("female", "male", "diverse", "undisclosed"),
    "occupation": _text(80),
    "income": _text(20),
    "income_currency": _text(3),
    "phone": _matching(_PHONE, "A phone is digits, with a plus in front or without."),
    "email": _mail,
    "tax_country": _matching(_COUNTRY, "A country is two capital letters."),
    "tax_id": _text(30),
    "language": _matching(_LANGUAGE, "A language is written such as de or pt-BR."),
    "status": _one_of(Customer.Status.PENDING.value, Customer.Status.ACTIVE.value),
    "street": _text(200),
    "postal_code": _text(20),
    "city": _text(80),
    "region": _text(80),
    "country": _matching(_COUNTRY, "A country is two capital letters."),
    "account_type": _text(30),
    "branch": _text(12),
    "nickname": _text(40),
    "number": _iban,
}
REQUIRED: Final = ("given_name", "family_name")
_ADDRESS: Final = ("street", "postal_code", "city", "region", "country")
_ADDRESS_REQUIRED: Final = ("street", "city", "country")
_ACCOUNT: Final = ("account_type", "branch", "nickname", "number")
_DETAILS: Final = (
    "given_name",
    "family_name",
    "date_of_birth",
    "gender",
    "occupation",
    "phone",
    "email",
    "tax_country",
    "tax_id",
    "language",
)


def read_header(names: list[str], *, mistakes: Mistakes) -> list[str]:
    """Return the columns of a file, and note the unknown, the doubled and the missing ones."""
    columns = [name.strip().lower() for name in names]
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            # What stands there may be somebody's name: a file without a header.
            mistakes.add(1, "", "unknown_column", f"Column {columns.index(name) + 1} is unknown.")
        elif columns.count(name) > 1:
            mistakes.add(1, name, "doubled_column", "The column occurs twice.")
    for name in REQUIRED:
        if name not in columns:
            mistakes.add(1, name, "missing_column", "The column is missing.")
    return columns


def read_row(
    cells: list[str], *, number: int, columns: list[str], mistakes: Mistakes
) -> Row | None:
    """Return a row, or None and its mistakes noted."""
    known = mistakes.count
    if len(cells) > len(columns):
        mistakes.add(number, "", "too_many_cells", "The row is longer than the header.")
        return None
    values: dict[str, Any] = {}
    for name, cell in zip(columns, cells, strict=False):
        _read_cell(name, cell.strip(), number=number, values=values, mistakes=mistakes)
    for name in REQUIRED:
        if name not in values:
            mistakes.add(number, name, "required", "The cell is empty.")
    address = _read_address(values, number=number, mistakes=mistakes)
    account = _read_account(values, number=number, mistakes=mistakes)
    income = _read_income(values, number=number, mistakes=mistakes)
    if mistakes.count > known:
        return None
    details = {name: values[name] for name in _DETAILS if name in values}
    return Row(
        number=number,
        reference=values.get("reference", ""),
        details=details | ({"income": income} if income else {}),
        address=address,
        account=account,
        status=values.get("status", Customer.Status.ACTIVE.value),
    )


def _read_cell(
    name: str, cell: str, *, number: int, values: dict[str, Any], mistakes: Mistakes
) -> None:
    if not cell or name not in COLUMNS:
        return
    if cell == FORMULA_MARK or (name != "phone" and cell.startswith(_FORMULA)):
        mistakes.add(number, name, "formula", "Formulas are not allowed.")
        # Something stands there, so it is not missing too.
        values[name] = ""
        return
    try:
        values[name] = COLUMNS[name](cell)
    except CellInvalid as wrong:
        mistakes.add(number, name, "invalid", str(wrong))
        values[name] = ""


def _read_address(
    values: dict[str, Any], *, number: int, mistakes: Mistakes
) -> dict[str, str] | None:
    if not any(name in values for name in _ADDRESS):
        return None
    for name in _ADDRESS_REQUIRED:
        if name not in values:
            mistakes.add(number, name, "required", "An address has street, city and country.")
    return {name: values.get(name, "") for name in _ADDRESS}


def _read_account(
    values: dict[str, Any], *, number: int, mistakes: Mistakes
) -> dict[str, str] | None:
    if not any(name in values for name in _ACCOUNT):
        return None
    if "account_type" not in values:
        mistakes.add(number, "account_type", "required", "An account has a type.")
    if values.get("status") == Customer.Status.PENDING.value:
        mistakes.add(number, "status", "invalid", "Who has an account is active.")
    return {name: values.get(name, "") for name in _ACCOUNT}


def _read_income(
    values: dict[str, Any], *, number: int, mistakes: Mistakes
) -> dict[str, Any] | None:
    if "income" not in values and "income_currency" not in values:
        return None
    currency = values.get("income_currency", "")
    try:
        return {
            "minor": parse_amount(values.get("income", ""), currency=currency, field="income"),
            "currency": currency,
        }
    except BankError as wrong:
        column = "income" if wrong.field == "income" else "income_currency"
        mistakes.add(number, column, wrong.code, wrong.detail)
        return None
