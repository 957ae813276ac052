"""Read the archive in either format into the same typed values, and check that it is consistent."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

from config.berka.archive import Archive, ArchiveWrong, Client, History, require_consistent
from config.berka.original import read_original
from config.berka.prepared import read_prepared
from config.berka.source import Source
from config.berka.tables import OriginalTables, PreparedTables

ORIGINAL_ZIP: Final = "data_berka.zip"


def read_archive(path: Path) -> Archive:
    """Return the archive at `path`: a folder of `*.csv.gz` or `*.asc` files, or the zip of these.

    Raises:
        ArchiveWrong: there is none, or its files contradict themselves.

    """
    try:
        archive = _join(_read_source(path))
    except KeyError as missing:
        raise ArchiveWrong(f"{path}: a table lacks the column or record {missing}.") from missing
    except (ValueError, TypeError) as wrong:
        raise ArchiveWrong(f"{path}: a value cannot be read: {wrong}.") from wrong
    for history in archive.histories:
        require_consistent(history)
    return archive


def _read_source(path: Path) -> Source:
    if not path.exists():
        raise ArchiveWrong(f"{path} does not exist.")
    prepared = PreparedTables(path)
    if prepared.has("transactions"):
        return read_prepared(prepared)
    packed = path / ORIGINAL_ZIP
    original = OriginalTables(packed if packed.is_file() else path)
    if original.has("trans"):
        return read_original(original)
    raise ArchiveWrong(f"{path} holds neither transactions.csv.gz nor trans.asc.")


def _join(source: Source) -> Archive:
    clients = {client.client_id: client for client in source.clients}
    owners: dict[int, Client] = {}
    authorised: dict[int, list[Client]] = defaultdict(list)
    for account_id, client_id, is_owner in source.dispositions:
        if is_owner:
            owners[account_id] = clients[client_id]
        else:
            authorised[account_id].append(clients[client_id])
    known = {record.account_id for record in source.accounts}
    if strangers := set(source.rows) - known:
        raise ArchiveWrong(f"transactions name account {min(strangers)}, which does not exist.")
    return Archive(
        districts=tuple(source.districts),
        histories=tuple(
            History(
                account_id=record.account_id,
                district_id=record.district_id,
                opened=record.opened,
                owner=owners[record.account_id],
                authorised=tuple(authorised[record.account_id]),
                rows=tuple(source.rows.get(record.account_id, ())),
            )
            for record in sorted(source.accounts, key=lambda record: record.account_id)
        ),
    )
