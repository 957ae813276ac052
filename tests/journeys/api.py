"""The API of a running bank, as its own schema describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.servers.bank import RunningBank, SplitBank

METHODS = {"get", "post", "put", "patch", "delete"}


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation, with every place where an id of a thing can stand: "path account_id"."""

    id: str
    method: str
    path: str
    is_public: bool
    places: frozenset[str]


def operations(bank: RunningBank) -> dict[str, Operation]:
    """Return every operation of the bank by its id."""
    found: dict[str, Operation] = {}
    for address in _addresses(bank):
        accept = {"Accept": "application/json"}
        answer = httpx.get(f"{address}/api/schema", headers=accept, timeout=30.0)
        answer.raise_for_status()
        schema = answer.json()
        for path, methods in schema["paths"].items():
            for method, described in methods.items():
                if method in METHODS:
                    operation = _operation(schema, path, method, described)
                    found[operation.id] = operation
    return found


def _addresses(bank: RunningBank) -> list[str]:
    """Return where the schema is; a service of a split bank describes its own part."""
    if isinstance(bank, SplitBank):
        return [f"http://127.0.0.1:{port}" for port in bank.parts.gateway.ports.values()]
    return [bank.base_url]


def _operation(
    schema: dict[str, Any], path: str, method: str, described: dict[str, Any]
) -> Operation:
    places = {
        f"{parameter['in']} {parameter['name']}"
        for parameter in described.get("parameters", [])
        if _holds_id(parameter["name"], parameter["schema"]) or parameter["in"] == "path"
    }
    for media in described.get("requestBody", {}).get("content", {}).values():
        body = _resolve(schema, media["schema"])
        places |= {
            f"body {name}"
            for name, field in body.get("properties", {}).items()
            if _holds_id(name, _resolve(schema, field))
        }
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        is_public=not described.get("security"),
        places=frozenset(places),
    )


def _holds_id(name: str, field: dict[str, Any]) -> bool:
    names = name.split("_")
    return field.get("format") == "uuid" or bool({"account", "transfer", "transaction"} & {*names})


def _resolve(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if reference := part.get("$ref"):
        name = reference.rsplit("/", 1)[-1]
        found: dict[str, Any] = schema["components"]["schemas"][name]
        return found
    return part
