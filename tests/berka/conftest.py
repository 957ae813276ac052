"""Where the real data is, and a small archive made by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.apps import apps

from config.environment import ROOT

BERKA_PATH = Path(os.environ.get("BERKA_PATH") or ROOT.parent / "shared" / "data" / "berka")

# Out of order, as in the original: on 2 January the fee comes after the interest that pays for it,
# and the interest differs from its amount by the rounding of publication.
ORIGINAL = {
    "account": [
        '"account_id";"district_id";"frequency";"date"',
        '7;1;"POPLATEK MESICNE";950101',
        '9;2;"POPLATEK TYDNE";950102',
    ],
    "client": [
        '"client_id";"birth_number";"district_id"',
        '1;"706213";1',
        '2;"450204";1',
        '3;"355304";2',
    ],
    "disp": [
        '"disp_id";"client_id";"account_id";"type"',
        '1;1;7;"OWNER"',
        '2;2;7;"DISPONENT"',
        '3;3;9;"OWNER"',
    ],
    "district": ['"A1";"A2";"A3"', '1;"Hl.m. Praha";"Prague"', '2;"Benesov";"central Bohemia"'],
    "trans": [
        '"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"',
        '50;7;950102;"VYDAJ";"VYBER";30.00;-4.90;"SLUZBY";"";',
        '51;7;950102;"PRIJEM";"";5.00;25.10;"UROK";"";',
        '52;7;950101;"PRIJEM";"VKLAD";700.00;700.00;"";"";',
        '53;7;950102;"VYDAJ";"PREVOD NA UCET";680.00;20.00;"SIPO";"YZ";87144583',
        '60;9;950102;"PRIJEM";"PREVOD Z UCTU";1000.50;1000.50;" ";"AB";12345678',
    ],
}


def pytest_collection_modifyitems(items):
    """The replay spans services: only the whole bank in one process can do it."""
    if apps.is_installed("config"):
        return
    skip = pytest.mark.skip(reason="the replay needs SERVICE=all")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)


def write_original(folder: Path, tables=ORIGINAL) -> Path:
    """Write `*.asc` files as the archive has them, with the line ends of its time."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in tables.items():
        (folder / f"{name}.asc").write_bytes("\r\n".join([*lines, ""]).encode("ascii"))
    return folder


@pytest.fixture
def original(tmp_path) -> Path:
    """A folder with a tiny archive in the original format."""
    return write_original(tmp_path / "original")


@pytest.fixture
def berka() -> Path:
    """The folder of the real data; the test is skipped where it is absent."""
    if not BERKA_PATH.is_dir():
        pytest.skip(f"the real bank data is not here: {BERKA_PATH} (BERKA_PATH says where)")
    return BERKA_PATH
